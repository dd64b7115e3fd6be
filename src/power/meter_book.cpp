#include "power/meter_book.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "power/meter_kept.hpp"

namespace davy::power {
namespace {

constexpr Hour no_hour = std::numeric_limits<Hour>::min();
constexpr Hour hours_end = 8'766 * 300;  // the year 2270: no clock, however wrong, is read beyond
constexpr double rounding = 1e-6;        // of sums that are kept as float

bool is_same(double a, double b) {
  return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

Minutes bit_of(const Moment& at) { return Minutes{1} << at.minute; }

}  // namespace

std::string_view name(Quantity quantity) {
  static constexpr std::array<std::string_view, 8> names{
      "power",     "energy",    "energy_register", "current_1",
      "current_2", "current_3", "reactive_power",  "temperature"};
  return names[static_cast<std::size_t>(quantity)];
}

MeterBook::MeterBook() = default;
MeterBook::~MeterBook() = default;
MeterBook::MeterBook(MeterBook&&) noexcept = default;
MeterBook& MeterBook::operator=(MeterBook&&) noexcept = default;

MeterNumber MeterBook::meter(std::string_view name, Quantity quantity) {
  key_ = static_cast<char>('a' + static_cast<int>(quantity));
  key_ += name.substr(0, limits::text_field_octets_max);
  const auto found = numbers_.find(key_);
  if (found != numbers_.end()) return found->second;
  if (open_.size() == limits::meters_max) {
    ++refused_meters_;
    return refused_meter;
  }
  const auto number = static_cast<MeterNumber>(open_.size());
  numbers_.emplace(key_, number);
  Open open{.quantity = quantity};
  constexpr float infinite = std::numeric_limits<float>::infinity();
  if (quantity == Quantity::energy_register) open.least = infinite;
  if (quantity > Quantity::current_3) open.least = static_cast<float>(-limits::meter_kw_max);
  open_.push_back(open);
  kept_.emplace_back();
  kept_.back().name = key_.substr(1);
  return number;
}

std::string_view MeterBook::name_of(MeterNumber meter) const {
  return meter < kept_.size() ? std::string_view{kept_[meter].name} : std::string_view{};
}

std::uint64_t MeterBook::readings_of(MeterNumber meter) const {
  return meter < open_.size() ? open_[meter].readings : 0;
}

void MeterBook::flaw(MeterNumber meter, Flaw flaw) {
  if (meter >= kept_.size()) return unassigned_.add(flaw);
  kept_[meter].quality.add(flaw);
}

bool MeterBook::value_is_possible(MeterNumber meter, double value) {
  const Quantity quantity = open_[meter].quantity;
  const bool signed_value = quantity > Quantity::current_3;
  const double most = quantity == Quantity::energy_register ? 1e15 : limits::meter_kw_max;
  if (!std::isfinite(value) || std::abs(value) > most)
    kept_[meter].quality.add(std::isnan(value) ? Flaw::unreadable_value : Flaw::impossible);
  else if (value < 0 && !signed_value)
    kept_[meter].quality.add(Flaw::negative);
  else
    return true;
  return false;
}

// The shortest that the file names.
void MeterBook::note_interval(MeterNumber meter, std::int64_t interval_s) {
  open_[meter].told_s = static_cast<std::int32_t>(interval_s);
  std::int64_t& told = kept_[meter].told_s;
  if (interval_s > 0) told = told == 0 ? interval_s : std::min(told, interval_s);
}

void MeterBook::odd_reading(MeterNumber meter, const Moment& at, double value,
                            std::int64_t interval_s) {
  constexpr std::int64_t hour_s = 3600;
  Open& open = open_[meter];
  if (!value_is_possible(meter, value)) return;
  if (at.second < 0 || at.hour >= hours_end) return flaw(meter, Flaw::outside_bounds);
  if (interval_s > hour_s) return flaw(meter, Flaw::too_coarse);
  interval_s = std::max<std::int64_t>(interval_s, 0);
  if (interval_s != open.told_s) note_interval(meter, interval_s);
  if (at.pass == LocalPass::second) return second_pass(meter, at, value);
  if (open.quantity == Quantity::energy_register) return register_reading(meter, at, value);
  point(meter, at, value);
}

void MeterBook::point(MeterNumber meter, const Moment& at, double value) {
  Open& open = open_[meter];
  if (at.hour != open.hour && !turn_to(meter, at, value)) return;
  if (open.minutes & bit_of(at)) return point_again(meter, at, value);
  open.out_of_order += at.second < open.last_second;
  open.minutes |= bit_of(at);
  open.sum += value;
  open.last_second = at.second;
  open.last_value = value;
}

void MeterBook::differs(MeterNumber meter, bool same, std::uint64_t times) {
  kept_[meter].quality.add(same ? Flaw::duplicate : Flaw::contradiction, times);
  if (same) return;
  contradictions_ += times;
  last_contradicted_ = meter;
}

// A minute of which there is a reading: the same again, one of a cadence of seconds, or another file about the same time.
void MeterBook::point_again(MeterNumber meter, const Moment& at, double value) {
  const Open& open = open_[meter];
  if (at.pass == LocalPass::either) return second_pass(meter, at, value);
  if (at.second == open.last_second) return differs(meter, value == open.last_value);
  if (at.second > open.last_second && at.second / 60 == open.last_second / 60)
    return same_minute(meter, at, value);
  if (open.minutes == bit_of(at)) return differs(meter, is_same(value, open.sum));
  hour_again(meter, at, value);
}

void MeterBook::same_minute(MeterNumber meter, const Moment& at, double value) {
  Open& open = open_[meter];
  InMinute& minute = kept_[meter].extra().in_minute;
  if (minute.minute != at.second / 60) minute = {at.second / 60, 1, open.last_value};
  ++minute.count;
  const double mean = minute.mean + (value - minute.mean) / minute.count;
  open.sum += open.quantity == Quantity::energy ? value : mean - minute.mean;
  minute.mean = mean;
  open.last_second = at.second;
  open.last_value = value;
}

void MeterBook::second_pass(MeterNumber meter, const Moment& at, double value) {
  std::vector<SecondPass>& passes = kept_[meter].extra().second_passes;
  auto pass = std::ranges::find(passes, at.hour, &SecondPass::hour);
  if (pass == passes.end()) {
    if (passes.size() == limits::meter_second_passes_max) return flaw(meter, Flaw::outside_bounds);
    passes.push_back({.hour = at.hour});
    pass = passes.end() - 1;
  }
  if (pass->minutes & bit_of(at)) return flaw(meter, Flaw::duplicate);
  pass->minutes |= bit_of(at);
  pass->sum += value;
}

// Only the sum of an hour is kept, so readings of it that come again are compared by theirs, once all have come again.
void MeterBook::hour_again(MeterNumber meter, const Moment& at, double value) {
  SecondPass& again = kept_[meter].extra().again;
  if (again.hour != at.hour) {
    close_hour_again(meter);
    again = {.hour = at.hour};
  }
  if (again.minutes & bit_of(at)) return flaw(meter, Flaw::duplicate);
  again.minutes |= bit_of(at);
  again.sum += value;
  open_[meter].last_second = at.second;
  open_[meter].last_value = value;
}

void MeterBook::close_hour_again(MeterNumber meter) {
  if (!kept_[meter].has_extra()) return;
  SecondPass& again = kept_[meter].extra().again;
  if (again.minutes == 0) return;
  const Open& open = open_[meter];
  const HourBlocks<float>& blocks = kept_[meter].points;
  Minutes minutes = 0;
  double sum = 0;
  if (again.hour == open.hour) {
    minutes = open.minutes;
    sum = open.sum;
  } else if (blocks.contains(again.hour)) {
    minutes = patterns_.minutes(blocks.mark(again.hour));
    sum = static_cast<double>(blocks.value(again.hour));
  }
  const bool same = again.minutes != minutes || is_same(sum, again.sum);
  differs(meter, same, static_cast<std::uint64_t>(std::popcount(again.minutes)));
  again = {};
}

std::uint64_t MeterBook::readings_behind(std::uint16_t mark, Quantity quantity) const {
  if (quantity == Quantity::energy_register) return mark != 0;
  return static_cast<std::uint64_t>(std::popcount(patterns_.minutes(mark)));
}

template <class Value>
void MeterBook::drop_before(HourBlocks<Value>& blocks, MeterNumber meter, Hour hour) {
  std::uint64_t dropped = 0;
  for (Hour old = blocks.first(); old < std::min(hour, blocks.end()); ++old)
    dropped += readings_behind(blocks.mark(old), open_[meter].quantity);
  kept_[meter].quality.add(Flaw::outside_bounds, dropped);
  blocks.drop_before(hour);
}

// One clock gone astray must not push out years of readings: several have to agree on a time so far ahead.
template <class Value>
bool MeterBook::jump(HourBlocks<Value>& blocks, MeterNumber meter, const Moment& at, double value) {
  std::vector<Waiting>& waiting = kept_[meter].extra().waiting;
  if (!waiting.empty() && std::abs(waiting[0].at.hour - at.hour) > limits::meter_jump_hours) {
    kept_[meter].quality.add(Flaw::outside_bounds, waiting.size());
    waiting.clear();
  }
  waiting.push_back({at, value});
  if (waiting.size() < limits::meter_jump_readings) return false;
  const std::vector<Waiting> agreed = std::exchange(waiting, {});
  constexpr auto hours_max = static_cast<Hour>(limits::meter_hours_each_max);
  Hour newest = at.hour;
  for (const Waiting& one : agreed) newest = std::max(newest, one.at.hour);
  drop_before(blocks, meter, newest + 1 - hours_max);
  blocks.extend(newest);
  for (const Waiting& one : agreed)
    if (open_[meter].quantity == Quantity::energy_register)
      register_reading(meter, one.at, one.value);
    else
      point(meter, one.at, one.value);
  return false;
}

// Whether the blocks has the hour now.
template <class Value>
bool MeterBook::admit(HourBlocks<Value>& blocks, MeterNumber meter, const Moment& at,
                      double value) {
  constexpr auto hours_max = static_cast<Hour>(limits::meter_hours_each_max);
  if (blocks.contains(at.hour)) return true;
  if (!blocks.empty() && blocks.end() - at.hour > hours_max) {
    flaw(meter, Flaw::outside_bounds);
    return false;
  }
  if (!blocks.empty() && at.hour - blocks.first() >= hours_max) {
    if (at.hour - blocks.end() > limits::meter_jump_hours) return jump(blocks, meter, at, value);
    drop_before(blocks, meter, at.hour + 1 - hours_max);
  }
  blocks.extend(at.hour);
  return true;
}

void MeterBook::store(MeterNumber meter) {
  constexpr auto hours_max = static_cast<Hour>(limits::meter_hours_each_max);
  Open& open = open_[meter];
  HourBlocks<float>& blocks = kept_[meter].points;
  if (open.minutes == 0) return;
  if (!blocks.contains(open.hour)) {
    if (!blocks.empty() && open.hour < blocks.first()) return;  // given way to newer hours
    drop_before(blocks, meter, open.hour + 1 - hours_max);
    blocks.extend(open.hour);
  }
  const Hour first = open.hour - open.waiting;
  for (std::size_t i = 0; i < open.waiting; ++i)
    blocks.set(first + static_cast<Hour>(i), open.sums[i], open.marks[i]);
  blocks.set(open.hour, static_cast<float>(open.sum), patterns_.number(open.minutes));
  open.waiting = 0;
  open.fresh_from = blocks.end();
}

// The hour behind the open one, of which nothing is known yet: most hours are.
bool MeterBook::next_hour(Open& open, MeterNumber meter, Hour hour) {
  if (hour != open.hour + 1 || hour < open.fresh_from) return false;
  if (open.waiting == waiting_hours) {
    store(meter);
    open.sums[0] = static_cast<float>(open.sum);
    open.marks[0] = patterns_.number(open.minutes);
    open.waiting = 1;
  } else {
    open.sums[open.waiting] = static_cast<float>(open.sum);
    open.marks[open.waiting++] = patterns_.number(open.minutes);
  }
  open.hour = hour;
  open.fresh_from = hour + 1;
  open.minutes = 0;
  open.sum = 0;
  return true;
}

bool MeterBook::turn_to(MeterNumber meter, const Moment& at, double value) {
  Open& open = open_[meter];
  if (next_hour(open, meter, at.hour)) return true;
  HourBlocks<float>& blocks = kept_[meter].points;
  store(meter);
  if (!admit(blocks, meter, at, value)) return false;
  open.hour = at.hour;
  open.minutes = patterns_.minutes(blocks.mark(at.hour));
  open.sum = static_cast<double>(blocks.value(at.hour));
  open.fresh_from = blocks.end();
  return true;
}

void MeterBook::register_reading(MeterNumber meter, const Moment& at, double value) {
  HourBlocks<double>& blocks = kept_[meter].registers;
  Open& open = open_[meter];
  if (at.second == open.last_second) return differs(meter, value == open.last_value);
  if (!admit(blocks, meter, at, value)) return;
  open.out_of_order += at.second < open.last_second;
  open.last_second = at.second;
  open.last_value = value;
  const auto mark = static_cast<std::uint16_t>(at.minute + 1);
  if (blocks.mark(at.hour) == mark) return differs(meter, value == blocks.value(at.hour));
  if (blocks.mark(at.hour) != 0 && blocks.mark(at.hour) < mark) return;
  blocks.set(at.hour, value, mark);
}

}  // namespace davy::power
