#include "store_site.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "workbench/casefile/cases.hpp"
#include "workbench/notice/notices.hpp"
#include "workbench/registry/exemptions.hpp"
#include "workbench/registry/places.hpp"
#include "workbench/registry/register_store.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/names.hpp"
#include "workbench/store/retention.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/signals.hpp"

namespace davy::bench {
namespace {

using namespace davy::store;
using verdict::Level;

constexpr std::size_t batch_rows = 5'000;
constexpr std::size_t subjects_a_transaction = 2'000;
constexpr std::int64_t sensors_there = 20;
constexpr std::size_t subjects_with_flows = 200;
constexpr std::size_t flows_each = 500;
constexpr int audit_entries = 100'000;
constexpr int systems_there = 300;
constexpr int notes_each = 5;
constexpr int zones_there = 500;
constexpr std::size_t exemptions_there = 500;
constexpr std::size_t notices_there = 40;
constexpr std::size_t items_each = 500;

Level level_of(std::size_t i) {
  const std::size_t place = (i * 37) % 100;
  if (place < 2) return Level::confirmed;
  if (place < 5) return Level::probable;
  if (place < 20) return Level::suspected;
  return place < 80 ? Level::cleared : Level::unknown;
}

bool is_meter(std::size_t i) { return i % 100 == 99; }

// As long as those of a capture: some 2 KB.
std::string subject_event(std::size_t i) {
  std::string reasons;
  for (int reason = 0; reason < 12; ++reason)
    reasons += fmt::format(
        R"({}{{"detector":"mining_conversation","strength_nats":{},"evidence":"pool: answer to login: session, first job (blob, job_id, target); number {}"}})",
        reason == 0 ? "" : ",", reason, i);
  const std::string electricity =
      is_meter(i)
          ? R"("electricity":{"power":{"lower":2,"best":4,"upper":5,"unit":"kW","at_least":false}},)"
          : "";
  return fmt::format(
      R"({{"event":"mining_subject","subject":{{"kind":"{}","id":"{}"}},"verdict":"{}","probability":0.5,{}"reasons":[{}],"flows":[]}})",
      is_meter(i) ? "meter" : "host", host(i), verdict::name(level_of(i)), electricity, reasons);
}

// As `davy inspect` tells one, without what was said: some 1 KB.
std::string flow_event(std::size_t i, std::size_t port) {
  return fmt::format(
      R"({{"event":"mining_flow","source_address":"{}","source_port":{},"destination_address":"203.0.113.7","destination_port":3333,)"
      R"("transport_protocol":"tcp","first_seen":"2025-06-01T00:00:00.000000Z","last_seen":"2025-06-01T01:00:00.000000Z",)"
      R"("miner_side":"source","dialect":"cryptonote","coin":"XMR","pool":null,"verdict":"confirmed","probability":0.999999,)"
      R"("reasons":[{{"detector":"mining_conversation","strength_nats":12,"evidence":"miner: submit: job_id, nonce, result"}}],)"
      R"("input":"border","algorithm":"rx/0","shares":{{"submitted":27,"accepted":25,"rejected":2}},)"
      R"("hash_rate":{{"lower":1655.58,"best":2558.28,"upper":3776.52,"unit":"H/s","shares":25,"duration_s":3600}},)"
      R"("power":{{"lower":8.9,"best":30.7,"upper":226.6,"unit":"W","hardware":"CPU assumed, 5.40 to 60.0 mJ a hash"}}}})",
      host(i), port);
}

// The pools that the site's miners are in touch with.
constexpr std::size_t pools_there = 400;
std::string pool_end(std::size_t i) {
  return fmt::format("203.0.{}.{}:3333", 100 + i % pools_there / 200, 1 + i % 200);
}
std::string pool_name(std::size_t i) {
  return fmt::format("eu{}.pool-{}.example.org", i % 3, i % pools_there);
}

// `each(i)` for all below `count`, so many a transaction.
template <class Each>
Result<void> in_transactions(Store& store, std::size_t count, Each each) {
  for (std::size_t i = 0; i < count;) {
    auto transaction = Transaction::begin(store.database());
    if (!transaction) return std::unexpected(transaction.error());
    for (const std::size_t end = std::min(count, i + subjects_a_transaction); i < end; ++i)
      if (auto failed = failure_of(each(i))) return std::unexpected(*failed);
    if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
  }
  return {};
}

template <class T>
Result<void> done(const Result<T>& result) {
  if (!result) return std::unexpected(result.error());
  return {};
}

}  // namespace

Timestamp Site::time_of(std::size_t i, std::size_t all) {
  const double part = static_cast<double>(i) / static_cast<double>(all);
  return start_of_day(first_day) +
         Duration{static_cast<std::int64_t>(part * static_cast<double>(days) * 86'400e9)};
}

// Each three times as often as the one a thousand places on.
std::size_t Site::some_subject() {
  const double u = std::uniform_real_distribution<>(0, 1)(random_);
  return std::min(subjects_ - 1, static_cast<std::size_t>(static_cast<double>(subjects_) * u * u));
}

NewSignal Site::signal(std::size_t i) {
  Timestamp when = time_of(i, signals_);
  if (i % 100 == 0) when -= std::chrono::hours{24};
  static constexpr std::array detectors{"mining_conversation", "rhythm", "contact", "synchrony"};
  return {.subject = {"host", host(some_subject())},
          .sensor = fmt::format("sensor-{}", random_() % sensors_there),
          .detector = detectors[random_() % detectors.size()],
          .independence_group = "shape",
          .observed_at = when,
          .window_first = when - std::chrono::minutes{30},
          .window_last = when,
          .strength_nats = static_cast<double>(random_() % 1'000) / 100,
          .evidence = fmt::format("shaped like a miner and its pool: in {} min, {} messages of {} "
                                  "octets that the client had not asked for",
                                  random_() % 600, random_() % 5'000, random_() % 900),
          .input = fmt::format("sensor-{}", random_() % sensors_there),
          .pack_version = "built-in"};
}

Result<void> Site::add_signals() {
  std::vector<NewSignal> batch;
  for (std::size_t i = 0; i < signals_; ++i) {
    batch.push_back(signal(i));
    if (batch.size() < batch_rows && i + 1 < signals_) continue;
    if (auto failed = failure_of(store::add_signals(store_, batch)))
      return std::unexpected(*failed);
    batch.clear();
  }
  return {};
}

Judgement Site::judgement(std::size_t i) {
  const Timestamp when = time_of(i, subjects_);
  return {.subject = {is_meter(i) ? "meter" : "host", host(i)},
          .level = level_of(i),
          .probability = static_cast<double>(random_() % 1'000'000) / 1e6,
          .first_seen = when - std::chrono::hours{2},
          .last_seen = when,
          .coin = "XMR",
          .dialect = "cryptonote",
          .event = subject_event(i)};
}

Result<void> Site::add_judgements() {
  return in_transactions(store_, subjects_, [&](std::size_t i) -> Result<void> {
    const Judgement judged = judgement(i);
    if (auto failed = failure_of(put_judgement(store_, judged, time_of(i, subjects_))))
      return std::unexpected(*failed);
    if (judged.level > Level::suspected) return {};
    const auto id = subject_number(store_.database(), judged.subject, judged.first_seen);
    if (!id) return std::unexpected(id.error());
    const std::vector<std::string> names{pool_name(i)};
    return add_names(store_.database(), *id, names);
  });
}

Result<void> Site::add_flows() {
  const auto mining = rows_of<std::int64_t>(
      store_.database().query("SELECT id FROM subject WHERE level = 0 ORDER BY id LIMIT ?",
                              subjects_with_flows),
      [](const Query& row) { return row.integer(0); });
  if (!mining) return std::unexpected(mining.error());
  return in_transactions(store_, mining->size() * flows_each, [&](std::size_t i) {
    const Timestamp when = time_of(i, mining->size() * flows_each);
    const std::int64_t subject = (*mining)[i / flows_each];
    const std::size_t port = 10'000 + i % flows_each;
    return done(put_flow(
        store_, {.subject_id = subject,
                 .key = fmt::format("tcp {}:{} {} 0", host(static_cast<std::size_t>(subject)), port,
                                    pool_end(i)),
                 .first_seen = when - std::chrono::hours{1},
                 .last_seen = when,
                 .level = Level::confirmed,
                 .event = flow_event(static_cast<std::size_t>(subject), port)}));
  });
}

Result<void> Site::add_coverage() {
  for (std::int64_t sensor = 0; sensor < sensors_there; ++sensor) {
    std::vector<CoverageCell> cells;
    for (std::int64_t hour = first_day * 24; hour < (first_day + days) * 24; ++hour)
      cells.push_back({.sensor = fmt::format("sensor-{}", sensor),
                       .hour = hour,
                       .alive_s = 3'600,
                       .packets = 1'000'000,
                       .first_seen = start_of_hour(hour),
                       .last_seen = start_of_hour(hour + 1)});
    if (auto failed = failure_of(store::add_coverage(store_, cells)))
      return std::unexpected(*failed);
  }
  return {};
}

Result<void> Site::add_cases() {
  const identity::Person analyst{.name = "analyst", .role = identity::Role::analyst};
  const auto mining =
      rows_of<std::int64_t>(store_.database().query("SELECT id FROM subject WHERE level <= 1 AND"
                                                    " id % 5 <> 0 ORDER BY id"),
                            [](const Query& row) { return row.integer(0); });
  if (!mining) return std::unexpected(mining.error());
  casefile::Cases cases(store_);
  return in_transactions(store_, mining->size(), [&](std::size_t i) -> Result<void> {
    const Timestamp when = time_of(i, mining->size());
    const auto opened = cases.open((*mining)[i], "opened by a verdict", analyst, when);
    if (!opened) return std::unexpected(opened.error());
    const auto& file = std::get<casefile::CaseFile>(*opened);
    for (int note = 0; note < notes_each; ++note) {
      const casefile::Action action{.action = note == 0 ? "add_evidence" : "note",
                                    .text = "seen at the desk, and written down",
                                    .element = casefile::Element::device};
      if (auto failed = failure_of(cases.act(file.case_id, action, analyst, when)))
        return std::unexpected(*failed);
    }
    return {};
  });
}

Result<void> Site::add_register() {
  std::string table = "system,unit,status,filed_kw,addresses\n";
  for (int i = 0; i < systems_there; ++i)
    table += fmt::format("System {},Unit {},operating,40,10.0.{}.0/25;10.1.{}.64/26\n", i, i % 30,
                         i % 256, i % 134);
  return done(registry::import_register(store_, table, start_of_day(first_day)));
}

Result<void> Site::add_places() {
  std::string table = "unit,parent,zone,kind,addresses,responsible\n";
  for (int i = 0; i < zones_there; ++i)
    table += fmt::format("Unit {},,Zone {},laboratory,10.{}.{}.0/24,Somebody {}\n", i % 30, i,
                         i / 256, i % 256, i % 30);
  return done(registry::import_places(store_, table));
}

// Half of them for hosts in which something was found.
Result<void> Site::add_exemptions() {
  const identity::Person asks{.name = "analyst", .role = identity::Role::analyst};
  const identity::Person decides{.name = "approver", .role = identity::Role::approver};
  const Timestamp when = start_of_day(first_day);
  return in_transactions(store_, exemptions_there, [&](std::size_t i) -> Result<void> {
    registry::Exemption form{.project = fmt::format("Project {}", i),
                             .person = "Somebody",
                             .purpose = "a study of protocols",
                             .hosts = {host(i * 97)},
                             .first_day = "2025-01-01",
                             .last_day = i % 2 == 0 ? "2026-12-31" : "2025-06-30"};
    auto asked = registry::ask_for_exemption(store_, std::move(form), asks, when);
    if (!asked) return std::unexpected(asked.error());
    const std::int64_t id = std::get<registry::Exemption>(*asked).exemption_id;
    return done(registry::decide_exemption(store_, id, "approve", "read", decides, when));
  });
}

// Lists of addresses that we know, that we do not, and of pools by address and by name.
Result<void> Site::add_notices() {
  const identity::Person by{.name = "analyst", .role = identity::Role::analyst};
  for (std::size_t list = 0; list < notices_there; ++list) {
    std::string table =
        "source address,source port,destination address,destination port,domain,first seen,last "
        "seen\n";
    for (std::size_t i = 0; i < items_each; ++i) {
      const std::size_t n = list * items_each + i;
      const std::string end = pool_end(n);
      const std::size_t colon = end.find(':');
      table += fmt::format("{},{},{},{},{},2025-06-01 00:00,2025-06-01 02:00\n",
                           i % 3 == 0 ? host(n * 7 % subjects_) : "", i % 3 == 0 ? "40000" : "",
                           i % 2 == 0 ? end.substr(0, colon) : "",
                           i % 2 == 0 ? end.substr(colon + 1) : "",
                           i % 3 == 0 ? "" : fmt::format("pool-{}.example.org", n % 600));
    }
    const auto taken = notice::import_notice(
        store_, table, {.name = fmt::format("List {}", list), .issuer = "authority"}, by,
        start_of_day(first_day + static_cast<std::int64_t>(list)));
    if (!taken) return std::unexpected(taken.error());
    if (const auto* denied = std::get_if<casefile::Denied>(&*taken))
      return std::unexpected(input_error(denied->title));
  }
  return {};
}

// Its year lies in the past: whoever opens it must not tidy it away.
Result<void> Site::keep_for_ever() {
  for (const char* of : {"signals", "flows", "verdict_changes", "subjects", "coverage"})
    if (auto failed = failure_of(set_retention(store_, "standard", of, 0)))
      return std::unexpected(*failed);
  return {};
}

Result<void> Site::add_audit() {
  auto transaction = Transaction::begin(store_.database());
  if (!transaction) return std::unexpected(transaction.error());
  for (int i = 0; i < audit_entries; ++i) {
    const AuditEntry entry{.at = start_of_day(first_day),
                           .who = fmt::format("person-{}", i % 40),
                           .what = "page.seen",
                           .object = "host " + host(random_() % subjects_)};
    if (auto failed = failure_of(append_audit(store_, entry))) return std::unexpected(*failed);
  }
  return transaction->commit();
}

}  // namespace davy::bench
