#include "capture/file/open_input.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "capture/file/record_parser.hpp"

namespace davy::capture {
namespace {

struct KnownStart {
  std::string_view octets;
  std::string_view name;
};

// Files that people take for captures, by their first octets.
constexpr std::array<KnownStart, 11> known_starts{{
    {"\x89PNG", "a PNG image"},
    {"\xff\xd8\xff", "a JPEG image"},
    {"%PDF", "a PDF document"},
    {"PK\x03\x04", "a zip archive: unpack it first"},
    {"BZh", "compressed with bzip2: decompress it first"},
    {{"\xfd"
      "7zXZ",
      5},
     "compressed with xz: decompress it first"},
    {"7z\xbc\xaf", "a 7-zip archive: unpack it first"},
    {"\x7f"
     "ELF",
     "a program"},
    {"SQLite format 3", "an SQLite database"},
    {"snoop", "a Solaris snoop capture: convert it with editcap"},
    {"XCP\0", "a NetXRay capture: convert it with editcap"},
}};

std::string_view describe(Bytes start) {
  if (is_gzip(start) || is_zstd(start)) return "compressed twice: decompress it once";
  for (const KnownStart& known : known_starts) {
    if (as_text(start).starts_with(known.octets)) return known.name;
  }
  return "of a kind that is not known here";
}

std::unexpected<Error> open_failure(const std::string& path, int error_number) {
  const char* remedy = "check the path and the file system";
  if (error_number == ENOENT) remedy = "check the path";
  if (error_number == EACCES) remedy = "ask its owner for read permission";
  return input_error(fmt::format("{}: {}; {}", path, std::strerror(error_number), remedy));
}

}  // namespace

std::string input_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Result<StoredFile> open_stored(const std::string& path) {
  const int descriptor =
      path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return open_failure(input_name(path), errno);
  StoredFile stored{std::make_unique<FileStream>(descriptor), std::nullopt};
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return open_failure(input_name(path), errno);
  if (S_ISDIR(status.st_mode)) {
    return input_error(fmt::format("{}: is a directory; name the captures in it", path));
  }
  if (S_ISREG(status.st_mode)) {
    stored.octets_total = static_cast<std::uint64_t>(status.st_size);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return stored;
}

std::unexpected<Error> read_failure(const std::string& name, int error_number) {
  return input_error(fmt::format("{}: cannot be read: {}; check the medium and try again", name,
                                 std::strerror(error_number)));
}

Result<void> check_kind(const std::string& name, Bytes stored, Bytes start,
                        std::optional<Malformed> damage) {
  const bool known = is_pcapng(start) || (is_pcap(start) && start.size() >= pcap_header_octets);
  if (known) return {};
  if (stored.empty()) {
    return input_error(fmt::format("{}: is empty; record it again or leave it out", name));
  }
  if (damage) {
    return input_error(fmt::format(
        "{}: the compressed data are damaged at their start; copy the file again", name));
  }
  if (start.empty()) {
    return input_error(
        fmt::format("{}: the compressed data hold nothing; record or copy it again", name));
  }
  if (is_pcap(start)) {
    return input_error(
        fmt::format("{}: a pcap file that ends inside its header; record or copy it again", name));
  }
  return input_error(fmt::format(
      "{}: no capture, flow export, log or readings of meters that are known here, but {}", name,
      describe(start)));
}

}  // namespace davy::capture
