#include <algorithm>
#include <utility>

#include "power/clean.hpp"
#include "power/meter_kept.hpp"

namespace davy::power {
namespace {

constexpr LocalSecond hour_s = 3600;
constexpr std::uint64_t readings_to_trim_min =
    100;  // fewer tell nothing of what is far from the rest

template <class Blocks>
void shed_ends(Blocks& blocks, auto readings, auto drop) {
  const Hour far = limits::meter_jump_hours;
  for (const bool front : {true, false}) {
    std::uint64_t seen = 0;
    Hour empty = 0;
    const Hour hours = blocks.end() - blocks.first();
    for (Hour i = 0; i < hours && seen < limits::meter_jump_readings; ++i) {
      const Hour hour = front ? blocks.first() + i : blocks.end() - 1 - i;
      const std::uint64_t own = readings(blocks.mark(hour));
      empty = own == 0 ? empty + 1 : 0;
      seen += own;
      if (seen > 0 && empty > far) {
        drop(front, hour, seen);
        break;
      }
    }
  }
}

}  // namespace

// One or two readings a month and more away from all others are a clock that was not set.
void MeterBook::trim(MeterNumber meter) {
  if (open_[meter].readings < readings_to_trim_min) return;
  const auto shed = [&](auto& blocks) {
    shed_ends(
        blocks, [&](std::uint16_t mark) { return readings_behind(mark, open_[meter].quantity); },
        [&](bool front, Hour hour, std::uint64_t readings) {
          kept_[meter].quality.add(Flaw::outside_bounds, readings);
          front ? blocks.drop_before(hour) : blocks.drop_from(hour);
        });
    while (!blocks.empty() && blocks.mark(blocks.first()) == 0)
      blocks.drop_before(blocks.first() + 1);
    while (!blocks.empty() && blocks.mark(blocks.end() - 1) == 0)
      blocks.drop_from(blocks.end() - 1);
  };
  shed(kept_[meter].points);
  shed(kept_[meter].registers);
}

void MeterBook::close(MeterNumber meter) {
  store(meter);
  close_hour_again(meter);
  Kept& kept = kept_[meter];
  if (kept.has_extra()) kept.quality.add(Flaw::outside_bounds, kept.extra().waiting.size());
  trim(meter);
  kept.quality.add(Flaw::out_of_order, std::exchange(open_[meter].out_of_order, 0));
  kept.quality.readings = open_[meter].readings;
}

PowerRecord MeterBook::record(MeterNumber meter) {
  Kept& kept = kept_[meter];
  const Quantity quantity = open_[meter].quantity;
  static const std::vector<SecondPass> none;
  const auto& passes = kept.has_extra() ? kept.extra().second_passes : none;
  PowerRecord record{.meter = kept.name, .first_hour = 0, .kw = {}, .quality = {}};
  if (quantity == Quantity::energy_register) {
    record.first_hour = kept.registers.first();
    record.kw = hour_means(RegisterHours{kept.registers, passes}, kept.quality);
  } else {
    const int told_min = static_cast<int>((kept.told_s + 59) / 60);
    record.first_hour = kept.points.first();
    record.kw = hour_means(
        PointHours{kept.points, patterns_, passes, quantity == Quantity::energy, told_min},
        kept.quality);
  }
  record.quality = kept.quality;
  kept.points = {};
  kept.registers = {};
  return record;
}

namespace {

std::size_t hours_of(const PowerRecord& record) {
  return record.kw.size() - static_cast<std::size_t>(std::ranges::count_if(record.kw, is_gap));
}

// A meter that tells power and energy is one meter: what covers more hours speaks for it.
void join(PowerRecord& first, PowerRecord&& other) {
  if (hours_of(other) > hours_of(first)) std::swap(first, other);
  first.quality.add(other.quality);
}

}  // namespace

std::vector<PowerRecord> MeterBook::finish() {
  std::vector<PowerRecord> records;
  std::unordered_map<std::string, std::size_t> by_name;
  for (MeterNumber meter = 0; meter < open_.size(); ++meter) close(meter);
  finished_first_ = first_second();
  finished_last_ = last_second();
  for (MeterNumber meter = 0; meter < open_.size(); ++meter) {
    PowerRecord one = record(meter);
    if (!is_active(open_[meter].quantity)) {
      sides_.push_back({open_[meter].quantity, std::move(one)});
      continue;
    }
    const auto [found, is_new] = by_name.try_emplace(one.meter, records.size());
    if (is_new)
      records.push_back(std::move(one));
    else
      join(records[found->second], std::move(one));
  }
  for (PowerRecord& one : records) clean(one);
  return records;
}

std::uint64_t MeterBook::readings() const {
  std::uint64_t sum = 0;
  for (const Open& open : open_) sum += open.readings;
  return sum;
}

std::optional<LocalSecond> MeterBook::first_second() const {
  std::optional<LocalSecond> first = finished_first_;
  const auto look = [&](const auto& blocks) {
    if (!blocks.empty() && (!first || blocks.first() * hour_s < *first))
      first = blocks.first() * hour_s;
  };
  for (const Kept& kept : kept_) {
    look(kept.points);
    look(kept.registers);
  }
  return first;
}

std::optional<LocalSecond> MeterBook::last_second() const {
  std::optional<LocalSecond> last = finished_last_;
  const auto look = [&](const auto& blocks) {
    if (!blocks.empty() && (!last || blocks.end() * hour_s - 1 > *last))
      last = blocks.end() * hour_s - 1;
  };
  for (const Kept& kept : kept_) {
    look(kept.points);
    look(kept.registers);
  }
  for (const Open& open : open_)
    if (open.minutes != 0 && (!last || (open.hour + 1) * hour_s - 1 > *last))
      last = (open.hour + 1) * hour_s - 1;
  return last;
}

std::size_t MeterBook::octets() const {
  std::size_t octets = open_.size() * (sizeof(Open) + sizeof(Kept));
  for (const Kept& kept : kept_) octets += kept.points.octets() + kept.registers.octets();
  return octets;
}

}  // namespace davy::power
