#include "app/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "app/coverage_of.hpp"
#include "app/own_probe_flows.hpp"
#include "app/progress.hpp"
#include "app/udp_listener.hpp"
#include "base/parallel.hpp"
#include "base/prefetch.hpp"
#include "flow/dissect/unlisted.hpp"
#include "signal/network/chain_clock.hpp"
#include "signal/network/farming_cadence.hpp"
#include "signal/network/inside_proxy.hpp"
#include "signal/network/interval_shape.hpp"
#include "signal/network/mining_conversation.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/synchrony.hpp"
#include "signal/network/tls_ends.hpp"
#include "workbench/energy/hash_rate.hpp"
#include "workbench/report/finding_text.hpp"

namespace davy::app {
namespace {

using report::Blindness;
using report::Coverage;
using report::Findings;
using report::JudgedFlow;
using report::Noted;

// Flows that a thread judges in one go.
constexpr std::size_t piece = 64;
// And all threads together, before they are kept: no second list is as long as that of all records.
constexpr std::size_t judged_at_once = 4'096;
static_assert(judged_at_once % piece == 0, "pieces begin at their multiples");
// Records were last written when their flows were seen: by now they lie in memory, not in a cache.
constexpr std::size_t ahead = 8;
void prefetch(const flow::FlowRecord& record) {
  if (record.conversation) prefetch_lines(record.conversation.get(), sizeof *record.conversation);
}

// Judges [0, count), several at a time, and keeps what comes of it in order.
template <class Judge, class Keep>
void judge_in_batches(std::size_t count, unsigned threads, Judge judge, Keep keep) {
  std::vector<JudgedFlow> judged(std::min(count, judged_at_once));
  for (std::size_t begin = 0; begin < count; begin += judged.size()) {
    judged.resize(std::min(judged.size(), count - begin));
    for_each_index(judged.size(), piece, threads,
                   [&](std::size_t i) { judged[i] = judge(begin + i); });
    for (JudgedFlow& flow : judged) keep(std::move(flow));
  }
}

bool is_mining(verdict::Level level) { return level <= verdict::Level::suspected; }

// The miner's side where nothing was read: by shape, else by who named the other.
std::optional<flow::Direction> client_of(const JudgedFlow& flow) {
  const flow::FlowRecord& record = flow.record;
  if (record.rhythm) return signal::rhythm_client(*record.rhythm);
  if (const auto opinion = signal::interval_opinion(record)) return opinion->client;
  if (record.opening_seen || (flow.contact && flow.contact->source != flow::NameSource::none))
    return flow::Direction::forward;
  return std::nullopt;
}

// The flow on which a name was asked for, as far as it is known.
flow::FlowRecord flow_of(const flow::AddressLookup& lookup) {
  flow::FlowRecord record;
  record.key = {.source_address = lookup.client,
                .destination_address = lookup.resolver,
                .destination_port = 53,
                .transport = capture::Transport::udp};
  record.first_seen = record.last_seen = lookup.time;
  record.opening_seen = true;
  return record;
}

}  // namespace

void Inspection::files(const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    inputs_.push_back(input);
    file(input, inputs_.size() - 1);
  }
  for (auto& [folder, logs] : zeek_logs_) zeek_logs(std::move(logs));
  zeek_logs_.clear();
}

void Inspection::file(const std::string& input, std::size_t number) {
  auto opened = capture::InputFile::open(input);
  if (!opened) return fail(input, opened.error().message);
  switch (kind_of(*opened, meters_.reading_options())) {
    case InputKind::capture:
      return capture_file(std::move(*opened), input, number);
    case InputKind::export_messages:
      return export_file(std::move(*opened), input, number);
    case InputKind::meter:
      return meter_file(std::move(*opened), input);
    case InputKind::log:
      break;
  }
  if (!is_zeek_log(*opened) || input == "-") return export_file(std::move(*opened), input, number);
  const std::string folder = std::filesystem::path(input).parent_path().string();
  zeek_logs_[folder].push_back({input, number, tells_names_first(*opened)});
}

