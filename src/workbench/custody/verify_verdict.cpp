// The verdict of a case, fused again from what the bundle holds.
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "verdict/verdict.hpp"
#include "workbench/custody/verify_parts.hpp"
#include "workbench/report/json_values.hpp"

namespace davy::custody {
namespace {

using report::JsonObject;
using report::JsonReader;
using report::number_at;
using report::text_at;

constexpr std::string_view verdict_name = "verdict.json";
constexpr double same_probability = 1e-12;  // another machine's exp() may differ in the last bits

struct ToldSignal {
  std::string group;
  std::string detector;
  signal::Basis basis = signal::Basis::behaviour;
  double nats = 0;
};

struct ToldVerdict {
  verdict::Level level = verdict::Level::unknown;
  double probability = 0;
  double prior_nats = 0;
  std::vector<ToldSignal> signals = {};
};

std::optional<ToldSignal> signal_of(simdjson::dom::element element) {
  JsonObject object;
  if (element.get(object) != simdjson::SUCCESS) return std::nullopt;
  const auto basis = signal::basis_named(text_at(object, "basis"));
  const auto nats = number_at(object, "strength_nats");
  if (!basis || !nats) return std::nullopt;
  return ToldSignal{text_at(object, "independence_group"), text_at(object, "detector"), *basis,
                    *nats};
}

std::optional<ToldVerdict> verdict_of(std::string_view text) {
  JsonReader reader;
  const auto object = reader.object(text);
  if (!object) return std::nullopt;
  const auto level = verdict::level_named(text_at(*object, "level"));
  const auto probability = number_at(*object, "probability");
  simdjson::dom::array signals;
  if (!level || !probability || (*object)["signals"].get(signals) != simdjson::SUCCESS)
    return std::nullopt;
  ToldVerdict told{*level, *probability, number_at(*object, "prior_nats").value_or(0)};
  for (const simdjson::dom::element element : signals) {
    auto one = signal_of(element);
    if (!one) return std::nullopt;
    told.signals.push_back(std::move(*one));
  }
  return told;
}

verdict::Verdict fused_again(const ToldVerdict& told) {
  std::vector<signal::Signal> signals;
  signals.reserve(told.signals.size());
  for (const ToldSignal& one : told.signals)
    signals.push_back({.detector = one.detector,
                       .independence_group = one.group,
                       .basis = one.basis,
                       .strength_nats = one.nats,
                       .window_first = {},
                       .window_last = {}});
  return verdict::judge(std::move(signals));
}

// Of how many detectors in the verdict the signals, with their words, are in the bundle too.
void count_words(const Bundle& bundle, const ToldVerdict& told, Checks& checks) {
  const std::string* lines = bundle.file("signals.jsonl");
  if (lines == nullptr) return;  // told as a file that is missing
  std::set<std::string> with_words;
  std::size_t line = 0;
  JsonReader reader;
  const bool all = reader.each_line(*lines, line, [&](const JsonObject& object) {
    with_words.insert(text_at(object, "detector"));
    return true;
  });
  if (!all) return checks.fails("signals", fmt::format("signals.jsonl: line {} is none", line));
  std::set<std::string> fused;
  std::size_t found = 0;
  for (const ToldSignal& one : told.signals)
    if (fused.insert(one.detector).second) found += with_words.contains(one.detector) ? 1 : 0;
  checks.note("signals", fmt::format("{} lines; of {} detectors that the verdict rests on, {} have "
                                     "their evidence in words in here",
                                     line - 1, fused.size(), found));
}

}  // namespace

void check_verdict(const Bundle& bundle, std::string_view made_by, Checks& checks) {
  const std::string* text = bundle.file(verdict_name);
  if (text == nullptr) return checks.fails("verdict", "verdict.json is missing or damaged");
  const auto told = verdict_of(*text);
  if (!told) return checks.fails("verdict", "verdict.json says no verdict that can be read");
  count_words(bundle, *told, checks);
  if (told->signals.empty() && told->level == verdict::Level::unknown)
    return checks.holds("verdict", "unknown: no claim is made");
  if (told->signals.empty())
    return checks.fails("verdict",
                        "it cannot be derived again: the store did not keep yet what it was fused "
                        "from; that comes with the next look at this subject");
  const verdict::Verdict again = fused_again(*told);
  const bool same = again.level == told->level &&
                    std::abs(again.probability - told->probability) <= same_probability;
  if (same)
    return checks.holds("verdict", fmt::format("{}, probability {:.6g}: the same again, fused from "
                                               "the {} kinds of signal in here",
                                               verdict::name(again.level), again.probability,
                                               told->signals.size()));
  std::string why = fmt::format(
      "it says {} with {:.6g}, and from its signals follows {} with {:.6g}",
      verdict::name(told->level), told->probability, verdict::name(again.level), again.probability);
  if (told->prior_nats != verdict::prior_nats)
    why += fmt::format("; davy {} took a prior of {:g} nats, this one takes {:g}", made_by,
                       told->prior_nats, verdict::prior_nats);
  checks.fails("verdict", std::move(why));
}

}  // namespace davy::custody
