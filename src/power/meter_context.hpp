// What is known of accounts beside their readings: each makes the result better, none is needed.
//
// Units:   kW.
// Shape:   a table with a heading (base/delimited_text.hpp): meter, class (tariff class), contracted_kw, feeder (the meter that measures
//          what is delivered to this one), kind ("node", "pdu", "rack", "weather", or nothing), closed_on (the day from which a
//          mine that was found there draws nothing), floor_kw (what may be drawn after it).
// Errors:  a row that cannot be read is told with its line.
// Threads: const access from several threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "power/calendar.hpp"

namespace davy::power {

struct MeterContext {
  std::string tariff_class = {};
  std::optional<double> contracted_kw = {};
  std::string feeder = {};
  std::string kind = {};
  std::optional<Day> closed_on = {};
  std::optional<double> floor_kw = {};

  // A machine or a few: it idles evenly, and works evenly.
  bool is_machine() const { return kind == "node" || kind == "pdu" || kind == "rack"; }
};

class MeterContexts {
 public:
  static Result<MeterContexts> parse(std::string_view text, std::string_view file_name);

  // One without any knowledge where the meter is not listed.
  const MeterContext& of(std::string_view meter) const;
  const std::map<std::string, MeterContext, std::less<>>& all() const { return contexts_; }

 private:
  std::map<std::string, MeterContext, std::less<>> contexts_;
};

}  // namespace davy::power
