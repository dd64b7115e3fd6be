#include "app/energy_output.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/limits.hpp"

namespace davy::app {
namespace {

constexpr std::size_t width_without_terminal = 120;

// A line longer than the bound is handed on cut, and is then counted as malformed.
void read_lines(std::istream& in, energy::FindingReader& reader) {
  std::streambuf& octets = *in.rdbuf();
  std::string line;
  for (int c = octets.sbumpc(); c != std::char_traits<char>::eof(); c = octets.sbumpc()) {
    if (c != '\n') {
      if (line.size() <= limits::log_line_octets_max) line += static_cast<char>(c);
      continue;
    }
    reader.line(line);
    line.clear();
  }
  reader.line(line);
}

Result<void> read_from(std::istream& in, const std::string& name, energy::FindingReader& reader) {
  const auto before = reader.counts();
  read_lines(in, reader);
  if (in.bad()) return input_error(fmt::format("{}: {}", name, std::strerror(errno)));
  const auto& after = reader.counts();
  const std::uint64_t lines = after.lines - before.lines;
  if (lines > 0 && after.malformed - before.malformed == lines) {
    return input_error(fmt::format(
        "{}: none of its {} lines is an event line; `davy inspect --json FILE > findings.jsonl` "
        "makes such",
        name, lines));
  }
  return {};
}

Result<void> write_file(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  return {};
}

std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60;
  return known ? size.ws_col : width_without_terminal;
}

}  // namespace

Result<std::string> read_series(const std::string& path) {
  errno = 0;
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  std::array<char, 64 * 1024> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits::energy_file_octets_max)
      return input_error(fmt::format("{}: larger than {} MiB", path,
                                     limits::energy_file_octets_max / (1024 * 1024)));
  }
  if (in.bad()) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  return text;
}

Result<void> read_findings(const std::vector<std::string>& paths, energy::FindingReader& reader) {
  for (const std::string& path : paths) {
    errno = 0;
    std::ifstream file;
    if (path != "-") {
      file.open(path, std::ios::binary);
      // A folder opens, and then cannot be read.
      if (!file || file.peek() == std::ifstream::traits_type::eof()) {
        if (errno != 0) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
      }
    }
    if (auto read = read_from(path == "-" ? std::cin : file, path, reader); !read) return read;
  }
  return {};
}

int write_energy(const EnergyOutput& output, const std::string& lines,
                 const report::Document& document, int status) {
  const std::string text =
      output.json ? lines
                  : report::terminal_text(document, terminal_width(), isatty(STDOUT_FILENO) == 1);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return refuse({ErrorKind::input, "standard output cannot be written"});
  if (output.report_path.empty()) return status;
  const auto written = write_file(
      output.report_path,
      report::html_text(document, report::language_named(output.language), DAVY_VERSION));
  return written ? status : refuse(written.error());
}

}  // namespace davy::app
