#include "app/meter_judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "app/judged_loads.hpp"
#include "app/progress.hpp"
#include "base/parallel.hpp"
#include "signal/power/growth.hpp"
#include "signal/power/load_range.hpp"
#include "signal/power/peer_comparison.hpp"
#include "signal/power/phase_imbalance.hpp"
#include "workbench/energy/machines.hpp"

namespace davy::app {
namespace {

using power::PowerRecord;
using report::JudgedLoad;

// Of what was contracted: nobody pays for a capacity without room, but miners do.
constexpr double near_contracted = 0.9;

void add_machines(JudgedLoad& load) {
  energy::MachineEstimate machines = energy::in_machines(load.kw);
  load.machines = machines.machines;
  load.hardware = std::move(machines.hardware);
}

signal::Signal context_says(std::string_view detector, double nats, signal::Basis basis,
                            std::string evidence) {
  signal::Signal signal;
  signal.detector = detector;
  signal.independence_group = "load";  // it bears on the same load, and is no second look at it
  signal.basis = basis;
  signal.strength_nats = nats;
  signal.reasons.push_back({detector, nats, std::move(evidence)});
  return signal;
}

signal::Signal register_says(double nats, signal::Basis basis, std::string evidence) {
  return context_says("filed_systems", nats, basis, std::move(evidence));
}

// A load that is there all day, and perhaps was always there: a filed system may be what it is.
bool is_standing(const JudgedLoad& load) {
  return load.detector == "dedicated_load" || load.detector == "peer_comparison";
}

// Even, because it idles.
OpenLoad idle(OpenLoad open, const signal::LoadRange& range) {
  open.signals = {context_says(
      "load_range", -4, signal::Basis::recognised,
      fmt::format(
          "even, and as low as machines of its kind are when they idle: {:.3g} kW, where {} of "
          "them range from {:.3g} to {:.3g} kW",
          open.load.kw.best, range.peers, range.idle_kw, range.full_kw))};
  return open;
}

// What the register makes of such a load.
void ask_register(OpenLoad& open, const registry::FiledSystems& systems) {
  auto& [load, signals] = open;
  const registry::FiledSystem* system = systems.of_meter(load.meter);
  if (system != nullptr) {
    load.system = system->name;
    load.filed_kw = system->filed_kw;
  }
  if (systems.empty() || !is_standing(load)) return;
  if (system == nullptr || !system->is_in_force()) {
    signals.push_back(register_says(0.1, signal::Basis::behaviour,
                                    system == nullptr
                                        ? "the register has no filed system for this meter"
                                        : fmt::format("its system {} is {}, and not in operation",
                                                      system->name, system->status)));
  } else if (system->filed_kw && load.kw.best > registry::over_filed * *system->filed_kw) {
    signals.push_back(
        register_says(0.1, signal::Basis::behaviour,
                      fmt::format("draws {:.3g} kW; its system {} is filed with {:g} kW",
                                  load.kw.best, system->name, *system->filed_kw)));
  } else {
    load.cleared_as = "filed_system";
    signals = {register_says(-4, signal::Basis::recognised,
                             fmt::format("even by day and night, as the filed system {} ({}) is",
                                         system->name, system->purpose))};
  }
}

void ask_contract(OpenLoad& open, const power::MeterContext& context) {
  const double kw = open.load.kw.best;
  open.load.contracted_kw = context.contracted_kw;
  if (!context.contracted_kw || !is_standing(open.load) ||
      kw < near_contracted * *context.contracted_kw)
    return;
  open.signals.push_back(context_says(
      "contracted_capacity", 0.1, signal::Basis::behaviour,
      fmt::format("draws {:.3g} kW day and night, {:.0f} % of the {:g} kW that were contracted", kw,
                  100 * kw / *context.contracted_kw, *context.contracted_kw)));
}

// One estate's loads, from the strongest test of each account to the weakest: what a later test says of a load that is known
// already is one more reason, and no second finding.
class Judge {
 public:
  Judge(const MeterReadings& readings, const MeterKnowledge& knowledge,
        const registry::FiledSystems& systems)
      : knowledge_(knowledge),
        systems_(systems),
        surroundings_{knowledge.calendar, readings.site_temperature(knowledge.contexts)} {}

  void balances(const std::vector<PowerRecord>& records);
  void closings(const std::vector<PowerRecord>& records);
  // Which of them are even by day and night.
  std::vector<bool> dedicated(const std::vector<PowerRecord>& records, unsigned threads);
  void hidden(const std::vector<PowerRecord>& records, unsigned threads, bool quiet);
  void grown(const std::vector<PowerRecord>& records, unsigned threads);
  void peers(const std::vector<PowerRecord>& records, unsigned threads);
  void phases(const std::vector<power::SideRecord>& sides, const std::vector<PowerRecord>& records);
  MeterJudgement finish();

