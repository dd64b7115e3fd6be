#include "workbench/report/json_lines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/parallel.hpp"
#include "workbench/report/finding_text.hpp"
#include "workbench/report/json_loads.hpp"
#include "workbench/report/json_parts.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/report/pseudonym.hpp"

namespace davy::report {
namespace {

// Rounded down, so that what is nearly certain does not print as certain.
double shown_probability(double probability) { return std::floor(probability * 1e6) / 1e6; }

void write_key(JsonWriter& json, const flow::FlowRecord& record) {
  const flow::FlowKey& key = record.key;
  json.field("source_address", to_string(key.source_address));
  json.field("source_port", key.source_port);
  json.field("destination_address", to_string(key.destination_address));
  json.field("destination_port", key.destination_port);
  json.field("transport_protocol", key.transport == capture::Transport::udp ? "udp" : "tcp");
  json.field("first_seen", to_rfc3339(record.first_seen));
  json.field("last_seen", to_rfc3339(record.last_seen));
}

void write_verdict(JsonWriter& json, const verdict::Verdict& verdict, const Redactor& redact) {
  json.field("verdict", verdict::name(verdict.level));
  json.field("probability", shown_probability(verdict.probability));
  write_reasons(json, verdict, redact);
}

void write_both_ways(JsonWriter& json, std::string_view name, std::array<std::uint64_t, 2> counts) {
  json.key(name);
  json.begin_object();
  json.field("forward", counts[0]);
  json.field("reverse", counts[1]);
  json.end_object();
}

void write_names(JsonWriter& json, const flow::ConversationRecord& conversation,
                 const Style& style) {
  const auto pseudonym = [&](std::string_view name, std::string_view text, auto function) {
    json.key(name);
    text.empty() ? json.null() : json.value(function(text, style.pseudonym_key));
  };
  pseudonym("login_pseudonym", conversation.login, login_pseudonym);
  pseudonym("worker_pseudonym", conversation.worker, worker_pseudonym);
  if (!style.reveal_logins) return;
  json.text_or_null_field("login", conversation.login);
  json.text_or_null_field("worker", conversation.worker);
}

// What the client named, and how its hello looks: for looking it up elsewhere.
void write_hosts(JsonWriter& json, const JudgedFlow& flow) {
  static const flow::NamesRecord none;
  const flow::NamesRecord& names = flow.record.names ? *flow.record.names : none;
  json.key("hosts");
  json.begin_array();
  for (const flow::HostName& host : names.hosts) {
    json.begin_object();
    json.field("name", host.text);
    json.field("source", flow::name(host.source));
    json.end_object();
  }
  json.end_array();
  json.text_or_null_field("ja3", names.hello.ja3);
  json.text_or_null_field("ja4", names.hello.ja4);
  json.text_or_null_field("alpn", names.hello.first_alpn);
}

void write_messages(JsonWriter& json, const flow::ConversationRecord& conversation) {
  json.key("messages");
  json.begin_object();
  for (std::size_t i = 0; i < flow::message_kinds; ++i) {
    const auto kind = static_cast<flow::MessageKind>(i);
    const flow::MessageCount& messages = conversation.messages[kind];
    if (messages.count == 0) continue;
    json.key(flow::name(kind));
    json.begin_object();
    json.field("count", messages.count);
    json.field("first", to_rfc3339(messages.first));
    json.field("last", to_rfc3339(messages.last));
    json.end_object();
  }
  json.end_object();
  json.field("messages_unread", conversation.messages_unread);
}

void write_shares(JsonWriter& json, const flow::ConversationRecord& conversation) {
  json.key("shares");
  json.begin_object();
  json.field("submitted", conversation.shares.submitted);
  json.field("accepted", conversation.shares.accepted);
  json.field("rejected", conversation.shares.rejected);
  json.end_object();
  json.field("difficulty", conversation.difficulty_last);
  json.field("hashes_per_share", conversation.hashes_per_share);
}

void write_estimates(JsonWriter& json, const JudgedFlow& flow) {
  json.key("hash_rate");
  if (flow.hash_rate) {
    json.begin_object();
    write_interval(json, flow.hash_rate->hashes_per_s, "H/s");
    json.field("shares", flow.hash_rate->shares);
    json.field("duration_s", flow.hash_rate->duration_s);
    json.field("basis", flow.hash_rate->basis);
    json.end_object();
  } else {
    json.null();
  }
  json.field("reported_hash_rate", conversation_of(flow).reported_hash_rate);
  json.key("power");
  if (!flow.power) return json.null();
  json.begin_object();
  write_interval(json, flow.power->watts, "W");
  json.field("hardware", flow.power->hardware);
  json.end_object();
}

std::string_view side(const flow::ConversationRecord& conversation, flow::Direction direction) {
  if (!conversation.miner_sends) return "";
  return direction == *conversation.miner_sends ? "miner" : "pool";
}

void write_evidence(JsonWriter& json, const JudgedFlow& flow, const Redactor& redact) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  json.key("evidence");
  json.begin_array();
  for (const flow::Evidence& item : conversation.evidence) {
    json.begin_object();
    json.field("time", to_rfc3339(item.time));
    json.text_or_null_field("side", side(conversation, item.direction));
    json.field("kind", flow::name(item.kind));
    json.field("rule", item.rule);
    json.field("strength_nats", static_cast<double>(item.strength_nats));
    json.field("excerpt", shown_excerpt(item, flow, redact));
    json.end_object();
  }
  json.end_array();
}

// What mining_flow and related_flow have in common, in the order of the contract.
void write_judged_flow(JsonWriter& json, const JudgedFlow& flow, const Redactor& redact) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  write_key(json, flow.record);
  json.text_or_null_field("miner_side", miner_side(flow));
  json.text_or_null_field("dialect", conversation.dialect);
  json.text_or_null_field("coin", coin_of(flow));
  json.text_or_null_field("pool", redact(pool_of(flow)));
  write_verdict(json, flow.verdict, redact);
  json.field("input", flow.input);
}

