// Files in a zip, in memory: one that anybody can open, and one of others that cannot hurt.
//
// Shape:   zip_of() gives the same octets for the same files: entries in the order of their names, all of 1980-01-01 (the oldest
//          time that a zip can tell), compressed alike. unzip() takes names such as "flows.jsonl" or "a/b.json": small letters,
//          digits, '_', '-', '.' and '/', no part of them empty, "." or "..". Nothing is ever unpacked to a disk.
// Errors:  what is no zip, or a hostile one: input_error that says what is wrong (more than the bounds, a name that is not taken,
//          a name twice, encrypted, packed in another way than deflate). A file whose octets do not fit its checksum is `damaged`.
// Bounds:  below.
// Threads: pure.
// Source:  PKWARE APPNOTE 6.3, by libzip.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace davy::custody {

inline constexpr std::size_t archive_octets_max = 256ull * 1024 * 1024;  // as it lies
inline constexpr std::size_t archive_files_max = 256;
inline constexpr std::size_t archive_file_octets_max = 256ull * 1024 * 1024;  // one, unpacked
inline constexpr std::size_t archive_all_octets_max = 512ull * 1024 * 1024;   // all, unpacked
inline constexpr std::size_t archive_name_octets_max = 100;
inline constexpr std::size_t archive_ratio_max = 200;  // unpacked for packed: beyond it a bomb
inline constexpr std::size_t archive_ratio_from_octets = 1024 * 1024;  // smaller ones cannot hurt

struct ArchivedFile {
  std::string name = {};
  std::string octets = {};
  bool damaged = false;  // and then `octets` is what could be read
};

Result<std::string> zip_of(std::span<const ArchivedFile> files);
Result<std::vector<ArchivedFile>> unzip(std::string_view octets);  // by name

}  // namespace davy::custody
