#include "power/meter_context.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/delimited_text.hpp"

namespace davy::power {

Result<MeterContexts> MeterContexts::parse(std::string_view text, std::string_view file_name) {
  DelimitedText table(text);
  if (!table.has("meter"))
    return input_error(
        fmt::format("{}: no table of meters: its heading must name meter, and may name class, "
                    "contracted_kw, feeder, kind",
                    file_name));
  MeterContexts out;
  while (table.next()) {
    MeterContext context{.tariff_class = std::string{table.named("class")},
                         .contracted_kw = {},
                         .feeder = std::string{table.named("feeder")},
                         .kind = std::string{table.named("kind")}};
    if (const std::string_view kw = table.named("contracted_kw"); !kw.empty()) {
      double value = 0;
      if (std::from_chars(kw.data(), kw.data() + kw.size(), value).ec != std::errc{})
        return input_error(
            fmt::format("{}:{}: contracted_kw is no number: {}", file_name, table.line(), kw));
      context.contracted_kw = value;
    }
    out.contexts_[std::string{table.named("meter")}] = std::move(context);
  }
  return out;
}

const MeterContext& MeterContexts::of(std::string_view meter) const {
  static const MeterContext unknown;
  const auto known = contexts_.find(meter);
  return known == contexts_.end() ? unknown : known->second;
}

}  // namespace davy::power
