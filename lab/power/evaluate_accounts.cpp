#include "lab/power/evaluate_accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>
#include <string_view>
#include <thread>

#include "lab/power/estate.hpp"
#include "signal/power/control_panel.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/growth.hpp"
#include "signal/power/peer_comparison.hpp"
#include "workbench/trial/load_pattern.hpp"

namespace davy {
namespace {

using power::PowerRecord;
using signal::AccountFinding;

constexpr int quarter_days = 91;
constexpr float mine_kw = 65;
constexpr int merged_days = 35;  // alarms within it of the last one are one episode
constexpr double days_a_year = 365.25;

unsigned threads() { return std::max(1U, std::thread::hardware_concurrency()); }

PowerRecord cut(const PowerRecord& record, power::Day first, power::Day end) {
  PowerRecord out{.meter = record.meter, .first_hour = first * 24, .kw = {}, .quality = {}};
  for (power::Hour h = first * 24; h < end * 24; ++h) out.kw.push_back(record.at(h));
  return out;
}

std::vector<PowerRecord> cut(const std::vector<PowerRecord>& estate, power::Day first,
                             power::Day end) {
  std::vector<PowerRecord> out;
  for (const PowerRecord& record : estate) out.push_back(cut(record, first, end));
  return out;
}

// Each account once, of those that are copies of each other.
std::vector<PowerRecord> without_copies(const std::vector<PowerRecord>& estate) {
  const signal::ControlPanel panel(estate, {});
  const signal::ReferenceWindow all{panel.first_day(), panel.end_day(), panel.end_day()};
  std::vector<PowerRecord> out;
  std::vector<std::size_t> kept;
  for (std::size_t m = 0; m < estate.size(); ++m) {
    if (std::ranges::any_of(kept, [&](std::size_t k) { return panel.is_copy(m, k, all); }))
      continue;
    kept.push_back(m);
    out.push_back(estate[m]);
  }
  return out;
}

// A load of `kw`, as a machine draws it, rising over `ramp_hours` from `onset` on.
void add_load(PowerRecord& record, float kw, power::Hour onset, int ramp_hours,
              std::uint64_t seed) {
  for (power::Hour h = std::max(onset, record.first_hour); h < record.end_hour(); ++h) {
    const float risen =
        ramp_hours == 0
            ? 1.0F
            : std::min(1.0F, static_cast<float>(h - onset) / static_cast<float>(ramp_hours));
    record.kw[static_cast<std::size_t>(h - record.first_hour)] +=
        kw * risen * trial::load_share(trial::Pattern::constant, h, onset, seed);
  }
}

void make_mine(PowerRecord& record, float office_share, std::uint64_t seed) {
  const float scale = office_share * mine_kw / std::max(1e-3F, lab::mean_of(record));
  for (float& kw : record.kw) kw *= scale;
  add_load(record, mine_kw, record.first_hour, 0, seed);
}

struct Share {
  int found = 0;
  int of = 0;
  void add(bool hit) {
    found += hit ? 1 : 0;
    ++of;
  }
};

std::string shown(const Share& share) {
  return fmt::format("{:>3} of {:>3} ({:>3.0f} %)", share.found, share.of,
                     100.0 * share.found / std::max(1, share.of));
}

const AccountFinding* finding_of(const std::vector<AccountFinding>& found, std::size_t meter) {
  const auto place = std::ranges::find(found, meter, &AccountFinding::meter);
  return place == found.end() ? nullptr : &*place;
}

// By the meter's number, to show how much the figures depend on the buildings: odd 0, even 1.
std::size_t half_of(const PowerRecord& record) {
  return (record.meter.back() - '0') % 2 == 1 ? 0 : 1;
}

// ---- peers ----

std::vector<AccountFinding> even_ones(const std::vector<PowerRecord>& estate) {
  const std::vector<std::string_view> classes(estate.size(), "buildings");
  return signal::peer_comparison(estate, classes, threads());
}

std::vector<power::Day> quarters_of(const PowerRecord& record) {
  std::vector<power::Day> ends;
  for (power::Day end = signal::first_day(record) + 2 * quarter_days;
       end <= signal::end_day(record); end += quarter_days)
    ends.push_back(end);
  return ends;
}

void even_without_a_load(const std::vector<PowerRecord>& estate) {
  std::array<Share, 2> flagged;
  std::array<int, 2> episodes{};
  std::set<std::size_t> before;
  for (const power::Day end : quarters_of(estate.front())) {
    const auto now = cut(estate, signal::first_day(estate.front()), end);
    std::string names;
    std::set<std::size_t> here;
    for (const AccountFinding& f : even_ones(now)) {
      here.insert(f.meter);
      names += " " + now[f.meter].meter;
    }
    for (std::size_t m = 0; m < now.size(); ++m) {
      flagged[half_of(now[m])].add(here.contains(m));
      if (here.contains(m) && !before.contains(m)) ++episodes[half_of(now[m])];
    }
    fmt::print("  day {:>3}:{}\n", end - signal::first_day(estate.front()), names);
    before = here;
  }
  for (const std::size_t half : {0U, 1U})
    fmt::print("  {} half: {} at a quarter's end; {} episodes, {:.3f} of an account in a year\n",
               half == 0 ? "odd" : "even", shown(flagged[half]), episodes[half],
               episodes[half] / (flagged[half].of * quarter_days / days_a_year));
}

using Change = std::function<void(PowerRecord&, std::uint64_t seed)>;

// Each account in turn is changed from its first hour on; the others stay as they are.
void even_with(const std::vector<PowerRecord>& estate, std::string_view what,
               const Change& change) {
  std::array<Share, 2> found;
  std::array<Share, 2> holds;
  for (const power::Day end : quarters_of(estate.front())) {
    auto now = cut(estate, signal::first_day(estate.front()), end);
    for (std::size_t m = 0; m < now.size(); ++m) {
      PowerRecord kept = now[m];
      change(now[m], m * 11 + static_cast<std::size_t>(end));
      const auto all = even_ones(now);
      const AccountFinding* f = finding_of(all, m);
      found[half_of(kept)].add(f != nullptr);
      if (f != nullptr) holds[half_of(kept)].add(f->onset_before_record);
      now[m] = std::move(kept);
    }
  }
  fmt::print("  {:<28} odd {}, even {}; to the beginning (even) {}\n", what, shown(found[0]),
             shown(found[1]), shown(holds[1]));
}

// ---- growth ----

void grown_without_a_load(const std::vector<PowerRecord>& estate, int days) {
  Share found;
  for (power::Day end = signal::first_day(estate.front()) + days;
       end <= signal::end_day(estate.front()); end += 28) {
    const auto now = cut(estate, end - days, end);
    const auto all = signal::sudden_growth(now, threads());
    for (std::size_t m = 0; m < now.size(); ++m) found.add(finding_of(all, m) != nullptr);
  }
  fmt::print("  {:>3} days of readings, nothing put in: {}\n", days, shown(found));
}

void grown_with(const std::vector<PowerRecord>& estate, int days, int days_ago, float share) {
  Share found;
  Share holds;
  for (power::Day end = signal::first_day(estate.front()) + days;
       end <= signal::end_day(estate.front()); end += 84) {
    auto now = cut(estate, end - days, end);
    for (std::size_t m = 0; m < now.size(); ++m) {
      const PowerRecord kept = now[m];
      const float kw = share * lab::mean_of(kept);
      add_load(now[m], kw, (end - days_ago) * 24, 0, m + static_cast<std::size_t>(end));
      const auto all = signal::sudden_growth(now, threads());
      const AccountFinding* f = finding_of(all, m);
      if (kw >= 1) found.add(f != nullptr);
      if (f != nullptr) holds.add(f->kw.lower <= kw && kw <= f->kw.upper);
      now[m] = kept;
    }
  }
  fmt::print("  {:>3} days, {:>2} days ago, +{:>3.0f} %: {}; size held {}\n", days, days_ago,
             100 * share, shown(found), shown(holds));
}

void yearly_without_a_load(const std::vector<PowerRecord>& estate) {
  const power::Day first = signal::first_day(estate.front());
  std::vector<power::Day> last(estate.size(), 0);
  std::string names;
  int episodes = 0;
  int weeks = 0;
  for (power::Day end = first + 392; end <= signal::end_day(estate.front()); end += 7) {
    const auto now = cut(estate, first, end);
    weeks += static_cast<int>(now.size());
    for (const AccountFinding& f : signal::yearly_growth(now, threads())) {
      if (end - last[f.meter] > merged_days) {
        ++episodes;
        names += fmt::format(" {} ({})", now[f.meter].meter, end - first);
      }
      last[f.meter] = end;
    }
  }
  const double years = weeks * 7 / days_a_year;
  fmt::print("  nothing put in: {} episodes in {:.1f} years, {:.3f} of an account in a year:{}\n",
             episodes, years, episodes / years, names);
}

void yearly_with(const std::vector<PowerRecord>& estate, int ramp_days, float share) {
  constexpr int ramps = 3;
  constexpr int days_after = 14;
  const power::Day first = signal::first_day(estate.front());
  const power::Day end_of_all = signal::end_day(estate.front());
  Share found;
  Share size;
  Share onset;
  std::mt19937_64 random(7);
  for (std::size_t m = 0; m < estate.size(); ++m) {
    for (int i = 0; i < ramps; ++i) {
      const int earliest = std::max(28, 420 - ramp_days - days_after);
      const auto room =
          static_cast<std::uint64_t>(end_of_all - first - ramp_days - days_after - earliest + 1);
      const power::Day begin = first + earliest + static_cast<power::Day>(random() % room);
      const power::Day end = begin + ramp_days + days_after;
      auto now = cut(estate, first, end);
      const float kw = share * lab::mean_of(estate[m]);
      add_load(now[m], kw, begin * 24, ramp_days * 24, random());
      if (kw < 1) continue;
      const auto all = signal::yearly_growth(now, threads());
      const AccountFinding* f = finding_of(all, m);
      found.add(f != nullptr);
      if (f == nullptr) continue;
      size.add(f->kw.lower <= kw && kw <= f->kw.upper);
      onset.add(f->onset.lower <= begin * 24 && begin * 24 <= f->onset.upper);
    }
  }
  fmt::print("  over {} days to +{:>3.0f} %: {}; size held {}, onset held {}\n", ramp_days,
             100 * share, shown(found), shown(size), shown(onset));
}

}  // namespace

void evaluate_peers(const std::vector<PowerRecord>& estate) {
  fmt::print("accounts more even than their class, of {}, each quarter\n", estate.size());
  even_without_a_load(estate);
  for (const float share : {0.5F, 1.0F, 2.0F})
    even_with(estate, fmt::format("+{:.0f} % since ever", 100 * share),
              [share](PowerRecord& record, std::uint64_t seed) {
                add_load(record, share * lab::mean_of(record), record.first_hour, 0, seed);
              });
  for (const float office : {0.0F, 0.1F, 0.2F, 0.3F})
    even_with(
        estate, fmt::format("a mine with {:.0f} % office", 100 * office),
        [office](PowerRecord& record, std::uint64_t seed) { make_mine(record, office, seed); });
}

void evaluate_sudden_growth(const std::vector<PowerRecord>& estate) {
  const auto accounts = without_copies(estate);
  fmt::print("accounts that doubled within few months of readings, of {}\n", accounts.size());
  for (const int days : {42, 60, 90, 149}) grown_without_a_load(accounts, days);
  for (const int days : {60, 149})
    for (const int days_ago : {14, 28})
      for (const float share : {1.0F, 1.5F, 2.0F, 3.0F})
        grown_with(accounts, days, days_ago, share);
}

void evaluate_yearly_growth(const std::vector<PowerRecord>& estate) {
  const auto accounts = without_copies(estate);
  fmt::print("accounts that grew over a year, of {}, each week\n", accounts.size());
  yearly_without_a_load(accounts);
  for (const int days : {180, 300})
    for (const float share : {0.2F, 0.3F, 0.5F, 1.0F}) yearly_with(accounts, days, share);
}

}  // namespace davy
