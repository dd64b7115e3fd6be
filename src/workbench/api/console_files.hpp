// The built console, in memory: each file as it is and as gzip, with its ETag.
//
// Shape:   read once, at the start; a console that is replaced is served after a restart. Paths of its views are its index.
// Errors:  a folder that cannot be read, or is larger than a console is.
// Bounds:  console_files_max files, console_octets_max octets.
// Threads: const.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace davy::api {

inline constexpr std::size_t console_files_max = 2'000;
inline constexpr std::size_t console_octets_max = 64 * 1024 * 1024;

struct ConsoleFile {
  std::string content_type = {};
  std::string octets = {};
  std::string zipped = {};  // "": not smaller that way
  std::string etag = {};
  bool named_by_content = false;  // never another file under this name
};

class ConsoleFiles {
 public:
  static Result<ConsoleFiles> read(const std::string& folder);

  // nullptr: there is no such file, and the path is no view's.
  const ConsoleFile* find(std::string_view path) const;

 private:
  std::map<std::string, ConsoleFile, std::less<>> files_;  // by path: "/assets/index-1f3c.js"
};

}  // namespace davy::api
