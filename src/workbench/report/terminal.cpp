#include "workbench/report/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "workbench/report/finding_lines.hpp"
#include "workbench/report/finding_text.hpp"
#include "workbench/report/load_text.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/reason_text.hpp"
#include "workbench/report/terminal_text.hpp"
#include "workbench/report/text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

constexpr std::size_t columns_min = 60;
constexpr std::size_t columns_max = 160;  // wider lines are not read more easily
constexpr std::size_t findings_max = 50;
constexpr std::size_t inputs_listed_max = 8;
constexpr std::size_t inputs_in_trouble_max = 20;
constexpr std::size_t reasons_max = 2;

// A page being written: what every part of it needs.
struct Page {
  const Findings& findings;
  const Style& style;
  Language language;
  std::size_t columns;
  bool colours;
  std::size_t indent;  // of everything under a finding: the widest verdict and two spaces
  std::string out;

  std::string_view say(Text key) const { return text(key, language); }
  void add(std::string_view paragraph_text, std::size_t by, std::size_t lines_max = 1'000) {
    out += paragraph(paragraph_text, by, columns, lines_max);
  }
  void heading(std::string_view words) {
    if (!out.empty()) out += '\n';
    out += shaded(words, Shade::bold, colours) + "\n";
  }
};

std::size_t widest_level(Language language) {
  std::size_t widest = 0;
  for (const auto level : {verdict::Level::confirmed, verdict::Level::probable,
                           verdict::Level::suspected, verdict::Level::unknown}) {
    widest = std::max(widest, columns(level_name(level, language)));
  }
  return widest;
}

// The parts that are there, one behind the other.
std::string joined(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty() && !part.empty()) out += " · ";
    out += part;
  }
  return out;
}

void add_reasons(Page& page, const JudgedFlow& flow, const Redactor& redact) {
  std::size_t shown = 0;
  if (is_attempt(flow)) {
    page.add(fmt::format("– {}", page.say(Text::attempt)), page.indent);
    ++shown;
  }
  for (const signal::Reason& reason : flow.verdict.reasons) {
    if (is_attempt(flow) && reason.evidence.contains("answered in kind")) continue;  // just said
    if (shown++ == reasons_max) break;
    const std::string said = redact(reason_text(reason.evidence, page.language));
    page.add(fmt::format("– {}", printable(said)), page.indent, 2);
  }
}

void add_finding(Page& page, const JudgedFlow& flow) {
  const Redactor redact = redactor_for(flow, page.style);
  const flow::ConversationRecord& conversation = conversation_of(flow);
  const Endpoints ends = endpoints(flow);
  const std::string level = padded(level_name(flow.verdict.level, page.language), page.indent);
  const std::string pool = printable(redact(conversation.pool));
  std::string where = fmt::format("{} → {}", ends.miner, ends.pool);
  if (!pool.empty()) where += fmt::format(" ({})", pool);
  if (!ends.miner_known) where += fmt::format(" · {}", page.say(Text::miner_unknown));
  const std::string line = paragraph(where, page.indent, page.columns).substr(page.indent);
  page.out += shaded(level, shade_of(flow.verdict.level), page.colours) + line;
  const std::string agent = fitted(printable(redact(conversation.agent)), 40);
  page.add(joined({work_text(flow), agent, shown_login(conversation, page.style)}), page.indent);
  page.add(joined({shares_text(flow, page.language), rate_text(flow, page.language),
                   power_text(flow, page.language)}),
           page.indent);
  page.add(joined({period_text(flow.record.first_seen, flow.record.last_seen, page.language),
                   page.findings.coverage.size() > 1 ? printable(flow.input) : ""}),
           page.indent);
  add_reasons(page, flow, redact);
}

void add_findings(Page& page) {
  const auto& mining = page.findings.mining;
  if (mining.empty()) {
    if (page.findings.loads.empty()) page.heading(page.say(Text::nothing_found));
    return;
  }
  page.heading(text(Text::found, page.language, conversations_text(mining.size(), page.language),
                    hosts_text(mining_hosts(page.findings), page.language)));
  const std::size_t shown = std::min(mining.size(), findings_max);
  for (std::size_t i = 0; i < shown; ++i) {
    page.out += '\n';
    add_finding(page, mining[i]);
  }
  if (shown < mining.size()) {
    page.out += '\n';
    page.add(text(Text::more_findings, page.language, grouped(mining.size() - shown)), 0);
  }
}

void add_load(Page& page, const JudgedLoad& load) {
  const Language language = page.language;
  const std::string level = padded(level_name(load.verdict.level, language), page.indent);
  page.out += shaded(level, shade_of(load.verdict.level), page.colours) + printable(load.meter) +
              " · " + size_text(load, language) + "\n";
  page.add(joined({pattern_text(load, language), machines_text(load, language),
                   energy_text(load, language)}),
           page.indent);
  page.add(joined({since_text(load, language), until_text(load, language),
                   printable(filed_text(load, language))}),
           page.indent);
  for (const signal::Reason& reason : load.verdict.reasons)
    page.add(fmt::format("– {}", printable(reason_text(reason.evidence, language))), page.indent,
             3);
}