void Inspection::capture_file(capture::InputFile input_file, const std::string& input,
                              std::size_t number) {
  auto opened = capture::CaptureFile::open(std::move(input_file));
  if (!opened) return fail(input, opened.error().message);
  ProgressBar bar(input, opened->stored_octets_total(), options_.quiet);
  flow::FlowOptions flow_options = options_.flow;
  flow_options.rhythm = &signal::RhythmJudge::shipped();
  const signal::KnownNames known(contacts_.indicators());
  if (flow_options.content) flow_options.names = &known;
  flow_options.timelines = !options_.report_path.empty();  // only the page draws them
  SensorReader exporters(options_.flow, contacts_);
  CaptureHooks hooks{
      .progress = [&](std::uint64_t octets) { bar.at(octets); },
      .also_wanted =
          [&](const flow::FlowRecord& record) { return knowledge_.own_probes.made(record); },
      .take_export = {}};
  if (options_.exports_inside)
    hooks.take_export = [&](Bytes message, const IpAddress& exporter, Timestamp received) {
      exporters.message(message, exporter, received);
    };
  CaptureOutcome outcome = inspect_capture(*opened, flow_options, options_.threads, hooks);
  take_outcome(outcome, input, number);
  if (const std::string_view damage = damage_of(outcome.malformed); !damage.empty()) {
    failed_ = true;
    fmt::print(stderr, "davy: {}: {}; the {} packets before that were inspected\n", input, damage,
               outcome.packets);
  }
  if (!options_.exports_inside || outcome.export_messages_inside == 0) return;
  // Told on a line of its own, as what it is.
  findings_.coverage.back().of(Noted::export_messages_inside) = 0;
  findings_.coverage.back().exports_inside.clear();
  Coverage told;
  told.input = input;
  findings_.coverage.push_back(std::move(told));
  keep_sensor(exporters, findings_.coverage.size() - 1);
}

// What a capture told, judged.
void Inspection::take_outcome(CaptureOutcome& outcome, const std::string& input,
                              std::size_t number) {
  for (const flow::AddressLookup& lookup : outcome.lookups) contacts_.learn(lookup, number);
  for (const flow::FlowRecord& record : outcome.conversations) contacts_.use(record);
  const std::uint64_t own_probes = set_own_probes_aside(outcome.conversations, input);
  const std::uint64_t compared_not = judge_all(outcome.conversations, input);
  findings_.coverage.push_back(coverage_of(input, outcome, compared_not));
  findings_.coverage.back().of(Noted::own_probe_flows) = own_probes;
  if (!options_.flow.content) findings_.coverage.back().blind.push_back(Blindness::content_off);
  counts_.add(outcome.flows);
}

void Inspection::outcome(CaptureOutcome told, const std::string& input) {
  inputs_.push_back(input);
  take_outcome(told, input, inputs_.size() - 1);
}

void Inspection::export_file(capture::InputFile file, const std::string& input,
                             std::size_t number) {
  SensorReader sensor(options_.flow, contacts_);
  read_told(sensor, std::move(file), input, number);
  keep_sensor(sensor, findings_.coverage.size() - 1);
}

// Readings only add up when all files are read: meters are judged in the end.
void Inspection::meter_file(capture::InputFile file, const std::string& input) {
  Coverage coverage = meters_.read(file, input, options_.quiet);
  if (!coverage.error.empty()) {
    failed_ = true;
    fmt::print(stderr, "davy: {}\n", coverage.error);
  }
  tell_damage(coverage);
  findings_.coverage.push_back(std::move(coverage));
}

// Names first: then a flow is known by them when it ends.
void Inspection::zeek_logs(std::vector<ZeekLog> logs) {
  std::ranges::stable_sort(logs, std::greater{}, &ZeekLog::names_first);
  SensorReader sensor(options_.flow, contacts_);
  std::size_t last = findings_.coverage.size();
  for (const ZeekLog& log : logs) {
    auto file = capture::InputFile::open(log.input);
    if (!file) {
      fail(log.input, file.error().message);
      continue;
    }
    last = findings_.coverage.size();
    read_told(sensor, std::move(*file), log.input, log.number);
  }
  if (last < findings_.coverage.size()) keep_sensor(sensor, last);
}

