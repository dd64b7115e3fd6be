// Readings of many meters, in any order, become each meter's mean power in every hour.
//
// Units:   each quantity's own (below); times in seconds since 1970 in the meter's local time.
// Shape:   a reading counts for the hour in which it begins. For how long it lasts is known at the end, from the times of all
//          of the meter's readings (power/cadence.hpp). An hour needs 30 minutes of data, else it is a gap. A register's hour is
//          the difference between its first reading in that hour and in the next. Records do not depend on the order of
//          readings, as far as these agree with each other; of two that do not, the first is kept.
// Errors:  each meter's flaws, by reason; readings of meters beyond the bound are counted as refused.
// Bounds:  limits::meters_max, limits::meter_hours_each_max; six octets an hour, ten for a register.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "power/hour_blocks.hpp"
#include "power/minute_patterns.hpp"
#include "power/power_record.hpp"

namespace davy::power {

enum class Quantity : std::uint8_t {
  power,            // kW
  energy,           // kWh in the interval
  energy_register,  // kWh, counting up
  current_1,        // A
  current_2,
  current_3,
  reactive_power,  // kvar
  temperature,     // degrees Celsius
};
std::string_view name(Quantity quantity);  // "energy_register"
// Power, energy or register: what a PowerRecord is made of.
inline bool is_active(Quantity quantity) { return quantity <= Quantity::energy_register; }

using LocalSecond = std::int64_t;
using MeterNumber = std::uint32_t;

// Whether daylight saving lets a local time happen twice, and which of the two this is.
enum class LocalPass : std::uint8_t { only, first, second, either };

// A time, taken apart once for all readings of a row.
struct Moment {
  LocalSecond second = 0;
  Hour hour = 0;
  std::uint8_t minute = 0;
  LocalPass pass = LocalPass::only;
};
inline Moment moment(LocalSecond second, LocalPass pass = LocalPass::only) {
  constexpr LocalSecond hour_s = 3600;
  const LocalSecond hour = second >= 0 ? second / hour_s : (second - hour_s + 1) / hour_s;
  return {second, static_cast<Hour>(hour), static_cast<std::uint8_t>((second - hour * hour_s) / 60),
          pass};
}

// Means of another quantity of a meter, in its unit: what a record is judged with, never a record itself.
struct SideRecord {
  Quantity quantity = Quantity::temperature;
  PowerRecord means;  // `kw` holds amperes, kvar or degrees
};

class MeterBook {
 public:
  static constexpr MeterNumber refused_meter = std::numeric_limits<MeterNumber>::max();

  MeterBook();
  ~MeterBook();
  MeterBook(MeterBook&&) noexcept;
  MeterBook& operator=(MeterBook&&) noexcept;

  // Finds or makes; refused_meter beyond the bound, whose readings are counted and left out.
  MeterNumber meter(std::string_view name, Quantity quantity);

  // `value` in the quantity's unit; interval_s 0: lasts until the meter's next reading.
  void reading(MeterNumber meter, LocalSecond start, double value, std::int64_t interval_s = 0) {
    reading(meter, moment(start), value, interval_s);
  }
  void reading(MeterNumber meter, const Moment& at, double value, std::int64_t interval_s = 0) {
    if (meter >= open_.size()) return refuse();
    Open& open = open_[meter];
    ++open.readings;
    const bool plain = value >= static_cast<double>(open.least) && value <= limits::meter_kw_max &&
                       at.hour == open.hour;
    const Minutes bit = Minutes{1} << at.minute;
    if (!plain || interval_s != open.told_s || at.pass != LocalPass::only || (open.minutes & bit))
      return odd_reading(meter, at, value, interval_s);
    open.out_of_order += at.second < open.last_second;
    open.minutes |= bit;
    open.sum += value;
    open.last_second = at.second;
    open.last_value = value;
  }
  void flaw(MeterNumber meter, Flaw flaw);
  void flaw(Flaw flaw) { unassigned_.add(flaw); }  // of no known meter

  // Cleaned (power/clean.hpp), in the order of first appearance: one for each name, of the quantity that covers most hours.
  // The book is empty afterwards, but for its counts and side records.
  std::vector<PowerRecord> finish();
  // Currents, reactive power and temperatures; filled by finish().
  const std::vector<SideRecord>& side_records() const { return sides_; }

