#include "workbench/report/finding_lines.hpp"

#include <algorithm>
#include <set>

#include "workbench/energy/coins.hpp"
#include "workbench/energy/hardware.hpp"
#include "workbench/report/finding_text.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

void append(std::string& out, std::string_view part, std::string_view separator) {
  if (part.empty()) return;
  if (!out.empty()) out += separator;
  out += part;
}

std::string estimate_text(const JudgedFlow& flow, const energy::Interval& interval,
                          std::string_view unit, Language language) {
  std::string value = value_text(flow, interval, unit, language);
  if (interval.best <= 0 || flow.hash_rate->rests_on_few()) return value;
  return fmt::format("{} ({})", value, si_range(interval, unit, text(Text::to, language)));
}

}  // namespace

std::string_view level_name(verdict::Level level, Language language) {
  const auto first = static_cast<std::size_t>(Text::level_confirmed);
  return text(static_cast<Text>(first + static_cast<std::size_t>(level)), language);
}

std::string work_text(const JudgedFlow& flow) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  const auto coin = energy::find_coin(conversation.coin);
  std::string out;
  append(out, conversation.dialect, " · ");
  append(out, coin ? fmt::format("{} {}", coin->ticker, coin->name) : conversation.coin, " · ");
  append(out, algorithm_of(conversation), " · ");
  return printable(out);
}

std::string shares_text(const JudgedFlow& flow, Language language) {
  const flow::ShareStatistics& shares = conversation_of(flow).shares;
  const std::uint64_t submitted = std::max(shares.submitted, shares.accepted + shares.rejected);
  if (submitted == 0) return {};
  if (shares.accepted + shares.rejected == 0) {
    return text(Text::shares_submitted_only, language, grouped(submitted));
  }
  return text(Text::shares_line, language, grouped(shares.accepted), grouped(submitted));
}

std::string rate_text(const JudgedFlow& flow, Language language) {
  if (!flow.hash_rate) return {};
  const std::string rate = estimate_text(flow, flow.hash_rate->hashes_per_s, "H/s", language);
  const std::string few = few_shares_text(flow, language);
  return few.empty() ? rate : fmt::format("{} ({})", rate, few);
}

std::string power_text(const JudgedFlow& flow, Language language) {
  return flow.power ? estimate_text(flow, flow.power->watts, "W", language) : "";
}

std::string value_text(const JudgedFlow& flow, const energy::Interval& interval,
                       std::string_view unit, Language language) {
  if (interval.best <= 0) {
    return text(Text::upper_bound, language, with_si_prefix(interval.upper, unit));
  }
  if (flow.hash_rate->rests_on_few()) return si_range(interval, unit, text(Text::to, language));
  return with_si_prefix(interval.best, unit);
}

std::string few_shares_text(const JudgedFlow& flow, Language language) {
  if (!flow.hash_rate || !flow.hash_rate->rests_on_few()) return {};
  const std::uint64_t shares = flow.hash_rate->shares;
  return text(shares == 1 ? Text::few_shares_one : Text::few_shares_many, language, shares);
}

std::string basis_text(const JudgedFlow& flow, Language language) {
  if (!flow.hash_rate) return {};
  if (language == Language::en) return flow.hash_rate->basis;
  const energy::HashRateEstimate& rate = *flow.hash_rate;
  const std::string time = duration_text(
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(rate.duration_s)));
  if (rate.shares == 0) return text(Text::basis_none, language, time);
  const double hashes_per_share =
      rate.hashes_per_s.best * rate.duration_s / static_cast<double>(rate.shares);
  const bool accepted = conversation_of(flow).shares.accepted_with_difficulty > 0;
  std::string out = text(accepted ? Text::basis_accepted : Text::basis_submitted, language,
                         grouped(rate.shares), with_si_prefix(hashes_per_share, "H"), time);
  append(out, few_shares_text(flow, language), "；");
  return out;
}

std::string assumption_text(const JudgedFlow& flow, Language language) {
  if (!flow.power) return {};
  const auto classes = energy::hardware_for(algorithm_of(conversation_of(flow)));
  if (language == Language::en || classes.empty()) return flow.power->hardware;
  const auto joules = [&](const energy::HardwareClass& one) {
    return si_range(one.joules_per_hash, "J", text(Text::to, language));
  };
  const energy::HardwareClass& assumed = classes.front();
  std::string out = text(Text::hardware_assumed, language, assumed.kind, joules(assumed),
                         assumed.algorithm, assumed.source, assumed.date);
  for (std::size_t i = 1; i < classes.size(); ++i) {
    append(out, text(Text::hardware_also, language, classes[i].kind, joules(classes[i])), ";");
  }
  return out;
}

std::string probability_text(double probability) {
  return probability > 0.999 ? "> 0.999" : fmt::format("{:.2g}", probability);
}