// One file of a sensor, and its coverage behind the others.
void Inspection::read_told(SensorReader& sensor, capture::InputFile file, const std::string& input,
                           std::size_t number) {
  ProgressBar bar(input, file.stored_octets_total(), options_.quiet);
  Coverage coverage;
  coverage.input = input;
  const ToldCounts told = sensor.read(file, number, [&](std::uint64_t octets) { bar.at(octets); });
  coverage.kind = joined(told.kinds);
  add(coverage, told);
  tell_damage(coverage);
  findings_.coverage.push_back(std::move(coverage));
}

// Of a log or a file of messages, which have no packets to be cut: only what they are packed in has an end.
void Inspection::tell_damage(const Coverage& coverage) {
  if (coverage.malformed[Malformed::capture_compression] +
          coverage.malformed[Malformed::capture_cut] ==
      0)
    return;
  failed_ = true;
  fmt::print(stderr,
             "davy: {}: the file is damaged or cut: copy it again; what came before that was "
             "inspected\n",
             coverage.input);
}

// `coverage`: the last input of the sensor, which its flows are counted with.
void Inspection::keep_sensor(SensorReader& sensor, std::size_t place) {
  SensorOutcome outcome = sensor.finish();
  Coverage& coverage = findings_.coverage[place];
  add(coverage, outcome.rest);
  if (!outcome.rest.kinds.empty()) coverage.kind = joined(outcome.rest.kinds);
  coverage.conversations_dropped += outcome.records_dropped;
  coverage.blind = blind_to(outcome, coverage.sampled_one_in);
  const std::string input = coverage.input;
  coverage.of(Noted::own_probe_flows) = set_own_probes_aside(outcome.records, input);
  judge_all(outcome.records, input);
}

void Inspection::listen() {
  auto listener = UdpListener::open(options_.listen);
  if (!listener) return fail(options_.listen, listener.error().message);
  inputs_.push_back(options_.listen);
  SensorReader sensor(options_.flow, contacts_);
  listener->receive(options_.listen_for, options_.quiet,
                    [&](Bytes datagram, const IpAddress& exporter, Timestamp received) {
                      sensor.message(datagram, exporter, received);
                    });
  Coverage coverage;
  coverage.input = options_.listen;
  coverage.kind = "udp";
  coverage.conversations_dropped = listener->dropped();
  findings_.coverage.push_back(std::move(coverage));
  keep_sensor(sensor, findings_.coverage.size() - 1);
}

Findings& Inspection::finish() {
  keep_unused_lookups();
  judge_meters();
  judge_subjects_after_sorting();
  judge_systems();
  findings_.facts_version = knowledge_.version;
  return findings_;
}

void Inspection::fail(const std::string& input, const std::string& why) {
  failed_ = true;
  fmt::print(stderr, "davy: {}\n", why);
  Coverage c;
  c.input = input;
  c.error = why;
  findings_.coverage.push_back(std::move(c));
}

// Before all else: what we asked is nobody's mining, and no evidence about others.
std::uint64_t Inspection::set_own_probes_aside(std::vector<flow::FlowRecord>& records,
                                               const std::string& input) {
  std::vector<JudgedFlow> own = take_own_probes(records, knowledge_.own_probes, input);
  std::ranges::move(own, std::back_inserter(findings_.related));
  return own.size();
}

// Returns the suspects that were not compared with the others, for lack of room.
std::uint64_t Inspection::judge_all(std::vector<flow::FlowRecord>& records,
                                    const std::string& input) {
  signal::WorkServices services;
  for (const flow::FlowRecord& record : records) services.learn(record);
  const signal::Synchrony synchrony(records);
  const auto is_pool = [&](const flow::FlowRecord& record) {
    const auto contact = contacts_.find(record);
    return contact && contact->is_accusing();
  };
  auto of_several = signal::InsideProxies(records, is_pool).signals();
  const signal::ChainClock chain(records, options_.blocks);
  for (auto& [i, clock] : synchrony.signals()) of_several[i].push_back(std::move(clock));
  for (auto& [i, clock] : chain.signals()) of_several[i].push_back(std::move(clock));
  const SharedText shared_input{input};
  const auto judge_one = [&](std::size_t i) {
    // Not beyond this thread's own: another may be taking the record that is looked at.
    const std::size_t next = i + ahead;
    if (next < records.size() && next / piece == i / piece) prefetch(records[next]);
    const auto others = of_several.find(i);
    return judge(std::move(records[i]), services,
                 others == of_several.end() ? std::vector<signal::Signal>{} : others->second,
                 shared_input);
  };
  judge_in_batches(records.size(), options_.threads, judge_one,
                   [&](JudgedFlow judged) { keep(std::move(judged)); });
  std::vector<flow::FlowRecord>().swap(records);
  return synchrony.flows_left_out();
}

