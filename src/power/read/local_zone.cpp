#include "power/read/local_zone.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <chrono>

namespace davy::power {
namespace {

using Seconds = cctz::time_point<cctz::seconds>;

Seconds instant(std::int64_t utc_s) { return Seconds{cctz::seconds{utc_s}}; }
std::int64_t utc_of(Seconds instant) { return instant.time_since_epoch().count(); }

constexpr std::int64_t forever = std::int64_t{1} << 40;

}  // namespace

struct LocalZone::Zone {
  cctz::time_zone zone;

  std::int64_t offset(std::int64_t utc_s) const { return zone.lookup(instant(utc_s)).offset; }
  // The first second of the next stretch, or the last change up to `utc_s`.
  std::int64_t next_change(std::int64_t utc_s) const {
    cctz::time_zone::civil_transition change;
    if (!zone.next_transition(instant(utc_s), &change)) return forever;
    return utc_of(zone.lookup(change.to).trans);
  }
  std::int64_t last_change(std::int64_t utc_s) const {
    cctz::time_zone::civil_transition change;
    if (!zone.prev_transition(instant(utc_s + 1), &change)) return -forever;
    return utc_of(zone.lookup(change.to).trans);
  }
};

LocalZone::LocalZone() = default;
LocalZone::~LocalZone() = default;
LocalZone::LocalZone(LocalZone&&) noexcept = default;
LocalZone& LocalZone::operator=(LocalZone&&) noexcept = default;

Result<LocalZone> LocalZone::load(const std::string& iana_name) {
  LocalZone local;
  if (iana_name.empty()) return local;
  auto zone = std::make_unique<Zone>();
  if (!cctz::load_time_zone(iana_name, &zone->zone))
    return usage_error(fmt::format(
        "time zone '{}' is not known: give a name of the IANA database such as Asia/Shanghai",
        iana_name));
  local.zone_ = std::move(zone);
  return local;
}

void LocalZone::look_up(std::int64_t utc_s) {
  stretch_.offset = zone_->offset(utc_s);
  stretch_.from = zone_->last_change(utc_s);
  stretch_.to = zone_->next_change(utc_s);
  const std::int64_t fell_by =
      stretch_.from == -forever ? 0 : zone_->offset(stretch_.from - 1) - stretch_.offset;
  const std::int64_t falls_by =
      stretch_.to == forever ? 0 : stretch_.offset - zone_->offset(stretch_.to);
  stretch_.repeats_until = fell_by > 0 ? stretch_.from + fell_by : stretch_.from;
  stretch_.repeats_from = falls_by > 0 ? stretch_.to - falls_by : stretch_.to;
}

LocalZone::Local LocalZone::of_utc(std::int64_t utc_s) {
  if (!zone_) return {.second = utc_s};
  if (utc_s < stretch_.from || utc_s >= stretch_.to) look_up(utc_s);
  Local local{.second = utc_s + stretch_.offset};
  if (utc_s < stretch_.repeats_until) local.pass = LocalPass::second;
  if (utc_s >= stretch_.repeats_from) local.pass = LocalPass::first;
  return local;
}

LocalZone::Local LocalZone::of_local(LocalSecond local_s) {
  Local local{.second = local_s};
  const std::int64_t utc_s = local_s - stretch_.offset;
  if (!zone_ || (utc_s >= stretch_.repeats_until && utc_s < stretch_.repeats_from)) return local;
  const auto found = zone_->zone.lookup(cctz::civil_second{} + local_s);
  local.skipped = found.kind == cctz::time_zone::civil_lookup::SKIPPED;
  if (found.kind == cctz::time_zone::civil_lookup::REPEATED) local.pass = LocalPass::either;
  if (found.kind == cctz::time_zone::civil_lookup::UNIQUE) look_up(utc_of(found.pre));
  return local;
}

}  // namespace davy::power
