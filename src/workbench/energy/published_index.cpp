#include "workbench/energy/published_index.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/delimited_text.hpp"
#include "base/tsv.hpp"
#include "workbench/energy/day_rows.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/index_published_tsv.inc"
    ;

std::vector<PublishedRow> read_table() {
  std::vector<PublishedRow> out;
  for (const auto& row : tsv_rows<8>(table)) {
    out.push_back({row[0],
                   row[1],
                   {number(row[2]), number(row[3]), number(row[4])},
                   number(row[5]),
                   row[6],
                   row[7]});
  }
  return out;
}

struct Columns {
  std::size_t day = 0;
  std::optional<std::size_t> lower, best, upper;
};

std::optional<Columns> columns_of(const DelimitedText& rows, double price) {
  const std::string at_price = fmt::format("guess_twh_at_{:.2f}", price);
  const auto day = rows.column({"date", "day"});
  if (!day) return std::nullopt;
  Columns columns{*day, rows.column({"lower_twh", "annualised_min_twh", "min_twh", "lower"}),
                  rows.column({"best_twh", "annualised_guess_twh", at_price, "guess_twh", "best"}),
                  rows.column({"upper_twh", "annualised_max_twh", "max_twh", "upper"})};
  if (!columns.lower && !columns.best && !columns.upper) return std::nullopt;
  return columns;
}

std::optional<PublishedDay> row_from(const DelimitedText& rows, const Columns& columns) {
  const auto at = [&](std::optional<std::size_t> column) {
    return column ? number(rows.field(*column)) : std::nullopt;
  };
  const auto day = parse_day(rows.field(columns.day));
  const PublishedFigures twh{at(columns.lower), at(columns.best), at(columns.upper)};
  const auto fits = [](const std::optional<double>& value) { return !value || *value > 0; };
  if (!day || (!twh.lower && !twh.best && !twh.upper)) return std::nullopt;
  if (!fits(twh.lower) || !fits(twh.best) || !fits(twh.upper)) return std::nullopt;
  return PublishedDay{*day, twh};
}

}  // namespace

std::span<const PublishedRow> published_index() {
  static const std::vector<PublishedRow> all = read_table();
  return all;
}

std::vector<PublishedRow> published_of(Day day) {
  std::vector<PublishedRow> out;
  const std::string as_day = to_text(day), as_month = to_text(month_of(day));
  for (const PublishedRow& row : published_index()) {
    if (row.period != as_day && row.period != as_month) continue;
    const auto known = std::ranges::find(out, row.edition, &PublishedRow::edition);
    if (known == out.end()) {
      out.push_back(row);
    } else if (known->is_month()) {
      *known = row;
    }
  }
  return out;
}

Result<PublishedSeries> read_published(std::string_view text, std::string_view name,
                                       double price_usd_per_kwh) {
  DelimitedText rows(text);
  const auto columns = columns_of(rows, price_usd_per_kwh);
  if (!columns) {
    return input_error(
        fmt::format("{}: its heading lacks date, or any of lower_twh, best_twh and upper_twh "
                    "(annualised_min_twh, annualised_guess_twh, guess_twh_at_{:.2f}, … do too)",
                    name, price_usd_per_kwh));
  }
  PublishedSeries series;
  series.source = name;
  while (rows.next()) take_row(series.days, series.rows, row_from(rows, *columns));
  put_in_order(series.days, series.rows);
  if (series.days.empty())
    return input_error(fmt::format("{}: no row has a day and a figure", name));
  return series;
}

}  // namespace davy::energy
