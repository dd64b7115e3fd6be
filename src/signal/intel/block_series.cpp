#include "signal/intel/block_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/limits.hpp"
#include "flow/export/log_text.hpp"

namespace davy::signal {
namespace {

// The same block as several pools hand it out, or as several of their jobs tell of it.
constexpr Duration same_block = std::chrono::seconds{5};
constexpr std::size_t blocks_min = 3;

std::string_view next_field(std::string_view& line) {
  const std::size_t tab = line.find('\t');
  const std::string_view field = line.substr(0, tab);
  line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  return field;
}

struct Row {
  Timestamp time;
  std::string_view coin;
  BlockTime times = BlockTime::arrival;
};
std::optional<Row> row_of(std::string_view line) {
  const auto time = flow::log_time(next_field(line));
  const std::string_view coin = next_field(line);
  next_field(line);  // the height, for people
  const std::string_view times = next_field(line);
  if (!time || !is_ticker(coin)) return std::nullopt;
  if (!times.empty() && times != "arrival" && times != "header") return std::nullopt;
  return Row{time->time, coin, times == "header" ? BlockTime::header : BlockTime::arrival};
}

// Sorted, and what lies closely behind another is that one again.
void tidy(std::vector<Timestamp>& blocks, Duration apart) {
  std::ranges::sort(blocks);
  std::vector<Timestamp> kept;
  for (const Timestamp block : blocks)
    if (kept.empty() || block - kept.back() > apart) kept.push_back(block);
  blocks = std::move(kept);
}

}  // namespace

bool is_ticker(std::string_view text) {
  return !text.empty() && text.size() <= 12 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

std::string block_series_line(Timestamp time, std::string_view coin, std::uint64_t height,
                              BlockTime times) {
  return fmt::format("{}\t{}\t{}\t{}\n", to_rfc3339(time), coin, height,
                     times == BlockTime::header ? "header" : "arrival");
}

Result<std::vector<BlockSeries>> parse_block_series(std::string_view text,
                                                    const std::string& source) {
  std::map<std::pair<std::string, BlockTime>, std::vector<Timestamp>> by_coin;
  std::size_t number = 0, rows = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#') || (rows == 0 && line.starts_with("time"))) continue;
    const auto row = row_of(line);
    if (!row) {
      return input_error(fmt::format(
          "{}: line {} is not a time, a coin's ticker, a height and perhaps 'header', separated "
          "by tabs",
          source, number));
    }
    if (++rows > limits::block_rows_max)
      return input_error(fmt::format("{}: more than {} blocks", source, limits::block_rows_max));
    by_coin[{std::string{row->coin}, row->times}].push_back(row->time);
  }
  std::vector<BlockSeries> series;
  for (auto& [what, blocks] : by_coin) {
    tidy(blocks, Duration{0});
    series.push_back({what.first, source, std::move(blocks), what.second});
  }
  return series;
}

Result<std::vector<BlockSeries>> read_block_series(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return input_error(fmt::format("{}: cannot be read; check the path", path));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return parse_block_series(text, path);
}

std::vector<BlockSeries> series_of_read_mining(std::span<const flow::FlowRecord> records) {
  std::map<std::string, std::vector<Timestamp>> by_coin;
  for (const flow::FlowRecord& record : records) {
    if (!record.conversation || record.conversation->blocks.empty()) continue;
    // Of an unknown coin nobody can say that two pools serve the same chain.
    const std::string& coin = record.conversation->coin;
    auto& blocks = by_coin[coin.empty() ? " " + to_string(record.key.destination_address) : coin];
    const auto& seen = record.conversation->blocks;
    blocks.insert(blocks.end(), seen.begin(), seen.end());
  }
  std::vector<BlockSeries> series;
  for (auto& [coin, blocks] : by_coin) {
    tidy(blocks, same_block);
    if (blocks.size() >= blocks_min)
      series.push_back(
          {coin.starts_with(' ') ? "" : coin, "mining that was read", std::move(blocks), {}});
  }
  return series;
}

}  // namespace davy::signal
