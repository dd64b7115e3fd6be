#include "workbench/store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workbench/store/audit.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::store {
namespace {

constexpr std::string_view last_run_key = "retention_last_ns";

// What a class is in the tables. `oldest` and `some` are asked with the limit (?1) in the class's own unit; `some` deletes at most
// ?2 rows; `after` follows the last of them.
struct Class {
  std::string_view name;
  std::string_view oldest;
  std::string_view some;
  std::string_view after;
  std::int64_t (*limit)(Timestamp);
  Timestamp (*time)(std::int64_t);
};

std::int64_t in_ns(Timestamp t) { return ns(t); }

// A subject that a signal or a case speaks of stays.
constexpr std::string_view is_needed =
    "(cases > 0 OR EXISTS (SELECT 1 FROM signal_count n WHERE n.subject_id = subject.id AND"
    " n.signals > 0))";

constexpr std::array classes{
    Class{"signals", "SELECT min(day) FROM signal_day WHERE day < ?1",
          "DELETE FROM signal WHERE (day, subject_id, detector, sensor_id, evidence_hash) IN"
          " (SELECT day, subject_id, detector, sensor_id, evidence_hash FROM signal WHERE day < ?1"
          " ORDER BY day LIMIT ?2)",
          "DELETE FROM signal_day WHERE day < ?1", day_of, start_of_day},
    Class{"flows", "SELECT min(last_seen_ns) FROM flow WHERE last_seen_ns < ?1",
          "DELETE FROM flow WHERE id IN"
          " (SELECT id FROM flow WHERE last_seen_ns < ?1 ORDER BY last_seen_ns LIMIT ?2)",
          "", in_ns, timestamp_ns},
    Class{"verdict_changes", "SELECT min(at_ns) FROM verdict_change WHERE at_ns < ?1",
          "DELETE FROM verdict_change WHERE id IN"
          " (SELECT id FROM verdict_change WHERE at_ns < ?1 ORDER BY at_ns LIMIT ?2)",
          "", in_ns, timestamp_ns},
    Class{"coverage", "SELECT min(hour) FROM coverage WHERE hour < ?1",
          "DELETE FROM coverage WHERE (sensor_id, hour) IN"
          " (SELECT c.sensor_id, c.hour FROM sensor s CROSS JOIN coverage c ON c.sensor_id = s.id"
          " WHERE c.hour < ?1 LIMIT ?2)",
          "DELETE FROM covered_input WHERE last_seen_ns < ?1 * 3600000000000", hour_of,
          start_of_hour},
    Class{"subjects", "SELECT min(last_seen_ns) FROM subject WHERE last_seen_ns < ?1",
          "DELETE FROM subject WHERE id IN"
          " (SELECT id FROM subject WHERE last_seen_ns < ?1 AND NOT {} LIMIT ?2)",
          "", in_ns, timestamp_ns},
};

Result<std::vector<std::pair<std::string, std::int64_t>>> days_of(Store& store,
                                                                  std::string_view profile) {
  auto days = rows_of<std::pair<std::string, std::int64_t>>(
      store.database().query("SELECT class, days FROM retention WHERE profile = ?", profile),
      [](const Query& row) { return std::pair{row.text(0), row.integer(1)}; });
  if (days && days->empty())
    return input_error(fmt::format("no such retention profile: {}", profile));
  return days;
}

Result<void> write_down(Store& store, const Deletion& deletion) {
  const auto done = store.database().run(
      "INSERT INTO deletion (class, from_ns, to_ns, rows, profile, at_ns)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      deletion.retained_class, ns(deletion.from), ns(deletion.to), deletion.rows, deletion.profile,
      ns(deletion.at));
  if (!done) return std::unexpected(done.error());
  const auto entry =
      append_audit(store, {.at = deletion.at,
                           .who = "retention",
                           .what = "rows.deleted",
                           .object = deletion.retained_class,
                           .detail = fmt::format("{} rows from {} to {}, profile {}", deletion.rows,
                                                 to_rfc3339(deletion.from), to_rfc3339(deletion.to),
                                                 deletion.profile)});
  if (!entry) return std::unexpected(entry.error());
  return {};
}

// Of subjects: those that lost flows must say how many they have now.
Result<void> count_flows_again(Database& database) {
  const auto done = database.run(
      "UPDATE subject SET flows = n FROM (SELECT s.id AS of, (SELECT count(*) FROM flow f WHERE"
      " f.subject_id = s.id) AS n FROM subject s WHERE s.flows > 0) WHERE id = of AND flows <> n");
  if (!done) return std::unexpected(done.error());
  return {};
}

// Deletes of one class; one transaction deletes a batch and tells it in the log.
class Deleter {
 public:
  Deleter(Store& store, const Class& of, Deletion deletion)
      : store_(store), class_(of), limit_(of.limit(deletion.to)), deletion_(std::move(deletion)) {}

  Result<Deletion> run() {
    std::uint64_t all = 0;
    while (true) {
      const auto rows = batch();
      if (!rows) return std::unexpected(rows.error());
      all += *rows;
      if (*rows < limits::store_deletion_rows) break;
    }
    deletion_.rows = all;
    return deletion_;
  }

 private:
  Result<std::uint64_t> batch() {
    auto transaction = Transaction::begin(store_.database());
    if (!transaction) return std::unexpected(transaction.error());
    const auto oldest = store_.database().integer(class_.oldest, limit_);
    if (!oldest) return std::unexpected(oldest.error());
    if (!*oldest) return 0;
    deletion_.from = std::min(deletion_.from, class_.time(**oldest));
    const auto rows = store_.database().run(fmt::format(fmt::runtime(class_.some), is_needed),
                                            limit_, limits::store_deletion_rows);
    if (!rows) return std::unexpected(rows.error());
    const auto count = static_cast<std::uint64_t>(*rows);
    if (auto failed = failure_of(follow_up(count))) return std::unexpected(*failed);
    if (auto failed = failure_of(transaction->commit())) return std::unexpected(*failed);
    return count;
  }

