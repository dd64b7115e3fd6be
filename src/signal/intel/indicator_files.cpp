#include "signal/intel/indicator_files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "signal/intel/indicator_rows.hpp"
#include "signal/intel/indicators.hpp"

namespace davy::signal {
namespace {

constexpr std::string_view pack =
#include "embedded/indicators_tsv.inc"
    ;

}  // namespace

std::string_view embedded_indicators() { return pack; }

Result<std::string> read_list_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return input_error(path + ": is a folder");
  std::ifstream file(path, std::ios::binary);
  if (!file) return input_error(path + ": cannot be opened: " + std::strerror(errno));
  std::string text;
  std::string block(1024 * 1024, '\0');
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
    text.append(block, 0, static_cast<std::size_t>(file.gcount()));
    if (text.size() > limits::indicator_file_octets_max)
      return input_error(path + ": larger than 512 MiB; split it");
  }
  if (file.bad()) return input_error(path + ": cannot be read to its end");
  return text;
}

void IndicatorsBuilder::add_rows(std::string_view tsv) {
  read_indicator_rows(tsv, refused_, [this](const IndicatorRow& row) { add(row); });
}

Result<LoadedIndicators> load_indicators(std::span<const std::string> paths) {
  IndicatorsBuilder builder;
  for (const std::string& path : paths) {
    const auto text = read_list_file(path);
    if (!text) return std::unexpected(text.error());
    if (!has_indicator_heading(*text))
      return input_error(
          path + ": is no table of indicators; make one of it with: davy indicators import " +
          path + " --category pool -o indicators.tsv");
    builder.add_rows(*text);
  }
  const RefusedCounts refused = builder.refused();
  // Last, so that a file's row stands where both have one; a test holds that nothing else of the pack is refused.
  builder.add_rows(embedded_indicators());
  return LoadedIndicators{std::move(builder).build(), refused};
}

}  // namespace davy::signal