  std::uint64_t weeks_judged = 0;
  std::uint64_t meters_too_short = 0;

 private:
  void keep(OpenLoad found);
  void set_aside(OpenLoad open, std::string_view as);
  std::optional<signal::LoadRange> range_of(const std::vector<PowerRecord>& records,
                                            const power::MeterContext& context) const;

  const MeterKnowledge& knowledge_;
  const registry::FiledSystems& systems_;
  signal::Surroundings surroundings_;
  std::vector<OpenLoad> open_;
  std::vector<OpenLoad> weaker_;  // of tests that come after hidden()
  std::vector<JudgedLoad> related_;
};

// One more reason for a load of the same time that another test found already; else a load of its own.
void Judge::keep(OpenLoad found) {
  const auto known = std::ranges::find_if(open_, [&](const OpenLoad& open) {
    return open.load.meter == found.load.meter && open.load.detector != found.load.detector &&
           open.load.still_there == found.load.still_there &&
           open.load.last_seen >= found.load.onset.lower &&
           found.load.last_seen >= open.load.onset.lower;
  });
  if (known == open_.end())
    open_.push_back(std::move(found));
  else
    std::ranges::move(found.signals, std::back_inserter(known->signals));
}

void Judge::set_aside(OpenLoad open, std::string_view as) {
  open.load.cleared_as = as;
  add_machines(open.load);
  open.load.verdict = verdict::judge(std::move(open.signals));
  related_.push_back(std::move(open.load));
}

void Judge::balances(const std::vector<PowerRecord>& records) {
  std::map<std::string, std::vector<const PowerRecord*>> behind;
  for (const PowerRecord& record : records)
    if (const auto& feeder = knowledge_.contexts.of(record.meter).feeder; !feeder.empty())
      behind[feeder].push_back(&record);
  const signal::BalanceOptions options{knowledge_.balance_share};
  for (const PowerRecord& record : records) {
    const auto meters = behind.find(record.meter);
    if (meters == behind.end()) continue;
    const auto balance = signal::energy_balance(record, meters->second, options);
    if (!balance) continue;
    for (const signal::BalanceStep& step : balance->steps)
      open_.push_back(open_load(step, *balance, record, knowledge_.local_time, options));
  }
}

void Judge::closings(const std::vector<PowerRecord>& records) {
  for (const PowerRecord& record : records) {
    const power::MeterContext& context = knowledge_.contexts.of(record.meter);
    if (!context.closed_on) continue;
    std::optional<float> floor_kw;
    if (context.floor_kw) floor_kw = static_cast<float>(*context.floor_kw);
    const signal::Closure closure = signal::after_closure(record, *context.closed_on, floor_kw);
    if (closure.finding)
      keep(open_load(*closure.finding, record, knowledge_.local_time));
    else
      set_aside(closing(closure, record, knowledge_.local_time), "closed_account");
  }
}

// Machines of the same kind and class show each other's idle floor.
std::optional<signal::LoadRange> Judge::range_of(const std::vector<PowerRecord>& records,
                                                 const power::MeterContext& context) const {
  if (!context.is_machine()) return std::nullopt;
  std::vector<const PowerRecord*> alike;
  for (const PowerRecord& record : records) {
    const power::MeterContext& other = knowledge_.contexts.of(record.meter);
    if (other.kind == context.kind && other.tariff_class == context.tariff_class)
      alike.push_back(&record);
  }
  return signal::load_range(alike);
}

std::vector<bool> Judge::dedicated(const std::vector<PowerRecord>& records, unsigned threads) {
  std::vector<std::optional<signal::DedicatedLoad>> found(records.size());
  for_each_index(records.size(), 16, threads,
                 [&](std::size_t i) { found[i] = signal::dedicated_load(records[i]); });
  std::vector<bool> is_dedicated(records.size());
  std::map<std::pair<std::string, std::string>, std::optional<signal::LoadRange>> ranges;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!found[i]) continue;
    is_dedicated[i] = true;
    const power::MeterContext& context = knowledge_.contexts.of(records[i].meter);
    const auto [range, is_new] = ranges.try_emplace({context.kind, context.tariff_class});
    if (is_new) range->second = range_of(records, context);
    OpenLoad open = open_load(*found[i], records[i], knowledge_.local_time);
    if (range->second && signal::is_idle(found[i]->last.mean_kw, *range->second))
      set_aside(idle(std::move(open), *range->second), "idle_machine");
    else
      keep(std::move(open));
  }
  return is_dedicated;
}

void Judge::hidden(const std::vector<PowerRecord>& records, unsigned threads, bool quiet) {
  weeks_judged = signal::weeks_looked_at(records);
  ProgressBar bar("meters", 1000, quiet);
  signal::HiddenLoadOptions options{.rate = knowledge_.rate, .threads = threads, .progress = {}};
  options.progress = [&](double done) { bar.at(static_cast<std::uint64_t>(1000 * done)); };
  for (const signal::HiddenLoad& found : signal::hidden_loads(records, surroundings_, options))
    keep(open_load(found, records[found.meter], knowledge_.local_time, knowledge_.rate));
}

