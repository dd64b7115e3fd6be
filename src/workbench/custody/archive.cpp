#include "workbench/custody/archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <memory>

namespace davy::custody {
namespace {

constexpr zip_uint16_t dos_date = 1 << 5 | 1;  // 1980-01-01
constexpr zip_uint32_t compression_level = 6;

std::string words_of(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string words = zip_error_strerror(&error);
  zip_error_fini(&error);
  return words;
}

struct Free {
  void operator()(zip_t* zip) const { zip_discard(zip); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, Free>;
using Source = std::unique_ptr<zip_source_t, Free>;

// The archive takes the source over.
Result<Zip> open(Source source, int flags) {
  zip_error_t error;
  zip_error_init(&error);
  Zip zip(zip_open_from_source(source.get(), flags, &error));
  const std::string words = zip ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!zip) return input_error(fmt::format("no zip that can be read: {}", words));
  [[maybe_unused]] const zip_source_t* const taken_over = source.release();
  return zip;
}

std::unexpected<Error> not_written(zip_t* zip) {
  return std::unexpected(
      Error{ErrorKind::internal, fmt::format("a zip cannot be made: {}", zip_strerror(zip))});
}

Result<void> put(zip_t* zip, const ArchivedFile& file) {
  zip_source_t* octets = zip_source_buffer(zip, file.octets.data(), file.octets.size(), 0);
  const zip_int64_t at =
      octets == nullptr ? -1 : zip_file_add(zip, file.name.c_str(), octets, ZIP_FL_ENC_UTF_8);
  if (at < 0) {
    zip_source_free(octets);
    return not_written(zip);
  }
  const auto index = static_cast<zip_uint64_t>(at);
  if (zip_set_file_compression(zip, index, ZIP_CM_DEFLATE, compression_level) != 0 ||
      zip_file_set_dostime(zip, index, 0, dos_date, 0) != 0)
    return not_written(zip);
  return {};
}

Result<std::string> octets_of(zip_source_t* source) {
  zip_stat_t facts;
  if (zip_source_stat(source, &facts) != 0 || zip_source_open(source) != 0)
    return std::unexpected(Error{ErrorKind::internal, "the zip that was made cannot be read"});
  std::string octets(facts.size, '\0');
  const zip_int64_t read = zip_source_read(source, octets.data(), octets.size());
  zip_source_close(source);
  if (read < 0 || static_cast<zip_uint64_t>(read) != facts.size)
    return std::unexpected(Error{ErrorKind::internal, "the zip that was made cannot be read"});
  return octets;
}

bool is_taken(std::string_view name) {
  if (name.empty() || name.size() > archive_name_octets_max) return false;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
           c == '/';
  };
  if (!std::ranges::all_of(name, plain)) return false;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return false;
    begin = end + 1;
  }
  return true;
}

// As far as a message shows it: whatever it is, it is one line.
std::string shown(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, archive_name_octets_max))
    out += c >= ' ' && c <= '~' ? c : '?';
  return out;
}

std::unexpected<Error> refused(std::string_view name, std::string_view why) {
  return input_error(fmt::format("the zip is not taken: {}: {}", shown(name), why));
}

// What an entry says of itself, before any of it is unpacked.
Result<zip_stat_t> facts_of(zip_t* zip, zip_uint64_t index) {
  zip_stat_t facts;
  if (zip_stat_index(zip, index, ZIP_FL_ENC_RAW, &facts) != 0)
    return input_error(fmt::format("no zip that can be read: {}", zip_strerror(zip)));
  constexpr zip_uint64_t all = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                               ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if ((facts.valid & all) != all) return input_error("the zip does not say what is in it");
  const std::string_view name = facts.name;
  if (!is_taken(name)) return refused(name, "such a name is not taken");
  if (facts.encryption_method != ZIP_EM_NONE) return refused(name, "it is encrypted");
  if (facts.comp_method != ZIP_CM_STORE && facts.comp_method != ZIP_CM_DEFLATE)
    return refused(name, "packed in another way than deflate");
  if (facts.size > archive_file_octets_max) return refused(name, "larger than 256 MiB");
  if (facts.size > archive_ratio_from_octets && facts.size / archive_ratio_max > facts.comp_size)
    return refused(name, "unpacks to more than 200 times its size: a bomb");
  return facts;
}