void add_loads(Page& page) {
  const auto& loads = page.findings.loads;
  if (loads.empty()) return;
  page.heading(found_loads_text(page.findings, page.language));
  page.add(page.say(Text::loads_intro), 0);
  const std::size_t shown = std::min(loads.size(), findings_max);
  for (std::size_t i = 0; i < shown; ++i) {
    page.out += '\n';
    add_load(page, loads[i]);
  }
  if (shown < loads.size()) {
    page.out += '\n';
    page.add(text(Text::more_findings, page.language, grouped(loads.size() - shown)), 0);
  }
}

void add_related_loads(Page& page) {
  if (page.findings.related_loads.empty()) return;
  page.heading(page.say(Text::related_loads_heading));
  for (const JudgedLoad& load : page.findings.related_loads)
    page.add(joined({printable(load.meter), size_text(load, page.language),
                     printable(cleared_text(load, page.language))}),
             2);
}

void add_related(Page& page) {
  if (page.findings.related.empty()) return;
  std::map<flow::RelatedClass, std::vector<const JudgedFlow*>> classes;
  for (const JudgedFlow& flow : page.findings.related) {
    classes[related_of(flow)].push_back(&flow);
  }
  page.heading(page.say(Text::related_heading));
  for (const auto& [related, flows] : classes) {
    std::set<IpAddress> sources;
    for (const JudgedFlow* flow : flows) sources.insert(flow->record.key.source_address);
    const Endpoints example = endpoints(*flows.front());
    const auto key = static_cast<Text>(static_cast<std::size_t>(Text::related_none) +
                                       static_cast<std::size_t>(related));
    page.add(
        text(Text::related_line, page.language, page.say(key),
             flows_text(flows.size(), page.language), hosts_text(sources.size(), page.language),
             fmt::format("{} → {}", example.miner, example.pool)),
        2);
  }
}

std::string what_was_read(const std::string& input, const Coverage& coverage, Language language) {
  const std::string flows = flows_text(coverage.flows, language);
  const std::string period = period_text(coverage, language);
  if (coverage.meters) {
    const std::string read =
        text(Text::coverage_meters_line, language, printable(input), coverage.kind,
             grouped(coverage.meters->readings), meters_text(coverage.meters->meters, language));
    return coverage.first_seen ? fmt::format("{}, {}", read, period) : read;
  }
  if (coverage.records == 0) {
    return text(Text::coverage_line, language, printable(input), grouped(coverage.packets),
                octets_text(coverage.octets), flows, period);
  }
  return text(Text::coverage_records_line, language, printable(input), coverage.kind,
              grouped(coverage.records), grouped(coverage.packets), octets_text(coverage.octets),
              flows, period);
}

void add_coverage_line(Page& page, const std::string& input, const Coverage& coverage) {
  if (!coverage.error.empty()) {
    page.add(
        text(Text::coverage_unreadable, page.language, printable(input), printable(coverage.error)),
        2);
    return;
  }
  std::string trouble = trouble_text(coverage, page.language);
  if (coverage.meters && trouble.empty()) trouble = flaws_text(coverage.meters->quality);
  const std::string blind = blind_text(coverage, page.language);
  const std::string noted = noted_text(coverage, page.language);
  page.add(what_was_read(input, coverage, page.language) + "; " +
               (trouble.empty() ? std::string{page.say(Text::coverage_clean)} : trouble) +
               (blind.empty() ? "" : "; " + blind) + (noted.empty() ? "" : "; " + noted),
           2);
}

void add_inputs_in_trouble(Page& page) {
  std::size_t more = 0;
  std::size_t shown = 0;
  for (const Coverage& one : page.findings.coverage) {
    if (one.error.empty() && trouble_text(one, page.language).empty()) continue;
    if (shown++ < inputs_in_trouble_max) {
      add_coverage_line(page, one.input, one);
    } else {
      ++more;
    }
  }
  if (more > 0) page.add(text(Text::coverage_more, page.language, grouped(more)), 2);
}

void add_coverage(Page& page) {
  const auto& coverage = page.findings.coverage;
  page.heading(page.say(Text::looked_at));
  if (coverage.size() <= inputs_listed_max) {
    for (const Coverage& one : coverage) add_coverage_line(page, one.input, one);
    return;
  }
  add_coverage_line(page, inputs_text(coverage.size(), page.language), total(coverage));
  if (const std::size_t failed = unreadable(coverage); failed > 0) {
    page.add(text(Text::inputs_unreadable, page.language, grouped(failed)), 2);
  }
  add_inputs_in_trouble(page);
}

}  // namespace

std::string terminal_report(const Findings& findings, const Style& style,
                            const Terminal& terminal) {
  const Language language = language_named(style.language);
  Page page{findings,
            style,
            language,
            std::clamp(terminal.columns, columns_min, columns_max),
            terminal.colours,
            widest_level(language) + 2,
            {}};
  add_findings(page);
  add_loads(page);
  add_related(page);
  add_related_loads(page);
  add_coverage(page);
  return page.out;
}

}  // namespace davy::report
