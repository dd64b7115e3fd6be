#include "workbench/energy/network_series.hpp"

#include <fmt/format.h>

#include "base/delimited_text.hpp"
#include "base/tsv.hpp"
#include "workbench/energy/day_rows.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/bitcoin_network_tsv.inc"
    ;

std::optional<NetworkDay> row_from(std::string_view day, std::string_view rate,
                                   std::string_view revenue) {
  const auto when = parse_day(day);
  const auto hashes = number(rate), usd = number(revenue);
  if (!when || !hashes || !usd || *hashes <= 0 || *usd <= 0) return std::nullopt;
  return NetworkDay{*when, *hashes, *usd};
}

NetworkSeries read_table() {
  NetworkSeries series;
  std::string_view source;
  for (const auto& row : tsv_rows<5>(table)) {
    take_row(series.days, series.rows, row_from(row[0], row[1], row[2]));
    source = row[3];
  }
  put_in_order(series.days, series.rows);
  series.source = source;
  return series;
}

}  // namespace

const NetworkSeries& builtin_network() {
  static const NetworkSeries series = read_table();
  return series;
}

Result<NetworkSeries> read_network(std::string_view text, std::string_view name) {
  DelimitedText rows(text);
  const auto day = rows.column({"date", "day", "dateB", "time", "timestamp"});
  const auto rate = rows.column({"hash_rate_th_s", "hashrate_th_s", "hash_rate", "hashrate"});
  const auto revenue = rows.column({"revenue_usd", "revenue", "miners_revenue"});
  if (!day || !rate || !revenue) {
    return input_error(
        fmt::format("{}: its heading lacks {}; wanted are the columns date, hash_rate_th_s (TH/s) "
                    "and revenue_usd (a day)",
                    name,
                    !day    ? "date"
                    : !rate ? "hash_rate_th_s"
                            : "revenue_usd"));
  }
  NetworkSeries series;
  series.source = name;
  while (rows.next())
    take_row(series.days, series.rows,
             row_from(rows.field(*day), rows.field(*rate), rows.field(*revenue)));
  put_in_order(series.days, series.rows);
  if (series.days.empty())
    return input_error(fmt::format("{}: no row has a day, a hash rate and a revenue", name));
  return series;
}

}  // namespace davy::energy