void write_circumstances(JsonWriter& json, const JudgedFlow& flow) {
  const flow::FlowRecord& record = flow.record;
  json.text_or_null_field("carrier", conversation_of(flow).carrier);
  json.key("vlan");
  record.key.vlan == 0 ? json.null() : json.value(record.key.vlan);
  json.field("opening_seen", record.opening_seen);
  write_both_ways(json, "packets", record.packets);
  write_both_ways(json, "octets", record.octets);
}

void write_mining_flow(JsonWriter& json, const JudgedFlow& flow, const Style& style) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  const Redactor redact = redactor_for(flow, style);
  json.begin_object();
  json.field("event", "mining_flow");
  write_judged_flow(json, flow, redact);
  json.text_or_null_field("attempt",
                          is_attempt(flow) ? "the miner spoke, nobody answered in kind" : "");
  json.field("both_ways_captured", flow.record.packets[0] > 0 && flow.record.packets[1] > 0);
  json.text_or_null_field("algorithm", algorithm_of(conversation));
  json.text_or_null_field("coin_basis", conversation.coin_basis);
  json.text_or_null_field("agent", redact(conversation.agent));
  write_names(json, conversation, style);
  write_hosts(json, flow);
  write_circumstances(json, flow);
  write_messages(json, conversation);
  write_shares(json, conversation);
  write_estimates(json, flow);
  write_evidence(json, flow, redact);
  json.end_object();
}

void write_related_flow(JsonWriter& json, const JudgedFlow& flow, const Style& style) {
  const Redactor redact = redactor_for(flow, style);
  json.begin_object();
  json.field("event", "related_flow");
  write_judged_flow(json, flow, redact);
  const std::string_view related = flow::name(related_of(flow));
  json.field("class", related.empty() ? "other" : related);
  json.text_or_null_field("rule", related_rule_of(flow));
  write_hosts(json, flow);
  write_circumstances(json, flow);
  json.end_object();
}

void write_subject(JsonWriter& json, const JudgedSubject& subject, const Findings& findings,
                   const Style& style) {
  json.begin_object();
  json.field("event", "mining_subject");
  json.key("subject");
  json.begin_object();
  json.field("kind", name(subject.kind));
  json.field("id", subject.id);
  json.end_object();
  write_verdict(json, subject.verdict, redactor_for(subject, findings, style));
  json.key("flows");
  json.begin_array();
  for (const std::size_t index : subject.flows) {
    if (index >= findings.mining.size()) continue;
    json.begin_object();
    write_key(json, findings.mining[index].record);
    json.field("input", findings.mining[index].input);
    json.end_object();
  }
  json.end_array();
  write_loads(json, subject, findings);
  json.end_object();
}

void write_malformed(JsonWriter& json, const MalformedCounts& malformed) {
  json.key("malformed");
  json.begin_object();
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    const auto reason = static_cast<Malformed>(i);
    if (malformed[reason] > 0) json.field(name(reason), malformed[reason]);
  }
  json.end_object();
}

void write_time(JsonWriter& json, std::string_view name, const std::optional<Timestamp>& time) {
  json.key(name);
  time ? json.value(to_rfc3339(*time)) : json.null();
}