std::string period_text(Timestamp first, Timestamp last, Language language) {
  const std::string end = same_day(first, last) ? time_of_day(last) : to_whole_second(last);
  return fmt::format("{} {} {} ({})", to_whole_second(first), text(Text::to, language), end,
                     duration_text(last - first));
}

std::string period_text(const Coverage& coverage, Language language) {
  if (!coverage.first_seen || !coverage.last_seen)
    return std::string{text(Text::no_time, language)};
  return period_text(*coverage.first_seen, *coverage.last_seen, language);
}

std::string malformed_text(const MalformedCounts& malformed, Language language) {
  std::string reasons;
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    const auto reason = static_cast<Malformed>(i);
    if (malformed[reason] == 0) continue;
    append(reasons, fmt::format("{} {}", name(reason), grouped(malformed[reason])), ", ");
  }
  return text(Text::coverage_malformed, language, grouped(malformed.total()), reasons);
}

std::string conversations_text(std::uint64_t count, Language language) {
  return text(count == 1 ? Text::conversations_one : Text::conversations_many, language,
              grouped(count));
}

std::string hosts_text(std::uint64_t count, Language language) {
  return text(count == 1 ? Text::hosts_one : Text::hosts_many, language, grouped(count));
}

std::string flows_text(std::uint64_t count, Language language) {
  return text(count == 1 ? Text::flows_one : Text::flows_many, language, grouped(count));
}

std::string inputs_text(std::uint64_t count, Language language) {
  return text(count == 1 ? Text::inputs_one : Text::inputs_many, language, grouped(count));
}

std::size_t mining_hosts(const Findings& findings) {
  std::set<IpAddress> seen;
  for (const JudgedFlow& flow : findings.mining) {
    const bool reverse = miner_sends(flow) == flow::Direction::reverse;
    const flow::FlowKey& key = flow.record.key;
    seen.insert(reverse ? key.destination_address : key.source_address);
  }
  return seen.size();
}

std::string octets_text(std::uint64_t octets) {
  return with_si_prefix(static_cast<double>(octets), "B");
}

std::string trouble_text(const Coverage& coverage, Language language) {
  std::string out;
  if (coverage.malformed.total() > 0)
    append(out, malformed_text(coverage.malformed, language), "; ");
  const auto counted = [&](Text key, std::uint64_t count) {
    if (count > 0) append(out, text(key, language, grouped(count)), "; ");
  };
  if (coverage.sampled_one_in > 1) counted(Text::coverage_sampled, coverage.sampled_one_in);
  counted(Text::coverage_truncated, coverage.truncated_packets);
  counted(Text::coverage_dropped, dropped(coverage));
  return out;
}

std::string blind_text(const Coverage& coverage, Language language) {
  std::string what;
  for (const Blindness blindness : coverage.blind) {
    const auto key = static_cast<Text>(static_cast<std::size_t>(Text::blind_content_off) +
                                       static_cast<std::size_t>(blindness));
    append(what, std::string{text(key, language)}, "; ");
  }
  return what.empty() ? what : text(Text::coverage_blind, language, what);
}

std::string noted_text(const Coverage& coverage, Language language) {
  std::string out;
  for (std::size_t i = 0; i < noted_kinds; ++i) {
    const auto key = static_cast<Text>(static_cast<std::size_t>(Text::noted_own_probe_flows) + i);
    if (coverage.noted[i] > 0) append(out, text(key, language, grouped(coverage.noted[i])), "; ");
  }
  std::string where;
  for (const ExportsInside& one : coverage.exports_inside) {
    append(where,
           text(Text::exports_inside, language, grouped(one.messages), one.kind,
                endpoint(one.collector, one.port)),
           ", ");
  }
  return where.empty() ? out : fmt::format("{} ({})", out, where);
}

Coverage total(const std::vector<Coverage>& coverage) {
  Coverage sum;
  const auto earliest = [](auto& into, const auto& time) {
    if (time && (!into || *time < *into)) into = time;
  };
  const auto latest = [](auto& into, const auto& time) {
    if (time && (!into || *time > *into)) into = time;
  };
  for (const Coverage& one : coverage) {
    sum.packets += one.packets;
    sum.records += one.records;
    sum.octets += one.octets;
    sum.flows += one.flows;
    earliest(sum.first_seen, one.first_seen);
    latest(sum.last_seen, one.last_seen);
    sum.malformed.add(one.malformed);
    sum.truncated_packets += one.truncated_packets;
    sum.other_packets += one.other_packets;
    sum.flows_evicted += one.flows_evicted;
    sum.conversations_dropped += one.conversations_dropped;
    sum.clocks_left_out += one.clocks_left_out;
    for (std::size_t i = 0; i < noted_kinds; ++i) sum.noted[i] += one.noted[i];
  }
  return sum;
}

std::size_t unreadable(const std::vector<Coverage>& coverage) {
  const auto failed = [](const Coverage& one) { return !one.error.empty(); };
  return static_cast<std::size_t>(std::ranges::count_if(coverage, failed));
}

}  // namespace davy::report
