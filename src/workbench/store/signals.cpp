#include "workbench/store/signals.hpp"

#include <fmt/format.h>

#include <cstring>
#include <map>

#include "base/sha256.hpp"

namespace davy::store {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO signal (day, subject_id, detector, sensor_id, evidence_hash, id, observed_at_ns,"
    " window_first_ns, window_last_ns, strength_nats, evidence, independence_group, input, pack_id,"
    " times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
    " ON CONFLICT DO UPDATE SET times = times + 1,"
    " window_first_ns = min(window_first_ns, excluded.window_first_ns),"
    " window_last_ns = max(window_last_ns, excluded.window_last_ns)"
    " RETURNING times";

// From day to day, newest first; within a day, which is the part that is sorted, by number.
constexpr std::string_view page_sql =
    "SELECT s.day, s.id, sensor.name, t.text, g.text, s.observed_at_ns, s.window_first_ns,"
    " s.window_last_ns, s.strength_nats, s.evidence, i.text, pack.version, s.times"
    " FROM signal_day d CROSS JOIN signal s ON s.day = d.day AND s.subject_id = ?1"
    " CROSS JOIN sensor ON sensor.id = s.sensor_id CROSS JOIN term t ON t.id = s.detector"
    " CROSS JOIN term g ON g.id = s.independence_group CROSS JOIN term i ON i.id = s.input"
    " CROSS JOIN pack ON pack.id = s.pack_id"
    " WHERE d.day <= ?2 AND (s.day < ?2 OR s.id < ?3) ORDER BY d.day DESC, s.id DESC LIMIT ?4";

std::int64_t evidence_hash(std::string_view evidence) {
  const Sha256 digest = sha256(evidence);
  std::int64_t first = 0;
  std::memcpy(&first, digest.data(), sizeof first);
  return first;
}

struct Numbers {
  std::int64_t subject = 0;
  std::int64_t sensor = 0;
  std::int64_t detector = 0;
  std::int64_t group = 0;
  std::int64_t input = 0;
  std::int64_t pack = 0;
};

Result<Numbers> numbers_of(Store& store, const NewSignal& signal) {
  Numbers numbers;
  std::optional<Error> failed;
  const auto take = [&](std::int64_t& into, const Result<std::int64_t>& found) {
    if (found)
      into = *found;
    else if (!failed)
      failed = found.error();
  };
  take(numbers.subject, subject_number(store.database(), signal.subject, signal.observed_at));
  take(numbers.sensor, store.sensor(signal.sensor, signal.observed_at));
  take(numbers.detector, store.term(signal.detector));
  take(numbers.group, store.term(signal.independence_group));
  take(numbers.input, store.term(signal.input));
  take(numbers.pack, store.pack(signal.pack_version, signal.observed_at));
  if (failed) return std::unexpected(*failed);
  return numbers;
}

// Signals of one batch on their way in.
class Batch {
 public:
  explicit Batch(Store& store) : store_(store) {}

  Result<void> begin() {
    const auto next = store_.database().integer("SELECT next FROM counter WHERE name = 'signal'");
    if (!next) return std::unexpected(next.error());
    next_id_ = next->value_or(1);
    return {};
  }

  Result<void> add(const NewSignal& signal) {
    const auto numbers = numbers_of(store_, signal);
    if (!numbers) return std::unexpected(numbers.error());
    const std::int64_t day = day_of(signal.observed_at);
    const std::string_view evidence = cut(signal.evidence, limits::evidence_octets_max);
    auto insert = store_.database().query(insert_sql, day, numbers->subject, numbers->detector,
                                          numbers->sensor, evidence_hash(evidence), next_id_,
                                          ns(signal.observed_at), ns(signal.window_first),
                                          ns(signal.window_last), signal.strength_nats, evidence,
                                          numbers->group, numbers->input, numbers->pack);
    if (!insert) return std::unexpected(insert.error());
    const auto row = insert->step();
    if (!row) return std::unexpected(row.error());
    count(day, *row && insert->integer(0) == 1);
    return {};
  }

  Result<SignalCounts> finish() {
    for (const auto& [day, rows] : new_rows_) {
      const auto done = store_.database().run(
          "INSERT INTO signal_day (day, rows) VALUES (?, ?)"
          " ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
          day, rows);
      if (!done) return std::unexpected(done.error());
    }
    const auto done =
        store_.database().run("UPDATE counter SET next = ? WHERE name = 'signal'", next_id_);
    if (!done) return std::unexpected(done.error());
    return counts_;
  }

 private:
  void count(std::int64_t day, bool is_new) {
    if (!is_new) {
      ++counts_.repeated;
      return;
    }
    ++counts_.added;
    ++next_id_;
    ++new_rows_[day];
  }

  Store& store_;
  std::int64_t next_id_ = 1;
  std::map<std::int64_t, std::int64_t> new_rows_;  // by day
  SignalCounts counts_;
};

StoredSignal read_signal(const Query& row) {
  return {.place = {row.integer(0), row.integer(1)},
          .sensor = row.text(2),
          .detector = row.text(3),
          .independence_group = row.text(4),
          .observed_at = timestamp_ns(row.integer(5)),
          .window_first = timestamp_ns(row.integer(6)),
          .window_last = timestamp_ns(row.integer(7)),
          .strength_nats = row.real(8),
          .evidence = row.text(9),
          .input = row.text(10),
          .pack_version = row.text(11),
          .times = row.count(12)};
}

}  // namespace

Result<std::int64_t> subject_number(Database& database, const SubjectKey& key, Timestamp seen) {
  const std::string_view kind = cut(key.kind, limits::store_name_octets_max);
  const std::string_view name = cut(key.name, limits::store_name_octets_max);
  const auto found =
      database.integer("SELECT id FROM subject WHERE kind = ? AND name = ?", kind, name);
  if (!found) return std::unexpected(found.error());
  if (*found) return **found;
  const auto added = database.run(
      "INSERT INTO subject (kind, name, level, probability, first_seen_ns, last_seen_ns)"
      " VALUES (?, ?, 4, 0, ?, ?)",
      kind, name, ns(seen), ns(seen));
  if (!added) return std::unexpected(added.error());
  return database.last_id();
}

Result<SignalCounts> add_signals(Store& store, std::span<const NewSignal> signals) {
  if (signals.size() > limits::store_batch_rows_max)
    return input_error(fmt::format("{} signals at once; at most {}", signals.size(),
                                   limits::store_batch_rows_max));
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  Batch batch(store);
  if (auto failed = failure_of(batch.begin())) return std::unexpected(*failed);
  for (const NewSignal& signal : signals)
    if (auto failed = failure_of(batch.add(signal))) return std::unexpected(*failed);
  const auto counts = batch.finish();
  if (!counts) return counts;
  if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
  return counts;
}

Result<SignalPage> signals_of(Store& store, std::int64_t subject_id,
                              std::optional<SignalCursor> after, std::size_t limit) {
  limit = page_rows(limit);
  const SignalCursor before = after.value_or(SignalCursor{INT64_MAX, INT64_MAX});
  auto found = store.database().query(page_sql, subject_id, before.day, before.id, limit + 1);
  if (!found) return std::unexpected(found.error());
  return read_page<SignalPage>(*found, limit, read_signal,
                               [](const StoredSignal& signal) { return signal.place; });
}

}  // namespace davy::store
