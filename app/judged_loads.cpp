#include "app/judged_loads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "power/calendar.hpp"
#include "signal/power/day_channels.hpp"

namespace davy::app {
namespace {

using power::LocalTime;
using power::PowerRecord;
using report::AlsoPossible;
using report::JudgedLoad;
using report::Settles;

constexpr power::Day picture_days_max = 400;
constexpr power::Day picture_days_before = 56;

energy::Interval interval(const signal::Estimate<float>& e) {
  return {static_cast<double>(e.lower), static_cast<double>(e.best), static_cast<double>(e.upper)};
}

report::TimeInterval interval(const signal::Estimate<power::Hour>& e, const LocalTime& time) {
  return {time.utc(e.lower), time.utc(e.best), time.utc(e.upper)};
}

// The days of a record from `first` on, as a picture.
report::LoadPicture drawn_days(const PowerRecord& record, power::Day first, const LocalTime& time) {
  const power::Day end = signal::end_day(record);
  first = std::max({first, signal::first_day(record), end - picture_days_max});
  report::LoadPicture picture{.first_day = time.utc(first * 24), .drawn_kw = {}, .expected_kw = {}};
  for (const signal::DayFigures& day : signal::day_channels(record, first, end).days)
    picture.drawn_kw.push_back(day[signal::mean_channel]);
  return picture;
}

// What else a finding of this test may be.
std::vector<AlsoPossible> alternatives(std::string_view detector) {
  using enum AlsoPossible;
  if (detector == "closed_account") return {use_again, new_equipment, climate};
  if (detector == "dedicated_load") return {server_room, new_equipment};
  if (detector == "energy_balance") return {changed_meter};
  if (detector == "peer_comparison") return {server_room, climate, new_equipment};
  if (detector == "phase_imbalance") return {one_phase_machine, changed_meter, climate};
  if (detector == "sudden_growth" || detector == "yearly_growth")
    return {new_equipment, use_again, season, climate};
  return {server_room, climate, changed_meter, use_again, new_equipment};
}

// What would settle a finding of this test.
std::vector<Settles> settled_by(std::string_view detector) {
  if (detector == "closed_account") return {Settles::site_visit, Settles::network};
  if (detector == "phase_imbalance")
    return {Settles::site_visit, Settles::meter_changes, Settles::sub_meters};
  if (detector == "energy_balance") return {Settles::meter_changes, Settles::site_visit};
  if (detector == "peer_comparison" || detector == "dedicated_load")
    return {Settles::register_, Settles::site_visit, Settles::network};
  return {Settles::works_log, Settles::meter_changes, Settles::sub_meters, Settles::network};
}

// What a closing that is no finding says.
std::string closure_words(const signal::Closure& closure) {
  const std::string closed_on = power::day_text(closure.closed_on);
  switch (closure.state) {
    case signal::Closure::State::at_its_floor:
      return fmt::format(
          "closed on {}: draws {:.3g} kW, its floor is {:.3g} kW, before it drew {:.3g} kW",
          closed_on, closure.now_kw, closure.floor_kw, closure.before_kw);
    case signal::Closure::State::too_early:
      return fmt::format("closed on {}: ten days of readings after it are needed to tell",
                         closed_on);
    default:
      return fmt::format(
          "closed on {}: too many days before or since are without readings; nobody looked",
          closed_on);
  }
}

}  // namespace

OpenLoad open_load(const signal::HiddenLoad& found, const PowerRecord& record,
                   const LocalTime& time, const signal::AlarmRate& rate) {
  const signal::LoadStep& step = found.step;
  JudgedLoad load{.meter = record.meter, .detector = "hidden_load"};
  load.pattern = signal::name(step.pattern);
  load.onset = interval(step.onset, time);
  load.last_seen = time.utc(found.last_seen);
  load.still_there = found.still_there;
  load.kw = interval(step.kw);
  load.at_least = step.still_rising;
  load.kwh = interval(found.kwh);
  load.settles = settled_by(load.detector);
  load.also_possible = alternatives(load.detector);
  load.picture = {time.utc(found.picture_first * 24), found.drawn_kw, found.expected_kw};
  return {std::move(load), {signal::hidden_load_signal(found, rate)}};
}

OpenLoad open_load(const signal::DedicatedLoad& found, const PowerRecord& record,
                   const LocalTime& time) {
  JudgedLoad load{.meter = record.meter, .detector = "dedicated_load", .pattern = "flat"};
  const Timestamp since = time.utc(found.since * 24);
  const Duration window = std::chrono::hours{24 * 28};
  load.onset = {found.since_before_record ? since : since - window, since, since + window};
  load.onset_before_record = found.since_before_record;
  load.last_seen = time.utc(found.until * 24);
  load.kw = {static_cast<double>(found.kw_lower), static_cast<double>(found.last.mean_kw),
             static_cast<double>(found.kw_upper)};
  load.kwh = {found.kwh, found.kwh, found.kwh};  // measured, as exact as the meter
  load.settles = settled_by(load.detector);
  load.also_possible = alternatives(load.detector);
  load.picture = drawn_days(record, found.since - 28, time);
  return {std::move(load), {signal::dedicated_load_signal(found)}};
}

OpenLoad open_load(const signal::BalanceStep& found, const signal::Balance& balance,
                   const PowerRecord& feeder, const LocalTime& time,
                   const signal::BalanceOptions& options) {
  JudgedLoad load{.meter = feeder.meter, .detector = "energy_balance", .pattern = "unmetered"};
  load.onset = {time.utc((found.onset - 3) * 24), time.utc(found.onset * 24),
                time.utc(found.alarm * 24)};
  load.last_seen = time.utc(found.last_seen * 24);
  load.still_there = found.still_there;
  load.kw = interval(found.kw);
  const double per_kw = found.kw.best > 0 ? found.kwh / static_cast<double>(found.kw.best) : 0;
  load.kwh = {load.kw.lower * per_kw, found.kwh, load.kw.upper * per_kw};
  load.settles = settled_by(load.detector);
  load.also_possible = alternatives(load.detector);
  load.picture = {time.utc(balance.first_day * 24), balance.residual_kw, {}};
  return {std::move(load), {signal::balance_signal(found, balance, options)}};
}

OpenLoad open_load(const signal::AccountFinding& found, const PowerRecord& record,
                   const LocalTime& time) {
  JudgedLoad load{.meter = record.meter,
                  .detector = std::string{found.signal.detector},
                  .pattern = std::string{found.pattern}};
  load.onset = interval(found.onset, time);
  load.onset_before_record = found.onset_before_record;
  load.last_seen = time.utc(found.last_seen);
  load.still_there = found.still_there;
  load.kw = interval(found.kw);
  load.at_least = found.at_least;
  load.kwh = interval(found.kwh);
  load.settles = settled_by(load.detector);
  load.also_possible = alternatives(load.detector);
  load.picture = drawn_days(record, found.onset.best / 24 - picture_days_before, time);
  return {std::move(load), {found.signal}};
}

OpenLoad closing(const signal::Closure& closure, const PowerRecord& record, const LocalTime& time) {
  JudgedLoad load{.meter = record.meter,
                  .detector = "closed_account",
                  .pattern = std::string{signal::name(closure.state)}};
  const Timestamp closed = time.utc(closure.closed_on * 24);
  load.onset = {closed, closed, closed};
  load.last_seen = time.utc(record.end_hour());
  load.still_there = false;
  const double now = power::is_gap(closure.now_kw) ? 0 : static_cast<double>(closure.now_kw);
  load.kw = {now, now, now};
  for (power::Hour h = std::max(record.first_hour, closure.closed_on * 24); h < record.end_hour();
       ++h)
    if (!power::is_gap(record.at(h))) load.kwh.best += static_cast<double>(record.at(h));
  load.kwh.lower = load.kwh.upper = load.kwh.best;
  load.picture = drawn_days(record, closure.closed_on - picture_days_before, time);
  constexpr double nats = -2;  // of this load; another may be there
  signal::Signal signal{.detector = "closed_account", .independence_group = "load"};
  signal.basis = signal::Basis::recognised;
  signal.strength_nats = closure.state == signal::Closure::State::at_its_floor ? nats : 0;
  signal.reasons.push_back({"closed_account", signal.strength_nats, closure_words(closure)});
  return {std::move(load), {std::move(signal)}};
}

}  // namespace davy::app