void Judge::grown(const std::vector<PowerRecord>& records, unsigned threads) {
  for (const auto& found : signal::sudden_growth(records, threads))
    weaker_.push_back(open_load(found, records[found.meter], knowledge_.local_time));
  for (const auto& found : signal::yearly_growth(records, threads))
    weaker_.push_back(open_load(found, records[found.meter], knowledge_.local_time));
}

void Judge::peers(const std::vector<PowerRecord>& records, unsigned threads) {
  std::vector<std::string_view> classes;
  for (const PowerRecord& record : records)
    classes.push_back(knowledge_.contexts.of(record.meter).tariff_class);
  for (const auto& found : signal::peer_comparison(records, classes, threads))
    weaker_.push_back(open_load(found, records[found.meter], knowledge_.local_time));
}

void Judge::phases(const std::vector<power::SideRecord>& sides,
                   const std::vector<PowerRecord>& records) {
  std::map<std::string_view, std::array<const PowerRecord*, 3>> currents;
  for (const power::SideRecord& side : sides) {
    if (side.quantity < power::Quantity::current_1 || side.quantity > power::Quantity::current_3)
      continue;
    const auto phase = static_cast<std::size_t>(side.quantity) -
                       static_cast<std::size_t>(power::Quantity::current_1);
    currents[side.means.meter][phase] = &side.means;
  }
  for (const auto& [meter, phases] : currents) {
    if (std::ranges::any_of(phases, [](const PowerRecord* p) { return p == nullptr; })) continue;
    const auto found = signal::phase_imbalance(phases);
    if (!found) continue;
    const auto record = std::ranges::find(records, meter, &PowerRecord::meter);
    const PowerRecord unmeasured{.meter = std::string{meter}};
    weaker_.push_back(
        open_load(*found, record == records.end() ? unmeasured : *record, knowledge_.local_time));
  }
}

MeterJudgement Judge::finish() {
  MeterJudgement out{.loads = {},
                     .related = std::move(related_),
                     .weeks_judged = weeks_judged,
                     .meters_too_short = meters_too_short};
  for (OpenLoad& open : weaker_) keep(std::move(open));
  for (OpenLoad& open : open_) {
    ask_register(open, systems_);
    ask_contract(open, knowledge_.contexts.of(open.load.meter));
    add_machines(open.load);
    open.load.verdict = verdict::judge(std::move(open.signals));
    (open.load.cleared_as.empty() ? out.loads : out.related).push_back(std::move(open.load));
  }
  const auto order = [](const JudgedLoad& a, const JudgedLoad& b) {
    if (a.verdict.level != b.verdict.level) return a.verdict.level < b.verdict.level;
    if (a.still_there != b.still_there) return a.still_there;
    if (a.kwh.best != b.kwh.best) return a.kwh.best > b.kwh.best;
    return a.meter < b.meter;
  };
  std::ranges::stable_sort(out.loads, order);
  std::ranges::stable_sort(out.related, order);
  return out;
}

// Accounts that witness for each other stand side by side, where an estate is cut into panels.
void sort_by_class(std::vector<PowerRecord>& records, const power::MeterContexts& contexts) {
  std::ranges::stable_sort(records, {}, [&](const PowerRecord& record) {
    return std::string_view{contexts.of(record.meter).tariff_class};
  });
}

}  // namespace

MeterJudgement judge_meters(MeterReadings readings, const MeterKnowledge& knowledge,
                            const registry::FiledSystems& systems, unsigned threads, bool quiet) {
  Judge judge(readings, knowledge, systems);
  std::vector<PowerRecord>& records = readings.records;
  judge.balances(records);
  // A feeder is the sum of its accounts: it is no witness for them, nor they for it.
  std::set<std::string, std::less<>> feeders;
  for (const auto& [meter, context] : knowledge.contexts.all())
    if (!context.feeder.empty()) feeders.insert(context.feeder);
  std::erase_if(records, [&](const PowerRecord& r) { return feeders.contains(r.meter); });
  sort_by_class(records, knowledge.contexts);
  judge.closings(records);
  const std::vector<bool> is_dedicated = judge.dedicated(records, threads);
  judge.peers(records, threads);
  judge.phases(readings.sides, records);
  judge.grown(records, threads);
  std::size_t i = 0;
  std::erase_if(records, [&](const PowerRecord&) { return is_dedicated[i++]; });
  std::erase_if(records, [&](const PowerRecord& r) {
    const bool too_short = signal::weeks_looked_at({&r, 1}) == 0;
    judge.meters_too_short += too_short ? 1 : 0;
    return too_short;
  });
  judge.hidden(records, threads, quiet);
  return judge.finish();
}

}  // namespace davy::app
