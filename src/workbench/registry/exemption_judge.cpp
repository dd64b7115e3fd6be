// What exemptions say of what was found.
#include <algorithm>

#include "base/limits.hpp"
#include "signal/intel/network_prefix.hpp"
#include "workbench/registry/exemption_rows.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using store::Database;
using store::Query;

struct Found {
  std::int64_t id = 0;
  std::string kind;
  std::string name;
  std::string coin;
  std::int64_t last_seen_ns = 0;
  std::optional<std::int64_t> exemption = {};
  std::string why = {};
  std::optional<std::int64_t> judged_ns = {};  // the last_seen that it was judged at

  bool is_judged() const { return judged_ns == last_seen_ns; }
};

Result<std::vector<Found>> found_mining(Database& database) {
  return store::rows_of<Found>(
      database.query("SELECT id, kind, name, coin, last_seen_ns, exemption_id, "
                     "exemption_why, exemption_judged_ns FROM subject WHERE level <= 2 OR "
                     "exemption_id IS NOT NULL LIMIT ?",
                     limits::register_found_max),
      [](const Query& row) {
        Found found{row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4)};
        if (!row.is_null(5)) found.exemption = row.integer(5);
        found.why = row.text(6);
        if (!row.is_null(7)) found.judged_ns = row.integer(7);
        return found;
      });
}

// All coins since its first day: what was mined before it is no matter of it. What lay inside when it was judged last is not
// looked at again.
Result<SeenMining> seen_of(Database& database, const Found& found, const Exemption& exemption) {
  SeenMining seen{.last_day = energy::day_of(timestamp_ns(found.last_seen_ns))};
  const auto first = energy::parse_day(exemption.first_day);
  std::int64_t since = first ? store::ns(Timestamp{*first}) : 0;
  if (found.exemption == exemption.exemption_id && found.why.empty())
    since = std::max(since, found.judged_ns.value_or(since));
  auto coins = store::rows_of<std::string>(
      database.query("SELECT DISTINCT json_extract(event, '$.coin') AS coin FROM flow "
                     "WHERE subject_id = ? AND level <= 2 AND last_seen_ns >= ? AND coin <> ''",
                     found.id, since),
      [](const Query& row) { return row.text(0); });
  if (!coins) return std::unexpected(coins.error());
  seen.coins = std::move(*coins);
  if (!found.coin.empty() && std::ranges::find(seen.coins, found.coin) == seen.coins.end())
    seen.coins.push_back(found.coin);
  // A meter is measured; of a hash rate only the lower end is sure.
  auto power = database.query(
      "SELECT json_extract(event, '$.electricity.power.best') FROM subject_event WHERE subject_id "
      "= ?1 UNION ALL SELECT max(json_extract(event, '$.power.lower')) / 1000.0 FROM flow WHERE "
      "subject_id = ?1 AND level <= 2 AND last_seen_ns >= ?2",
      found.id, since);
  const auto read = store::each_row(std::move(power), [&](const Query& row) {
    if (!row.is_null(0)) seen.power_kw = std::max(seen.power_kw.value_or(0), row.real(0));
  });
  if (!read) return std::unexpected(read.error());
  return seen;
}

struct Judged {
  std::optional<std::int64_t> exemption = {};
  std::string why = {};
};

// The hosts of an exemption, ready to be compared with many.
struct Scope {
  Exemption exemption = {};
  std::vector<signal::NetworkPrefix> networks = {};

  explicit Scope(Exemption one) : exemption(std::move(one)) {
    for (const std::string& host : exemption.hosts)
      if (const auto prefix = signal::parse_network_prefix(host)) networks.push_back(*prefix);
  }
  bool covers(const Found& found) const {
    if (found.kind != "host")
      return std::ranges::find(exemption.hosts, found.name) != exemption.hosts.end();
    const auto address = parse_ip_address(found.name);
    return address && std::ranges::any_of(networks, [&](const auto& prefix) {
             return signal::masked(*address, prefix.length) == prefix.address;
           });
  }
};

// Where several cover a host, one that it lies inside of is enough.
Result<Judged> judge(Database& database, const Found& found, const std::vector<Scope>& scopes) {
  Judged judged;
  for (const Scope& scope : scopes) {
    if (!scope.covers(found)) continue;
    const auto seen = seen_of(database, found, scope.exemption);
    if (!seen) return std::unexpected(seen.error());
    std::string why = outside_of(scope.exemption, *seen);
    if (judged.exemption && !why.empty()) continue;
    judged = {scope.exemption.exemption_id, std::move(why)};
    if (judged.why.empty()) break;
  }
  return judged;
}

Result<void> keep(Database& database, const Found& found, const Judged& judged) {
  std::optional<std::int64_t> judged_ns;
  if (judged.exemption) judged_ns = found.last_seen_ns;
  const auto kept = database.run(
      "UPDATE subject SET exemption_id = ?, exemption_why = ?, exemption_judged_ns = ? "
      "WHERE id = ?",
      judged.exemption, judged.why, judged_ns, found.id);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

}  // namespace

Result<std::vector<LeftExemption>> judge_exemptions(store::Store& store) {
  Database& database = store.database();
  std::vector<LeftExemption> left;
  auto all = read_exemptions(database);
  if (!all) return std::unexpected(all.error());
  if (all->empty()) return left;
  std::vector<Scope> scopes;
  for (Exemption& one : *all)
    if (one.status == "approved") scopes.emplace_back(std::move(one));
  const auto found = found_mining(database);
  if (!found) return std::unexpected(found.error());
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  for (const Found& one : *found) {
    if (one.is_judged()) continue;
    const auto judged = judge(database, one, scopes);
    if (!judged) return std::unexpected(judged.error());
    if (!judged->exemption && !one.exemption) continue;
    if (auto kept = keep(database, one, *judged); !kept) return std::unexpected(kept.error());
    const bool is_new = judged->exemption != one.exemption || judged->why != one.why;
    if (is_new && !judged->why.empty()) left.push_back({one.id, *judged->exemption, judged->why});
  }
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return left;
}

}  // namespace davy::registry
