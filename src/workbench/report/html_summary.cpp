#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/load_text.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

using verdict::Level;

std::size_t count_of(const HtmlPage& page, Level level) {
  const auto has_level = [level](const auto& judged) { return judged.verdict.level == level; };
  return static_cast<std::size_t>(std::ranges::count_if(page.findings.mining, has_level) +
                                  std::ranges::count_if(page.findings.loads, has_level));
}

Text meaning_of(Level level) {
  return static_cast<Text>(static_cast<std::size_t>(Text::meaning_confirmed) +
                           static_cast<std::size_t>(level));
}

struct TotalPower {
  energy::Interval watts;
  std::size_t findings = 0;
};

// All estimates that rest on enough shares together; intervals are added end to end, which is never too narrow.
TotalPower total_power(const Findings& findings) {
  TotalPower sum;
  for (const JudgedFlow& flow : findings.mining) {
    if (!flow.power || !flow.hash_rate || flow.hash_rate->shares < energy::shares_for_best_min)
      continue;
    sum.watts.lower += flow.power->watts.lower;
    sum.watts.best += flow.power->watts.best;
    sum.watts.upper += flow.power->watts.upper;
    ++sum.findings;
  }
  return sum;
}

std::string found_box(const HtmlPage& page) {
  const auto& mining = page.findings.mining;
  const Language language = page.language;
  std::string inner = element("h2", "", page.say(Text::what_found));
  if (!page.findings.loads.empty())
    inner += element("p", "big", found_loads_text(page.findings, language));
  if (mining.empty() && page.findings.loads.empty())
    inner += element("p", "big", page.say(Text::nothing_found));
  if (!mining.empty())
    inner += element("p", "big",
                     text(Text::found, language, conversations_text(mining.size(), language),
                          hosts_text(mining_hosts(page.findings), language)));
  if (const TotalPower power = total_power(page.findings); power.watts.best > 0) {
    inner += element("p", "",
                     text(Text::total_power, language, conversations_text(power.findings, language),
                          with_si_prefix(power.watts.best, "W"),
                          si_range(power.watts, "W", page.say(Text::to))));
  }
  if (!page.findings.related.empty()) {
    inner += element(
        "p", "soft",
        text(Text::related_too, language, flows_text(page.findings.related.size(), language)));
  }
  return inner;
}

std::string sure_box(const HtmlPage& page) {
  std::string items;
  for (const Level level : {Level::confirmed, Level::probable, Level::suspected}) {
    const std::size_t count = count_of(page, level);
    if (count == 0 && !(page.findings.mining.empty() && page.findings.loads.empty())) continue;
    items += element("li", "",
                     level_chip(level, page.language) + element("b", "", grouped(count)) +
                         element("p", "", page.say(meaning_of(level))));
  }
  return element("h2", "", page.say(Text::how_sure)) + element("ul", "levels", items);
}

std::string looked_box(const HtmlPage& page) {
  const Language language = page.language;
  const Coverage sum = total(page.findings.coverage);
  std::string inner = element("h2", "", page.say(Text::what_looked_at));
  std::uint64_t readings = 0;
  for (const Coverage& one : page.findings.coverage)
    if (one.meters) readings += one.meters->readings;
  if (readings > 0)
    inner += element("p", "big",
                     fmt::format("{} {}", grouped(readings), page.say(Text::readings_label)));
  if (sum.packets > 0 || readings == 0)
    inner += element("p", "big", text(Text::packets_count, language, grouped(sum.packets)));
  std::string amount = inputs_text(page.findings.coverage.size(), language);
  if (sum.packets > 0 || readings == 0)
    amount += fmt::format(" · {} · {}", octets_text(sum.octets), flows_text(sum.flows, language));
  inner += element("p", "", amount);
  inner += element("p", "", period_html(sum, language));
  const std::string trouble = trouble_text(sum, language);
  inner +=
      element("p", "soft", trouble.empty() ? page.say(Text::coverage_clean) : escaped(trouble));
  if (const std::size_t failed = unreadable(page.findings.coverage); failed > 0) {
    inner += element("p", "", text(Text::inputs_unreadable, language, grouped(failed)));
  }
  return inner;
}

std::string cell(const HtmlPage& page, Text label, std::string_view classes,
                 std::string_view inner) {
  return fmt::format("<td class=\"{}\" data-label=\"{}\"><div>{}</div></td>", classes,
                     page.say(label), inner);
}

// The value, and its interval, or why it is one, on a line of its own.
std::string two_lines(const JudgedFlow& flow, const energy::Interval& interval,
                      std::string_view unit, Language language) {
  std::string value = value_text(flow, interval, unit, language);
  if (interval.best <= 0) return value;
  const std::string few = few_shares_text(flow, language);
  const std::string range = si_range(interval, unit, text(Text::to, language));
  return value + element("small", "nb", few.empty() ? range : few);
}

std::string findings_row(const HtmlPage& page, std::size_t index) {
  const JudgedFlow& flow = page.findings.mining[index];
  const Endpoints ends = endpoints(flow);
  const Language language = page.language;
  const std::string rate =
      flow.hash_rate ? two_lines(flow, flow.hash_rate->hashes_per_s, "H/s", language) : "";
  const std::string watts = flow.power ? two_lines(flow, flow.power->watts, "W", language) : "";
  const std::string number = index < finding_cards_max
                                 ? fmt::format("<a href=\"#f{0}\">{0}</a>", index + 1)
                                 : std::to_string(index + 1);
  return element("tr", "",
                 cell(page, Text::number, "num", number) +
                     cell(page, Text::verdict, "", level_chip(flow.verdict.level, page.language)) +
                     cell(page, Text::miner_and_pool, "end",
                          escaped(ends.miner) + "<br>→ " + escaped(ends.pool)) +
                     cell(page, Text::work, "work", escaped(work_text(flow))) +
                     cell(page, Text::hash_rate, "", rate) + cell(page, Text::power, "", watts) +
                     cell(page, Text::first_seen, "nb", to_whole_second(flow.record.first_seen)));
}

}  // namespace

void add_summary(HtmlPage& page) {
  page.out += element("div", "three",
                      element("section", "box", found_box(page)) +
                          element("section", "box", sure_box(page)) +
                          element("section", "box", looked_box(page)));
}

void add_findings_table(HtmlPage& page) {
  const std::size_t count = page.findings.mining.size();
  if (count < 2) return;
  std::string head = element("th", "num", page.say(Text::number));
  for (const Text key : {Text::verdict, Text::miner_and_pool, Text::work, Text::hash_rate,
                         Text::power, Text::first_seen}) {
    head += element("th", "", page.say(key));
  }
  std::string rows;
  for (std::size_t i = 0; i < std::min(count, finding_rows_max); ++i) rows += findings_row(page, i);
  page.out += element("h2", "", page.say(Text::findings));
  page.out +=
      element("div", "scroll",
              element("table", "stack",
                      element("thead", "", element("tr", "", head)) + element("tbody", "", rows)));
  if (count > finding_rows_max) {
    page.out += element(
        "p", "soft", text(Text::rows_left_out, page.language, grouped(count - finding_rows_max)));
  }
}

}  // namespace davy::report