ArchivedFile read_file(zip_t* zip, zip_uint64_t index, const zip_stat_t& facts) {
  ArchivedFile file{.name = facts.name, .octets = std::string(facts.size, '\0')};
  const std::unique_ptr<zip_file_t, Free> open(zip_fopen_index(zip, index, 0));
  std::size_t have = 0;
  zip_int64_t read = open ? 1 : -1;
  while (read > 0 && have < file.octets.size()) {
    read = zip_fread(open.get(), file.octets.data() + have, file.octets.size() - have);
    if (read > 0) have += static_cast<std::size_t>(read);
  }
  char more = 0;  // the checksum is looked at where it ends
  if (read >= 0 && open) read = zip_fread(open.get(), &more, 1);
  file.damaged = read != 0 || have != file.octets.size();
  file.octets.resize(have);
  return file;
}

Result<std::vector<ArchivedFile>> read_files(zip_t* zip) {
  const auto entries =
      static_cast<zip_uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(zip, 0)));
  if (entries > archive_files_max)
    return input_error(
        fmt::format("the zip is not taken: {} files, at most {} are", entries, archive_files_max));
  std::vector<zip_stat_t> all;
  zip_uint64_t octets = 0;
  for (zip_uint64_t i = 0; i < entries; ++i) {
    const auto facts = facts_of(zip, i);
    if (!facts) return std::unexpected(facts.error());
    octets += facts->size;
    if (octets > archive_all_octets_max) return refused(facts->name, "with it more than 512 MiB");
    all.push_back(*facts);
  }
  std::vector<ArchivedFile> files;
  files.reserve(entries);
  for (zip_uint64_t i = 0; i < entries; ++i) files.push_back(read_file(zip, i, all[i]));
  std::ranges::sort(files, {}, &ArchivedFile::name);
  return files;
}

}  // namespace

Result<std::string> zip_of(std::span<const ArchivedFile> files) {
  zip_error_t error;
  zip_error_init(&error);
  Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
  zip_error_fini(&error);
  if (!source) return std::unexpected(Error{ErrorKind::internal, "no memory for a zip"});
  zip_source_keep(source.get());  // once for us, once for the archive
  const Source kept(source.get());
  auto zip = open(std::move(source), ZIP_CREATE | ZIP_TRUNCATE);
  if (!zip) return std::unexpected(zip.error());
  std::vector<const ArchivedFile*> sorted;
  sorted.reserve(files.size());
  for (const ArchivedFile& file : files) sorted.push_back(&file);
  std::ranges::sort(sorted, {},
                    [](const ArchivedFile* f) -> const std::string& { return f->name; });
  for (const ArchivedFile* file : sorted)
    if (auto done = put(zip->get(), *file); !done) return std::unexpected(done.error());
  if (zip_close(zip->get()) != 0) return not_written(zip->get());
  [[maybe_unused]] const zip_t* const closed = zip->release();
  return octets_of(kept.get());
}

Result<std::vector<ArchivedFile>> unzip(std::string_view octets) {
  // libzip takes nothing at all for a zip without files.
  if (!octets.starts_with("PK\x03\x04")) return input_error("no zip that can be read");
  if (octets.size() > archive_octets_max) return input_error("the zip is larger than 256 MiB");
  zip_error_t error;
  zip_error_init(&error);
  Source source(zip_source_buffer_create(octets.data(), octets.size(), 0, &error));
  zip_error_fini(&error);
  if (!source) return input_error(words_of(ZIP_ER_MEMORY));
  // Consistent: no name twice, and both of an entry's headers say the same.
  auto zip = open(std::move(source), ZIP_RDONLY | ZIP_CHECKCONS);
  if (!zip) return std::unexpected(zip.error());
  return read_files(zip->get());
}

}  // namespace davy::custody