  Result<void> follow_up(std::uint64_t rows) {
    if (rows < limits::store_deletion_rows && !class_.after.empty())
      if (auto failed = failure_of(store_.database().run(class_.after, limit_)))
        return std::unexpected(*failed);
    if (rows == 0) return {};
    if (class_.name == "flows")
      if (auto failed = failure_of(count_flows_again(store_.database())))
        return std::unexpected(*failed);
    deletion_.rows = rows;
    return write_down(store_, deletion_);
  }

  Store& store_;
  const Class& class_;
  std::int64_t limit_;
  Deletion deletion_;
};

Result<void> refuse_leap(Store& store, Timestamp now) {
  const auto last = setting(store, last_run_key);
  if (!last) return std::unexpected(last.error());
  if (!*last) return {};
  const Timestamp then = timestamp_ns(std::strtoll((*last)->c_str(), nullptr, 10));
  if (now <= then || now - then <= limits::store_retention_leap_max) return {};
  return input_error(
      fmt::format("retention was last applied at {}, and the clock says {}: if that is right, set "
                  "the setting {} "
                  "to \"{}\" and apply it again; nothing was deleted",
                  to_rfc3339(then), to_rfc3339(now), last_run_key, ns(now)));
}

// The start of what is kept, in whole units of the class.
Timestamp kept_from(const Class& of, Timestamp now, std::int64_t days) {
  return of.time(of.limit(start_of_day(day_of(now) - days)));
}

}  // namespace

Result<std::vector<Deletion>> apply_retention(Store& store, Timestamp now) {
  if (auto failed = failure_of(refuse_leap(store, now))) return std::unexpected(*failed);
  const auto profile = retention_in_force(store);
  if (!profile) return std::unexpected(profile.error());
  const std::string& name = *profile;
  const auto days = days_of(store, name);
  if (!days) return std::unexpected(days.error());
  std::vector<Deletion> done;
  for (const Class& of : classes) {
    const auto kept = std::ranges::find(*days, of.name, [](const auto& d) { return d.first; });
    if (kept == days->end() || kept->second == 0) continue;
    const Timestamp to = kept_from(of, now, kept->second);
    auto deletion = Deleter(store, of,
                            {.retained_class = std::string{of.name},
                             .from = to,
                             .to = to,
                             .profile = name,
                             .at = now})
                        .run();
    if (!deletion) return std::unexpected(deletion.error());
    if (deletion->rows > 0) done.push_back(std::move(*deletion));
  }
  if (auto failed = failure_of(set_setting(store, last_run_key, std::to_string(ns(now)))))
    return std::unexpected(*failed);
  return done;
}

Result<std::vector<Deletion>> deletions(Store& store) {
  return rows_of<Deletion>(store.database().query("SELECT class, from_ns, to_ns, rows, profile, "
                                                  "at_ns FROM deletion ORDER BY id DESC LIMIT ?",
                                                  limits::store_page_rows_max),
                           [](const Query& row) {
                             return Deletion{.retained_class = row.text(0),
                                             .from = timestamp_ns(row.integer(1)),
                                             .to = timestamp_ns(row.integer(2)),
                                             .rows = row.count(3),
                                             .profile = row.text(4),
                                             .at = timestamp_ns(row.integer(5))};
                           });
}

Result<void> set_retention(Store& store, std::string_view profile, std::string_view retained_class,
                           std::int64_t days) {
  if (std::ranges::find(classes, retained_class, &Class::name) == classes.end())
    return usage_error(fmt::format("no such class of rows: {}", retained_class));
  if (days < 0 || days > 100'000) return usage_error("days must be 0 (for ever) to 100000");
  const auto done = store.database().run(
      "INSERT INTO retention (profile, class, days) VALUES (?, ?, ?)"
      " ON CONFLICT DO UPDATE SET days = excluded.days",
      cut(profile, limits::store_name_octets_max), retained_class, days);
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> use_retention(Store& store, std::string_view profile) {
  if (auto failed = failure_of(days_of(store, profile))) return std::unexpected(*failed);
  return set_setting(store, "retention_profile", profile);
}

Result<std::vector<RetentionProfile>> retention_profiles(Store& store) {
  std::vector<RetentionProfile> profiles;
  const auto done = each_row(
      store.database().query("SELECT profile, class, days FROM retention ORDER BY profile, class"),
      [&](const Query& row) {
        if (profiles.empty() || profiles.back().name != row.view(0))
          profiles.push_back({.name = row.text(0)});
        profiles.back().classes.push_back({row.text(1), row.integer(2)});
      });
  if (!done) return std::unexpected(done.error());
  return profiles;
}

Result<std::string> retention_in_force(Store& store) {
  const auto profile = setting(store, "retention_profile");
  if (!profile) return std::unexpected(profile.error());
  return profile->value_or("standard");
}

Result<bool> retention_is_due(Store& store, Timestamp now) {
  const auto last = setting(store, last_run_key);
  if (!last) return std::unexpected(last.error());
  if (!*last) return true;
  const Timestamp then = timestamp_ns(std::strtoll((*last)->c_str(), nullptr, 10));
  return now < then || now - then >= std::chrono::hours{24};
}

}  // namespace davy::store
