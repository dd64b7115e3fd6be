#include "workbench/api/console_files.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "workbench/api/gzip.hpp"

namespace davy::api {
namespace {

constexpr std::string_view folder_named_by_content = "/assets/";

struct Kind {
  std::string_view suffix;
  std::string_view content_type;
  bool is_text;
};
constexpr std::array kinds{
    Kind{".html", "text/html; charset=utf-8", true},
    Kind{".js", "text/javascript; charset=utf-8", true},
    Kind{".css", "text/css; charset=utf-8", true},
    Kind{".svg", "image/svg+xml", true},
    Kind{".json", "application/json", true},
    Kind{".webmanifest", "application/manifest+json", true},
    Kind{".txt", "text/plain; charset=utf-8", true},
    Kind{".woff2", "font/woff2", false},
    Kind{".png", "image/png", false},
    Kind{".ico", "image/x-icon", false},
};

Kind kind_of(std::string_view path) {
  for (const Kind& kind : kinds)
    if (path.ends_with(kind.suffix)) return kind;
  return {"", "application/octet-stream", false};
}

ConsoleFile made_of(std::string octets, std::string_view path) {
  const Kind kind = kind_of(path);
  ConsoleFile file{.content_type = std::string{kind.content_type},
                   .octets = std::move(octets),
                   .named_by_content = path.starts_with(folder_named_by_content)};
  file.etag = '"' + to_hex(sha256(file.octets)).substr(0, 32) + '"';
  if (!kind.is_text) return file;
  auto zipped = gzip(file.octets, gzip_small);
  if (zipped && zipped->size() < file.octets.size()) file.zipped = std::move(*zipped);
  return file;
}

Result<std::string> contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream octets;
  octets << file.rdbuf();
  if (!file) return input_error(fmt::format("{}: cannot be read", path.string()));
  return std::move(octets).str();
}

}  // namespace

Result<ConsoleFiles> ConsoleFiles::read(const std::string& folder) {
  ConsoleFiles all;
  std::size_t octets_left = console_octets_max;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!at->is_regular_file(failed)) continue;
    const std::string path = '/' + at->path().lexically_relative(folder).generic_string();
    const std::uintmax_t octets = at->file_size(failed);
    if (failed || octets > octets_left || all.files_.size() >= console_files_max)
      return input_error(
          fmt::format("{}: larger than a console is: name its built folder", folder));
    octets_left -= octets;
    auto text = contents(at->path());
    if (!text) return std::unexpected(text.error());
    all.files_.emplace(path, made_of(std::move(*text), path));
  }
  if (failed) return input_error(fmt::format("{}: {}", folder, failed.message()));
  return all;
}

const ConsoleFile* ConsoleFiles::find(std::string_view path) const {
  auto found = files_.find(path);
  if (found == files_.end() && !path.starts_with(folder_named_by_content))
    found = files_.find("/index.html");
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace davy::api