void Inspection::keep(JudgedFlow judged) {
  if (judged.verdict.level == verdict::Level::unknown) return;
  (is_mining(judged.verdict.level) ? findings_.mining : findings_.related)
      .push_back(std::move(judged));
}

namespace {

// Halves that make a whole are messages of a dialect that nobody listed, whatever each alone looked like.
void take_joined(flow::ConversationRecord& record, std::vector<signal::Signal>& signals,
                 signal::Signal joined) {
  const auto is_recognised = [](const signal::Signal& s) {
    return s.basis == signal::Basis::recognised;
  };
  if (!std::ranges::all_of(signals, is_recognised)) return;
  signals = {std::move(joined)};
  record.dialect = flow::unlisted_id;
  record.miner_sends = record.work_marks->miner_sends;
  record.unmistakable = true;
  record.related = flow::RelatedClass::none;
}

}  // namespace

JudgedFlow Inspection::judge(flow::FlowRecord record, const signal::WorkServices& services,
                             std::vector<signal::Signal> of_several,
                             const SharedText& input) const {
  std::vector<signal::Signal> signals = signal::mining_conversation(record);
  if (auto joined = services.joined_work(record))
    take_joined(*record.conversation, signals, std::move(*joined));
  if (auto same = services.same_service(record)) signals.insert(signals.begin(), std::move(*same));
  // Where the content was understood, its shape has nothing to add.
  if (signals.empty()) {
    if (auto shape = signal::rhythm(record)) signals.push_back(std::move(*shape));
    if (auto shape = signal::interval_shape(record)) signals.push_back(std::move(*shape));
    if (auto farming = signal::farming_cadence(record)) signals.push_back(std::move(*farming));
    if (!signals.empty()) std::ranges::move(signal::tls_ends(record), std::back_inserter(signals));
    std::ranges::move(of_several, std::back_inserter(signals));
  }
  std::optional<signal::Contact> contact = contacts_.find(record);
  if (contact) signals.push_back(signal::contact_signal(*contact, record, signals.empty()));
  if (signals.empty()) return {};
  JudgedFlow judged{.record = std::move(record),
                    .verdict = verdict::judge(std::move(signals)),
                    .contact = std::move(contact),
                    .input = input};
  if (!judged.record.conversation) {
    judged.client_by_shape = client_of(judged);
  } else if (is_mining(judged.verdict.level)) {
    judged.hash_rate = energy::estimate_hash_rate(*judged.record.conversation);
    if (judged.hash_rate) {
      judged.power = energy::estimate_power(*judged.hash_rate,
                                            report::algorithm_of(*judged.record.conversation));
    }
  }
  return judged;
}

void Inspection::keep_unused_lookups() {
  for (const signal::UnusedLookup& unused : contacts_.unused()) {
    JudgedFlow judged;
    judged.record = flow_of(unused.lookup);
    signal::Signal asked = signal::contact_signal(unused.contact, judged.record, true);
    asked.reasons[0].evidence =
        fmt::format("looked up and never connected to: {}", asked.reasons[0].evidence);
    judged.verdict = verdict::judge({std::move(asked)});
    judged.contact = unused.contact;
    judged.client_by_shape = flow::Direction::forward;
    judged.input = unused.input < inputs_.size() ? inputs_[unused.input] : std::string{};
    findings_.related.push_back(std::move(judged));
  }
}

}  // namespace davy::app