  std::uint64_t readings() const;  // also those with flaws, but for refused ones
  std::size_t meters() const { return open_.size(); }
  std::uint64_t refused_meters() const { return refused_meters_; }
  std::uint64_t refused_readings() const { return refused_readings_; }
  std::optional<LocalSecond> first_second() const;  // of hours that are kept
  std::optional<LocalSecond> last_second() const;
  const Quality& unassigned() const { return unassigned_; }
  std::size_t octets() const;  // kept for hours

  // What a meter contradicted so far, for messages that name it.
  std::uint64_t contradictions() const { return contradictions_; }
  MeterNumber last_contradicted() const { return last_contradicted_; }
  std::string_view name_of(MeterNumber meter) const;
  std::uint64_t readings_of(MeterNumber meter) const;

 private:
  static constexpr std::size_t waiting_hours = 8;
  // What every reading touches, in one cache line; and in a second one, which each new hour touches, hours that follow each
  // other on their way to the blocks: there every hour would be several misses.
  struct alignas(64) Open {
    LocalSecond last_second = std::numeric_limits<LocalSecond>::min();
    double last_value = 0;
    Minutes minutes = 0;  // of `hour`
    double sum = 0;
    std::uint64_t readings = 0;
    std::uint64_t out_of_order = 0;
    std::int32_t told_s = 0;
    float least = 0;  // a value below is odd; infinite for registers, whose readings all are
    Hour hour = std::numeric_limits<Hour>::min();
    Hour fresh_from = std::numeric_limits<Hour>::max();  // nothing is known of hours from here on
    std::array<float, waiting_hours> sums{};             // of the hours before `hour`
    std::array<std::uint16_t, waiting_hours> marks{};
    std::uint8_t waiting = 0;
    Quantity quantity = Quantity::power;
  };
  struct Kept;  // what few readings touch

  void refuse() { ++refused_readings_; }
  void odd_reading(MeterNumber meter, const Moment& at, double value, std::int64_t interval_s);
  void note_interval(MeterNumber meter, std::int64_t interval_s);
  bool value_is_possible(MeterNumber meter, double value);
  void point(MeterNumber meter, const Moment& at, double value);
  void point_again(MeterNumber meter, const Moment& at, double value);
  void same_minute(MeterNumber meter, const Moment& at, double value);
  void second_pass(MeterNumber meter, const Moment& at, double value);
  void hour_again(MeterNumber meter, const Moment& at, double value);
  void close_hour_again(MeterNumber meter);
  void register_reading(MeterNumber meter, const Moment& at, double value);
  bool turn_to(MeterNumber meter, const Moment& at, double value);
  void store(MeterNumber meter);
  bool next_hour(Open& open, MeterNumber meter, Hour hour);
  template <class Value>
  bool admit(HourBlocks<Value>& blocks, MeterNumber meter, const Moment& at, double value);
  template <class Value>
  void drop_before(HourBlocks<Value>& blocks, MeterNumber meter, Hour hour);
  template <class Value>
  bool jump(HourBlocks<Value>& blocks, MeterNumber meter, const Moment& at, double value);
  void differs(MeterNumber meter, bool same, std::uint64_t times = 1);
  std::uint64_t readings_behind(std::uint16_t mark, Quantity quantity) const;
  void close(MeterNumber meter);
  PowerRecord record(MeterNumber meter);
  void trim(MeterNumber meter);

  std::vector<Open> open_;
  std::vector<Kept> kept_;
  MinutePatterns patterns_;
  std::unordered_map<std::string, MeterNumber> numbers_;  // by quantity and name
  std::vector<SideRecord> sides_;
  Quality unassigned_;
  std::string key_;
  std::uint64_t refused_meters_ = 0;
  std::uint64_t refused_readings_ = 0;
  std::uint64_t contradictions_ = 0;
  MeterNumber last_contradicted_ = refused_meter;
  std::optional<LocalSecond> finished_first_;
  std::optional<LocalSecond> finished_last_;
};

}  // namespace davy::power
