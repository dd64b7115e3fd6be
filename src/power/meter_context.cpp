#include "power/meter_context.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/delimited_text.hpp"

namespace davy::power {

namespace {

Result<std::optional<double>> kilowatts(const DelimitedText& table, std::string_view column,
                                        std::string_view file_name) {
  const std::string_view text = table.named(column);
  if (text.empty()) return std::optional<double>{};
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || !(value >= 0))
    return input_error(
        fmt::format("{}:{}: {} is no number: {}", file_name, table.line(), column, text));
  return std::optional<double>{value};
}

Result<std::optional<Day>> closing_day(const DelimitedText& table, std::string_view file_name) {
  const std::string_view text = table.named("closed_on");
  if (text.empty()) return std::optional<Day>{};
  const auto day = parse_day(text);
  if (!day)
    return input_error(
        fmt::format("{}:{}: closed_on is no day as 2021-12-31: {}", file_name, table.line(), text));
  return day;
}

Result<MeterContext> context_of(const DelimitedText& table, std::string_view file_name) {
  MeterContext context{.tariff_class = std::string{table.named("class")},
                       .feeder = std::string{table.named("feeder")},
                       .kind = std::string{table.named("kind")}};
  const auto contracted = kilowatts(table, "contracted_kw", file_name);
  if (!contracted) return std::unexpected(contracted.error());
  context.contracted_kw = *contracted;
  const auto floor = kilowatts(table, "floor_kw", file_name);
  if (!floor) return std::unexpected(floor.error());
  context.floor_kw = *floor;
  const auto closed = closing_day(table, file_name);
  if (!closed) return std::unexpected(closed.error());
  context.closed_on = *closed;
  return context;
}

}  // namespace

Result<MeterContexts> MeterContexts::parse(std::string_view text, std::string_view file_name) {
  DelimitedText table(text);
  if (!table.has("meter"))
    return input_error(
        fmt::format("{}: no table of meters: its heading must name meter, and may name class, "
                    "contracted_kw, feeder, kind, closed_on, floor_kw",
                    file_name));
  MeterContexts out;
  while (table.next()) {
    auto context = context_of(table, file_name);
    if (!context) return std::unexpected(context.error());
    out.contexts_[std::string{table.named("meter")}] = std::move(*context);
  }
  return out;
}

const MeterContext& MeterContexts::of(std::string_view meter) const {
  static const MeterContext unknown;
  const auto known = contexts_.find(meter);
  return known == contexts_.end() ? unknown : known->second;
}

}  // namespace davy::power
