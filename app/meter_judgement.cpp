#include "app/meter_judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/progress.hpp"
#include "base/parallel.hpp"
#include "signal/power/dedicated_load.hpp"
#include "signal/power/energy_balance.hpp"
#include "signal/power/hidden_load.hpp"
#include "workbench/energy/machines.hpp"

namespace davy::app {
namespace {

using power::PowerRecord;
using report::JudgedLoad;
using report::Settles;

// Beyond what was filed by more than a meter's and a nameplate's error.
constexpr double over_filed = 1.1;
constexpr std::size_t picture_days_max = 400;

energy::Interval interval(const signal::Estimate<float>& e) {
  return {static_cast<double>(e.lower), static_cast<double>(e.best), static_cast<double>(e.upper)};
}

void add_machines(JudgedLoad& load) {
  energy::MachineEstimate machines = energy::in_machines(load.kw);
  load.machines = machines.machines;
  load.hardware = std::move(machines.hardware);
}

// The days of a record from `first` on, as a picture.
report::LoadPicture drawn_days(const PowerRecord& record, power::Day first,
                               const power::LocalTime& time) {
  const power::Day end = signal::end_day(record);
  first =
      std::max({first, signal::first_day(record), end - static_cast<power::Day>(picture_days_max)});
  report::LoadPicture picture{.first_day = time.utc(first * 24), .drawn_kw = {}, .expected_kw = {}};
  for (const signal::DayFigures& day : signal::day_channels(record, first, end).days)
    picture.drawn_kw.push_back(day[signal::mean_channel]);
  return picture;
}

JudgedLoad judged(const signal::HiddenLoad& found, const std::string& meter,
                  const MeterKnowledge& knowledge, std::vector<signal::Signal>& signals) {
  const power::LocalTime& time = knowledge.local_time;
  const signal::LoadStep& step = found.step;
  JudgedLoad load{.meter = meter, .detector = "hidden_load"};
  load.pattern = signal::name(step.pattern);
  load.onset = {time.utc(step.onset.lower), time.utc(step.onset.best), time.utc(step.onset.upper)};
  load.last_seen = time.utc(found.last_seen);
  load.still_there = found.still_there;
  load.kw = interval(step.kw);
  load.at_least = step.still_rising;
  load.kwh = interval(found.kwh);
  load.settles = {Settles::works_log, Settles::meter_changes, Settles::sub_meters,
                  Settles::network};
  load.picture = {time.utc(found.picture_first * 24), found.drawn_kw, found.expected_kw};
  signals.push_back(signal::hidden_load_signal(found, knowledge.rate));
  return load;
}

JudgedLoad judged(const signal::DedicatedLoad& found, const PowerRecord& record,
                  const power::LocalTime& time, std::vector<signal::Signal>& signals) {
  JudgedLoad load{.meter = record.meter, .detector = "dedicated_load", .pattern = "flat"};
  const Timestamp since = time.utc(found.since * 24);
  const Duration window = std::chrono::hours{24 * 28};
  load.onset = {found.since_before_record ? since : since - window, since, since + window};
  load.onset_before_record = found.since_before_record;
  load.last_seen = time.utc(found.until * 24);
  load.kw = {static_cast<double>(found.kw_lower), static_cast<double>(found.last.mean_kw),
             static_cast<double>(found.kw_upper)};
  load.kwh = {found.kwh, found.kwh, found.kwh};  // measured, as exact as the meter
  load.settles = {Settles::register_, Settles::site_visit, Settles::network};
  load.picture = drawn_days(record, found.since - 28, time);
  signals.push_back(signal::dedicated_load_signal(found));
  return load;
}

JudgedLoad judged(const signal::BalanceStep& found, const signal::Balance& balance,
                  const std::string& feeder, const MeterKnowledge& knowledge,
                  std::vector<signal::Signal>& signals) {
  const power::LocalTime& time = knowledge.local_time;
  JudgedLoad load{.meter = feeder, .detector = "energy_balance", .pattern = "unmetered"};
  load.onset = {time.utc((found.onset - 3) * 24), time.utc(found.onset * 24),
                time.utc(found.alarm * 24)};
  load.last_seen = time.utc(found.last_seen * 24);
  load.still_there = found.still_there;
  load.kw = interval(found.kw);
  const double per_kw = found.kw.best > 0 ? found.kwh / static_cast<double>(found.kw.best) : 0;
  load.kwh = {load.kw.lower * per_kw, found.kwh, load.kw.upper * per_kw};
  load.settles = {Settles::meter_changes, Settles::site_visit};
  load.picture = {time.utc(balance.first_day * 24), balance.residual_kw, {}};
  signals.push_back(signal::balance_signal(found, balance, {knowledge.balance_share}));
  return load;
}

signal::Signal register_says(double nats, signal::Basis basis, std::string evidence) {
  signal::Signal signal;
  signal.detector = "filed_systems";
  signal.independence_group = "load";  // it bears on the same load, and is no second look at it
  signal.basis = basis;
  signal.strength_nats = nats;
  signal.reasons.push_back({"filed_systems", nats, std::move(evidence)});
  return signal;
}

// What the register makes of a load that is there all day.
void ask_register(JudgedLoad& load, const registry::FiledSystems& systems,
                  std::vector<signal::Signal>& signals) {
  const registry::FiledSystem* system = systems.of_meter(load.meter);
  if (system != nullptr) {
    load.system = system->name;
    load.filed_kw = system->filed_kw;
  }
  if (systems.empty() || load.detector != "dedicated_load") return;
  if (system == nullptr || !system->is_in_force()) {
    signals.push_back(register_says(0.1, signal::Basis::behaviour,
                                    system == nullptr
                                        ? "the register has no filed system for this meter"
                                        : fmt::format("its system {} is {}, and not in operation",
                                                      system->name, system->status)));
  } else if (system->filed_kw && load.kw.best > over_filed * *system->filed_kw) {
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

class Judge {
 public:
  Judge(const MeterKnowledge& knowledge, const registry::FiledSystems& systems)
      : knowledge_(knowledge), systems_(systems) {}

  void keep(JudgedLoad load, std::vector<signal::Signal> signals) {
    ask_register(load, systems_, signals);
    add_machines(load);
    load.verdict = verdict::judge(std::move(signals));
    (load.cleared_as.empty() ? out.loads : out.related).push_back(std::move(load));
  }
  void dedicated(const std::vector<PowerRecord>& records, std::vector<bool>& is_dedicated,
                 unsigned threads);
  void hidden(const std::vector<PowerRecord>& records, unsigned threads, bool quiet);
  void balances(const std::vector<PowerRecord>& records);
  void sort();

  MeterJudgement out;

 private:
  const MeterKnowledge& knowledge_;
  const registry::FiledSystems& systems_;
};

void Judge::dedicated(const std::vector<PowerRecord>& records, std::vector<bool>& is_dedicated,
                      unsigned threads) {
  std::vector<std::optional<signal::DedicatedLoad>> found(records.size());
  for_each_index(records.size(), 16, threads,
                 [&](std::size_t i) { found[i] = signal::dedicated_load(records[i]); });
  for (std::size_t i = 0; i < records.size(); ++i) {
    is_dedicated[i] = found[i].has_value();
    if (!found[i]) continue;
    std::vector<signal::Signal> signals;
    JudgedLoad load = judged(*found[i], records[i], knowledge_.local_time, signals);
    keep(std::move(load), std::move(signals));
  }
}

void Judge::hidden(const std::vector<PowerRecord>& records, unsigned threads, bool quiet) {
  out.weeks_judged = signal::weeks_looked_at(records);
  ProgressBar bar("meters", 1000, quiet);
  signal::HiddenLoadOptions options{.rate = knowledge_.rate, .threads = threads, .progress = {}};
  options.progress = [&](double done) { bar.at(static_cast<std::uint64_t>(1000 * done)); };
  for (const signal::HiddenLoad& found :
       signal::hidden_loads(records, knowledge_.calendar, options)) {
    std::vector<signal::Signal> signals;
    JudgedLoad load = judged(found, records[found.meter].meter, knowledge_, signals);
    keep(std::move(load), std::move(signals));
  }
}

void Judge::balances(const std::vector<PowerRecord>& records) {
  std::map<std::string, std::vector<const PowerRecord*>> behind;
  for (const PowerRecord& record : records)
    if (const auto& feeder = knowledge_.contexts.of(record.meter).feeder; !feeder.empty())
      behind[feeder].push_back(&record);
  for (const PowerRecord& record : records) {
    const auto meters = behind.find(record.meter);
    if (meters == behind.end()) continue;
    const auto balance = signal::energy_balance(record, meters->second, {knowledge_.balance_share});
    if (!balance) continue;
    for (const signal::BalanceStep& step : balance->steps) {
      std::vector<signal::Signal> signals;
      JudgedLoad load = judged(step, *balance, record.meter, knowledge_, signals);
      keep(std::move(load), std::move(signals));
    }
  }
}

void Judge::sort() {
  const auto order = [](const JudgedLoad& a, const JudgedLoad& b) {
    if (a.verdict.level != b.verdict.level) return a.verdict.level < b.verdict.level;
    if (a.still_there != b.still_there) return a.still_there;
    if (a.kwh.best != b.kwh.best) return a.kwh.best > b.kwh.best;
    return a.meter < b.meter;
  };
  std::ranges::stable_sort(out.loads, order);
  std::ranges::stable_sort(out.related, order);
}

}  // namespace

MeterJudgement judge_meters(std::vector<PowerRecord> records, const MeterKnowledge& knowledge,
                            const registry::FiledSystems& systems, unsigned threads, bool quiet) {
  Judge judge(knowledge, systems);
  judge.balances(records);
  // A feeder is the sum of its accounts: it is no witness for them, nor they for it.
  std::set<std::string, std::less<>> feeders;
  for (const auto& [meter, context] : knowledge.contexts.all())
    if (!context.feeder.empty()) feeders.insert(context.feeder);
  std::erase_if(records, [&](const PowerRecord& r) { return feeders.contains(r.meter); });
  std::vector<bool> is_dedicated(records.size());
  judge.dedicated(records, is_dedicated, threads);
  std::size_t i = 0;
  std::erase_if(records, [&](const PowerRecord&) { return is_dedicated[i++]; });
  std::erase_if(records, [&](const PowerRecord& r) {
    const bool too_short = signal::weeks_looked_at({&r, 1}) == 0;
    judge.out.meters_too_short += too_short ? 1 : 0;
    return too_short;
  });
  judge.hidden(records, threads, quiet);
  judge.sort();
  return std::move(judge.out);
}

}  // namespace davy::app
