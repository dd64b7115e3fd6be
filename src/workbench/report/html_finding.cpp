#include <fmt/format.h>

#include "workbench/energy/coins.hpp"
#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/reason_text.hpp"
#include "workbench/report/rhythm_svg.hpp"
#include "workbench/report/timeline_svg.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

// One fact of the grid; `value` is HTML already.
std::string fact_html(const HtmlPage& page, Text name, std::string_view value) {
  return element("div", "", element("dt", "", page.say(name)) + element("dd", "", value));
}

// The same from text; a fact that the evidence does not tell is left out.
std::string fact(const HtmlPage& page, Text name, std::string_view value,
                 std::string_view small = "") {
  if (value.empty()) return {};
  const std::string below = small.empty() ? "" : element("small", "", escaped(small));
  return fact_html(page, name, escaped(value) + below);
}

std::string coin_text(const flow::ConversationRecord& conversation) {
  const auto coin = energy::find_coin(conversation.coin);
  return coin ? fmt::format("{} ({})", coin->name, coin->ticker) : conversation.coin;
}

std::string shown_worker(const flow::ConversationRecord& conversation, const Redactor& redact) {
  return conversation.worker.empty() || conversation.worker == conversation.login
             ? ""
             : redact(conversation.worker);
}

std::string difficulty_text(const flow::ConversationRecord& conversation) {
  return conversation.difficulty_last ? plain_number(*conversation.difficulty_last) : "";
}

std::string work_per_share(const flow::ConversationRecord& conversation) {
  return conversation.hashes_per_share ? with_si_prefix(*conversation.hashes_per_share, "H") : "";
}

// Sent and received by the miner; by the source where the miner could not be told.
std::string traffic(const HtmlPage& page, const JudgedFlow& flow) {
  const flow::FlowRecord& record = flow.record;
  const std::size_t out = miner_sends(flow) == flow::Direction::reverse ? 1 : 0;
  const std::size_t in = 1 - out;
  return text(Text::forward_reverse, page.language, grouped(record.packets[out]),
              octets_text(record.octets[out]), grouped(record.packets[in]),
              octets_text(record.octets[in]));
}

std::string facts(const HtmlPage& page, const JudgedFlow& flow, const Redactor& redact) {
  const flow::ConversationRecord& c = conversation_of(flow);
  const std::string coin_small =
      c.coin_basis.empty()
          ? ""
          : text(Text::coin_by, page.language, reason_text(c.coin_basis, page.language));
  const std::string vlan = flow.record.key.vlan == 0 ? "" : std::to_string(flow.record.key.vlan);
  const std::string reported =
      c.reported_hash_rate ? with_si_prefix(*c.reported_hash_rate, "H/s") : "";
  return element(
      "dl", "",
      fact(page, Text::dialect, c.dialect, c.carrier) +
          fact(page, Text::coin, coin_text(c), coin_small) +
          fact(page, Text::algorithm, algorithm_of(c)) + fact(page, Text::pool, redact(c.pool)) +
          fact(page, Text::agent, redact(c.agent)) +
          fact(page, Text::login, shown_login(c, page.style)) +
          fact(page, Text::worker, shown_worker(c, redact)) +
          fact(page, Text::shares, shares_text(flow, page.language)) +
          fact(page, Text::difficulty, difficulty_text(c)) +
          fact(page, Text::hashes_per_share, work_per_share(c)) +
          fact(page, Text::reported_hash_rate, reported) + fact(page, Text::vlan, vlan) +
          fact_html(page, Text::since_until,
                    period_html(flow.record.first_seen, flow.record.last_seen, page.language)) +
          fact(page, Text::traffic, traffic(page, flow)) + fact(page, Text::input, flow.input));
}

std::string notes(const HtmlPage& page, const JudgedFlow& flow) {
  std::string out;
  const auto note = [&](Text key) { out += element("p", "note", page.say(key)); };
  if (is_attempt(flow)) note(Text::attempt);
  if (conversation_of(flow).peer_not_captured) note(Text::one_direction);
  if (!flow.record.opening_seen) note(Text::opening_unseen);
  return out;
}

std::string card_header(const HtmlPage& page, std::size_t index) {
  const JudgedFlow& flow = page.findings.mining[index];
  const Endpoints ends = endpoints(flow);
  std::string where = fmt::format("{} → {}", escaped(ends.miner), escaped(ends.pool));
  if (!ends.miner_known) {
    where += fmt::format(" <small class=\"soft\">({})</small>", page.say(Text::miner_unknown));
  }
  return element("header", "",
                 element("h3", "", text(Text::finding_number, page.language, index + 1)) +
                     level_chip(flow.verdict.level, page.language) +
                     element("span", "soft",
                             text(Text::probability_of, page.language,
                                  probability_text(flow.verdict.probability))) +
                     element("div", "ends", where));
}

std::string section(const HtmlPage& page, Text heading, const std::string& content) {
  return content.empty() ? "" : element("h4", "", page.say(heading)) + content;
}

std::string estimate(Text name, const std::string& value, const std::string& drawing,
                     std::string_view interval, std::string_view below, Language language) {
  return element("div", "estimate",
                 element("h4", "", text(name, language)) + element("div", "value", escaped(value)) +
                     drawing + element("p", "", escaped(interval)) +
                     element("p", "", escaped(below)));
}

std::string range(const energy::Interval& interval, std::string_view unit, Language language) {
  return text(Text::interval_95, language, si_range(interval, unit, text(Text::to, language)));
}

}  // namespace

std::string estimates_html(const JudgedFlow& flow, Language language) {
  std::string out;
  const auto add = [&](Text name, const energy::Interval& interval, std::string_view unit,
                       std::string_view below) {
    const std::string words = range(interval, unit, language);
    out += estimate(name, value_text(flow, interval, unit, language),
                    interval_html(interval, unit, words), words, below, language);
  };
  if (flow.hash_rate) {
    add(Text::hash_rate, flow.hash_rate->hashes_per_s, "H/s", basis_text(flow, language));
  }
  if (flow.power) add(Text::power, flow.power->watts, "W", assumption_text(flow, language));
  return out.empty() ? "" : element("div", "two", out);
}

void add_finding_card(HtmlPage& page, std::size_t index) {
  const JudgedFlow& flow = page.findings.mining[index];
  const flow::ConversationRecord& conversation = conversation_of(flow);
  const Redactor redact = redactor_for(flow, page.style);
  page.out += fmt::format("<article class=\"card {}\" id=\"f{}\">",
                          verdict::name(flow.verdict.level), index + 1);
  page.out += card_header(page, index) + notes(page, flow) + facts(page, flow, redact);
  page.out += estimates_html(flow, page.language);
  const std::string messages =
      section(page, Text::messages, messages_html(conversation, page.language));
  const std::string timeline =
      section(page, Text::timeline,
              conversation.timeline ? timeline_html(*conversation.timeline, page.language) : "");
  page.out +=
      messages.empty() || timeline.empty()
          ? messages + timeline
          : element("div", "two", element("div", "", messages) + element("div", "", timeline));
  if (!flow.record.conversation && flow.record.rhythm) {
    const auto client = miner_sends(flow).value_or(flow::Direction::forward);
    page.out +=
        section(page, Text::rhythm, rhythm_html(*flow.record.rhythm, client, page.language));
  }
  page.out += section(page, Text::reasons, reasons_html(flow.verdict, redact, page.language));
  page.out += section(page, Text::evidence, evidence_html(flow, redact, page.language));
  page.out += "</article>\n";
}

}  // namespace davy::report
