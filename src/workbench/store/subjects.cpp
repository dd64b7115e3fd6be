#include "workbench/store/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/store/supports.hpp"

namespace davy::store {
namespace {

using verdict::Level;

struct Standing {
  std::int64_t id = 0;
  Level level = Level::unknown;
  double probability = 0;
  std::int64_t first_ns = 0;
  std::int64_t last_ns = 0;
  std::optional<std::int64_t> counted_day = {};
  Level counted_level = Level::unknown;
  bool is_judged = false;  // it has a history
};

Result<std::optional<Standing>> standing_of(Database& database, const SubjectKey& key) {
  auto found = database.query(
      "SELECT id, level, probability, first_seen_ns, last_seen_ns, counted_day, counted_level,"
      " EXISTS (SELECT 1 FROM verdict_change c WHERE c.subject_id = subject.id)"
      " FROM subject WHERE kind = ? AND name = ?",
      cut(key.kind, limits::store_name_octets_max), cut(key.name, limits::store_name_octets_max));
  if (!found) return std::unexpected(found.error());
  const auto row = found->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  Standing standing{.id = found->integer(0),
                    .level = static_cast<Level>(found->integer(1)),
                    .probability = found->real(2),
                    .first_ns = found->integer(3),
                    .last_ns = found->integer(4),
                    .counted_level = static_cast<Level>(found->integer(6)),
                    .is_judged = found->integer(7) != 0};
  if (!found->is_null(5)) standing.counted_day = found->integer(5);
  return standing;
}

bool stands_instead(const Judgement& judgement, const Standing& before, Replace replace) {
  if (replace == Replace::always || before.level == Level::unknown) return true;
  if (judgement.level == Level::unknown) return false;
  const bool is_later = ns(judgement.last_seen) >= before.last_ns;
  if (judgement.level == Level::cleared || before.level == Level::cleared) return is_later;
  if (judgement.level == before.level)
    return is_later || judgement.probability > before.probability;
  return judgement.level < before.level;
}

Result<void> add_to_trend(Database& database, std::int64_t day, const std::string& kind,
                          Level level, int change) {
  const auto done = database.run(
      "INSERT INTO trend (day, kind, level, subjects) VALUES (?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET subjects = subjects + excluded.subjects",
      day, cut(kind, limits::store_name_octets_max), static_cast<int>(level), change);
  if (!done) return std::unexpected(done.error());
  return {};
}

// Once a day, at its most certain level.
Result<void> count_day(Database& database, const Judgement& judgement, Standing& standing) {
  const std::int64_t day = day_of(judgement.last_seen);
  if (standing.counted_day && day < *standing.counted_day) return {};
  const bool same_day = standing.counted_day == day;
  if (same_day && judgement.level >= standing.counted_level) return {};
  const std::string& kind = judgement.subject.kind;
  if (same_day)
    if (auto failed = failure_of(add_to_trend(database, day, kind, standing.counted_level, -1)))
      return std::unexpected(*failed);
  standing.counted_day = day;
  standing.counted_level = judgement.level;
  return add_to_trend(database, day, kind, judgement.level, 1);
}

Result<void> write_event(Database& database, std::int64_t id, const Judgement& judgement) {
  const bool fits = judgement.event.size() <= limits::store_event_octets_max;
  const auto done = database.run(
      "INSERT INTO subject_event (subject_id, event) VALUES (?, ?)"
      " ON CONFLICT DO UPDATE SET event = excluded.event",
      id, fits ? std::string_view{judgement.event} : std::string_view{});
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> write_change(Database& database, const Standing& standing, Timestamp now) {
  const auto done = database.run(
      "INSERT INTO verdict_change (subject_id, at_ns, level, probability) VALUES (?, ?, ?, ?)",
      standing.id, ns(now), static_cast<int>(standing.level), standing.probability);
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> write_standing(Database& database, const Standing& standing,
                            const Judgement& judgement) {
  const auto done = database.run(
      "UPDATE subject SET level = ?, probability = ?, first_seen_ns = ?, last_seen_ns = ?,"
      " coin = coalesce(nullif(?, ''), coin), dialect = coalesce(nullif(?, ''), dialect),"
      " counted_day = ?, counted_level = ? WHERE id = ?",
      static_cast<int>(standing.level), standing.probability, standing.first_ns, standing.last_ns,
      cut(judgement.coin, limits::store_name_octets_max),
      cut(judgement.dialect, limits::store_name_octets_max), standing.counted_day,
      static_cast<int>(standing.counted_level), standing.id);
  if (!done) return std::unexpected(done.error());
  return {};
}

// A subject that is new, or that signals only have named, begins with this judgement.
Result<Standing> standing_for(Database& database, const Judgement& judgement) {
  auto found = standing_of(database, judgement.subject);
  if (!found) return std::unexpected(found.error());
  if (*found) return **found;
  const auto id = subject_number(database, judgement.subject, judgement.first_seen);
  if (!id) return std::unexpected(id.error());
  return Standing{
      .id = *id, .first_ns = ns(judgement.first_seen), .last_ns = ns(judgement.first_seen)};
}

Result<JudgementOutcome> put(Database& database, const Judgement& judgement, Timestamp now,
                             Replace replace) {
  auto standing = standing_for(database, judgement);
  if (!standing) return std::unexpected(standing.error());
  const bool is_first = !standing->is_judged;
  const bool is_latest = is_first || ns(judgement.last_seen) >= standing->last_ns;
  const Level level_before = standing->level;
  if (is_first || stands_instead(judgement, *standing, replace)) {
    standing->level = judgement.level;
    standing->probability = judgement.probability;
    if (auto failed = failure_of(put_supports(database, standing->id, judgement.supports)))
      return std::unexpected(*failed);
  }
  standing->first_ns = std::min(standing->first_ns, ns(judgement.first_seen));
  standing->last_ns = std::max(standing->last_ns, ns(judgement.last_seen));
  if (auto failed = failure_of(count_day(database, judgement, *standing)))
    return std::unexpected(*failed);
  if (auto failed = failure_of(write_standing(database, *standing, judgement)))
    return std::unexpected(*failed);
  if (is_latest)
    if (auto failed = failure_of(write_event(database, standing->id, judgement)))
      return std::unexpected(*failed);
  const bool changed = is_first || standing->level != level_before;
  if (changed)
    if (auto failed = failure_of(write_change(database, *standing, now)))
      return std::unexpected(*failed);
  return is_first ? JudgementOutcome::added
                  : (changed ? JudgementOutcome::changed : JudgementOutcome::same);
}

}  // namespace

Result<JudgementOutcome> put_judgement(Store& store, const Judgement& judgement, Timestamp now,
                                       Replace replace) {
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto outcome = put(store.database(), judgement, now, replace);
  if (!outcome) return outcome;
  if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
  return outcome;
}

Result<void> set_unit(Store& store, const SubjectKey& subject, std::string_view unit) {
  const auto changed =
      store.database().run("UPDATE subject SET unit = ? WHERE kind = ? AND name = ?",
                           cut(unit, limits::store_name_octets_max), subject.kind, subject.name);
  if (!changed) return std::unexpected(changed.error());
  if (*changed == 0)
    return input_error(fmt::format("the store has no {} {}", subject.kind, subject.name));
  return {};
}

}  // namespace davy::store