// Left out where there is nothing of it, as in most inputs.
void write_noted(JsonWriter& json, const Coverage& coverage) {
  if (std::ranges::any_of(coverage.noted, [](std::uint64_t count) { return count > 0; })) {
    json.key("noted");
    json.begin_object();
    for (std::size_t i = 0; i < noted_kinds; ++i)
      if (coverage.noted[i] > 0) json.field(name(static_cast<Noted>(i)), coverage.noted[i]);
    json.end_object();
  }
  if (coverage.exports_inside.empty()) return;
  json.key("exports_inside");
  json.begin_array();
  for (const ExportsInside& one : coverage.exports_inside) {
    json.begin_object();
    json.field("kind", one.kind);
    json.field("collector_address", to_string(one.collector));
    json.field("collector_port", one.port);
    json.field("messages", one.messages);
    json.end_object();
  }
  json.end_array();
}

void write_coverage(JsonWriter& json, const Coverage& coverage) {
  json.begin_object();
  json.field("event", "coverage");
  json.field("input", coverage.input);
  json.field("kind", coverage.kind);
  json.field("records", coverage.records);
  json.field("packets", coverage.packets);
  json.field("octets", coverage.octets);
  json.field("flows", coverage.flows);
  write_time(json, "first_seen", coverage.first_seen);
  write_time(json, "last_seen", coverage.last_seen);
  write_malformed(json, coverage.malformed);
  json.field("truncated", coverage.truncated_packets);
  json.field("dropped", dropped(coverage));
  json.field("flows_evicted", coverage.flows_evicted);
  json.field("conversations_dropped", coverage.conversations_dropped);
  json.field("clocks_left_out", coverage.clocks_left_out);
  json.field("other_packets", coverage.other_packets);
  json.field("sampled_one_in", std::uint64_t{coverage.sampled_one_in});
  json.key("blind");
  json.begin_array();
  for (const Blindness blindness : coverage.blind) json.value(name(blindness));
  json.end_array();
  write_noted(json, coverage);
  write_meters(json, coverage);
  json.text_or_null_field("error", coverage.error);
  json.end_object();
}

// Lines on their way to the sink: neighbours are written into one piece, several pieces at a time by several threads.
class Pieces {
 public:
  explicit Pieces(unsigned threads) : threads_(threads), texts_(pieces_per_thread * threads) {}

  std::size_t items() const { return texts_.size() * items_per_piece; }

  // Items [begin, begin + items()), as far as there are that many.
  template <class Write>
  void write(std::size_t begin, std::size_t end, Write write_item) {
    for_each_index(texts_.size(), 1, threads_, [&](std::size_t piece) {
      texts_[piece].clear();
      const std::size_t first = begin + piece * items_per_piece;
      for (std::size_t i = first; i < std::min(first + items_per_piece, end); ++i)
        write_item(texts_[piece], i);
    });
  }

  void hand_over(const LineSink& sink) const {
    for (const std::string& text : texts_) {
      if (!text.empty()) sink(text);
    }
  }

 private:
  static constexpr std::size_t items_per_piece = 32;  // about 64 KiB of lines
  static constexpr std::size_t pieces_per_thread = 8;

  const unsigned threads_;
  std::vector<std::string> texts_;
};

}  // namespace

void json_lines(const Findings& findings, const Style& style, unsigned threads,
                const LineSink& sink) {
  const auto write_all = [&](const auto& items, auto write) {
    Pieces pieces(threads);
    for (std::size_t begin = 0; begin < items.size(); begin += pieces.items()) {
      pieces.write(begin, items.size(), [&](std::string& lines, std::size_t i) {
        JsonWriter json{lines};
        write(json, items[i]);
        lines.push_back('\n');
      });
      pieces.hand_over(sink);
    }
  };
  write_all(findings.mining,
            [&](JsonWriter& json, const auto& flow) { write_mining_flow(json, flow, style); });
  write_all(findings.related,
            [&](JsonWriter& json, const auto& flow) { write_related_flow(json, flow, style); });
  write_all(findings.related_loads,
            [](JsonWriter& json, const auto& load) { write_related_load(json, load); });
  write_all(findings.subjects, [&](JsonWriter& json, const auto& subject) {
    write_subject(json, subject, findings, style);
  });
  write_all(findings.coverage,
            [&](JsonWriter& json, const auto& coverage) { write_coverage(json, coverage); });
}

std::string json_lines(const Findings& findings, const Style& style) {
  std::string all;
  json_lines(findings, style, 1, [&all](std::string_view lines) { all += lines; });
  return all;
}

std::string mining_flow_line(const JudgedFlow& flow, const Style& style) {
  std::string line;
  JsonWriter json{line};
  write_mining_flow(json, flow, style);
  return line;
}

std::string subject_line(const JudgedSubject& subject, const Findings& findings,
                         const Style& style) {
  std::string line;
  JsonWriter json{line};
  write_subject(json, subject, findings, style);
  return line;
}

std::string related_load_line(const JudgedLoad& load) {
  std::string line;
  JsonWriter json{line};
  write_related_load(json, load);
  return line;
}

}  // namespace davy::report
