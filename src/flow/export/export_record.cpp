#include "flow/export/export_record.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::uint32_t day_ms = 24u * 3600 * 1000;

std::int64_t whole_seconds(Timestamp t) { return t.time_since_epoch().count() / 1'000'000'000; }

std::uint64_t load_number(const std::uint8_t* at, std::size_t octets) {
  switch (octets) {
    case 1:
      return at[0];
    case 2:
      return load_be16(at);
    case 4:
      return load_be32(at);
    case 8:
      return load_be64(at);
    default:
      break;
  }
  if (octets > 8) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < octets; ++i) value = value << 8 | at[i];
  return value;
}

bool is_zero(const std::uint8_t* at, std::size_t octets) {
  return std::all_of(at, at + octets, [](std::uint8_t octet) { return octet == 0; });
}

// Where a record has room for the addresses of both versions, those of the other one are zeros.
void load_address(const std::uint8_t* at, bool is_v4, bool has_other, IpAddress& out) {
  if (has_other && is_zero(at, is_v4 ? 4 : 16)) return;
  out = is_v4 ? IpAddress::v4(at) : IpAddress::v6(at);
}

void load(const Template& made, Slot slot, Bytes field, RecordValues& out) {
  const std::uint8_t* const at = field.data();
  switch (slot) {
    case Slot::none:
      return;
    case Slot::source_v4:
      return load_address(at, true, made.holds(Slot::source_v6), out.source);
    case Slot::source_v6:
      return load_address(at, false, made.holds(Slot::source_v4), out.source);
    case Slot::destination_v4:
      return load_address(at, true, made.holds(Slot::destination_v6), out.destination);
    case Slot::destination_v6:
      return load_address(at, false, made.holds(Slot::destination_v4), out.destination);
    default:
      out.number[static_cast<std::size_t>(slot)] = load_number(at, field.size());
  }
}

// One octet of length, or 255 and two (RFC 7011, 7).
std::size_t read_length(ByteReader& reader) {
  const std::size_t octets = reader.u8();
  return octets < 255 ? octets : reader.be16();
}

std::optional<Timestamp> instant_of_ntp(std::uint64_t value) {
  constexpr std::uint64_t from_1900_to_1970_s = 2'208'988'800;
  std::uint64_t seconds = value >> 32;
  if (seconds < from_1900_to_1970_s) seconds += std::uint64_t{1} << 32;  // from 2036 on
  const std::uint64_t fraction_ns = ((value & 0xffffffff) * 1'000'000'000) >> 32;
  return timestamp_ns(
      static_cast<std::int64_t>((seconds - from_1900_to_1970_s) * 1'000'000'000 + fraction_ns));
}

// Times that do not fit are none.
std::optional<Timestamp> scaled(std::uint64_t value, std::uint64_t unit_ns) {
  constexpr std::uint64_t end_of_time_ns = 0x7fffffffffffffff;
  if (value > end_of_time_ns / unit_ns) return {};
  return timestamp_ns(static_cast<std::int64_t>(value * unit_ns));
}

class RecordTimes {
 public:
  RecordTimes(const Template& made, const RecordValues& values, const ExportClock& clock)
      : made_(made), values_(values), clock_(clock) {}

  // False: they cannot be.
  bool read(ExportedFlow& out) {
    include(Slot::start);
    include(Slot::end);
    if (made_.holds(Slot::reverse_start)) include_reverse(Slot::reverse_start);
    if (made_.holds(Slot::reverse_end)) include_reverse(Slot::reverse_end);
    if (!first_) include(Slot::observed);
    if (!good_) return false;
    out.first_seen = first_.value_or(clock_.exported);
    out.last_seen = last_.value_or(clock_.exported);
    return settle_times(clock_, out.first_seen, out.last_seen);
  }

 private:
  std::optional<Timestamp> instant(Slot slot) const {
    const std::uint64_t value = values_[slot];
    switch (made_.as[static_cast<std::size_t>(slot)]) {
      case As::unix_s:
        return scaled(value, 1'000'000'000);
      case As::unix_ms:
        return scaled(value, 1'000'000);
      case As::ntp:
        return instant_of_ntp(value);
      case As::before_export_us:
        if (const auto before = scaled(value, 1'000)) {
          return clock_.exported - before->time_since_epoch();
        }
        return {};
      default:
        return instant_of_uptime(static_cast<std::uint32_t>(value), uptime_now(), clock_.exported);
    }
  }

  std::uint32_t uptime_now() const {
    if (made_.holds(Slot::boot)) return uptime_at(clock_.exported, values_[Slot::boot]);
    const Slot latest = made_.holds(Slot::end) ? Slot::end : Slot::start;
    return clock_.uptime_ms.value_or(static_cast<std::uint32_t>(values_[latest]));
  }

  // The start comes first, so that what follows it is the end.
  void include(Slot slot) {
    if (!made_.holds(slot)) return;
    const auto time = instant(slot);
    good_ = good_ && time.has_value();
    if (!time) return;
    if (!first_) first_ = time;
    last_ = time;
  }
  // A direction without packets has no times.
  void include_reverse(Slot slot) {
    if (values_[slot] == 0 || values_[Slot::reverse_packets] == 0) return;
    const auto time = instant(slot);
    good_ = good_ && time.has_value();
    if (!time) return;
    if (slot == Slot::reverse_start) first_ = first_ ? std::min(*first_, *time) : *time;
    if (slot == Slot::reverse_end) last_ = last_ ? std::max(*last_, *time) : *time;
    if (!first_) first_ = last_;
    if (!last_) last_ = first_;
  }

  const Template& made_;
  const RecordValues& values_;
  const ExportClock& clock_;
  std::optional<Timestamp> first_;
  std::optional<Timestamp> last_;
  bool good_ = true;
};

bool has_key(const Template& made) {
  return (made.holds(Slot::source_v4) || made.holds(Slot::source_v6)) &&
         (made.holds(Slot::destination_v4) || made.holds(Slot::destination_v6)) &&
         made.holds(Slot::source_port) && made.holds(Slot::destination_port);
}

void set_counts(const Template& made, const RecordValues& values, ExportedFlow& out) {
  out.packets = {values[Slot::packets], values[Slot::reverse_packets]};
  out.octets = {values[Slot::octets], values[Slot::reverse_octets]};
  out.tcp_flags = {static_cast<std::uint8_t>(values[Slot::tcp_flags]),
                   static_cast<std::uint8_t>(values[Slot::reverse_tcp_flags])};
  const bool seen = out.packets[1] > 0 || out.octets[1] > 0;
  const bool told = made.holds(Slot::reverse_octets) || made.holds(Slot::reverse_packets);
  out.both_directions = told && (seen || !made.out_is_reverse);
}

void set_key(const RecordValues& values, ExportedFlow& out) {
  constexpr std::uint64_t vlan_bits = 0x0fff;  // above them are priority and drop eligibility
  out.key = {values.source,
             values.destination,
             static_cast<std::uint16_t>(values[Slot::source_port]),
             static_cast<std::uint16_t>(values[Slot::destination_port]),
             static_cast<std::uint16_t>(values[Slot::vlan] & vlan_bits),
             static_cast<capture::Transport>(values[Slot::protocol])};
}

// RFC 5103, 6.3: 1 = the initiator is the source, 2 = it is the destination; else nobody knows.
void settle_direction(const Template& made, const RecordValues& values, ExportedFlow& out) {
  out.client_known = made.client_known;
  if (!made.holds(Slot::biflow_direction)) return;
  constexpr std::uint64_t initiator = 1, reverse_initiator = 2;
  const std::uint64_t direction = values[Slot::biflow_direction];
  out.client_known =
      direction == initiator || (direction == reverse_initiator && out.both_directions);
  // Where only one direction is told it stays the forward one.
  if (direction != reverse_initiator || !out.both_directions) return;
  std::swap(out.key.source_address, out.key.destination_address);
  std::swap(out.key.source_port, out.key.destination_port);
  std::swap(out.packets[0], out.packets[1]);
  std::swap(out.octets[0], out.octets[1]);
  std::swap(out.tcp_flags[0], out.tcp_flags[1]);
}

bool is_transport(std::uint64_t protocol) {
  return protocol == static_cast<std::uint64_t>(capture::Transport::tcp) ||
         protocol == static_cast<std::uint64_t>(capture::Transport::udp);
}

}  // namespace

Timestamp instant_of_uptime(std::uint32_t uptime_ms, std::uint32_t now_ms, Timestamp exported) {
  const std::uint32_t age_ms = now_ms - uptime_ms;
  const std::uint32_t ahead_ms = uptime_ms - now_ms;
  if (ahead_ms <= day_ms) return exported + std::chrono::milliseconds{ahead_ms};
  return exported - std::chrono::milliseconds{age_ms};
}

std::uint32_t uptime_at(Timestamp exported, std::uint64_t boot_ms) {
  const auto now_ms = static_cast<std::uint64_t>(exported.time_since_epoch().count() / 1'000'000);
  return static_cast<std::uint32_t>(now_ms - boot_ms);
}

bool settle_times(const ExportClock& clock, Timestamp first, Timestamp& last) {
  constexpr std::int64_t ahead_max_s = limits::export_time_ahead_max / std::chrono::seconds{1};
  constexpr std::int64_t distance_max_s =
      limits::export_time_distance_max / std::chrono::seconds{1};
  const std::int64_t exported_s = whole_seconds(clock.exported);
  for (const Timestamp time : {first, last}) {
    const std::int64_t distance_s = whole_seconds(time) - exported_s;
    if (distance_s > distance_max_s || distance_s < -distance_max_s) return false;
  }
  if (whole_seconds(last) - whole_seconds(clock.received) > ahead_max_s) return false;
  if (last < first && first - last > limits::export_time_rounding) return false;
  last = std::max(first, last);
  return true;
}

void read_record(const Template& made, const std::uint8_t* record, RecordValues& out) {
  for (const Step& step : made.steps) {
    load(made, step.slot, {record + step.offset, step.octets}, out);
  }
}

bool read_variable_record(const Template& made, ByteReader& reader, RecordValues& out) {
  for (const Step& step : made.steps) {
    const std::size_t octets = step.octets == variable_octets ? read_length(reader) : step.octets;
    const Bytes field = reader.bytes(octets);
    if (reader.failed()) return false;
    load(made, step.slot, field, out);
  }
  return true;
}

std::optional<std::uint32_t> sampled_one_in(const Template& made, const RecordValues& values) {
  std::uint64_t one_in = values[Slot::sampling_interval];
  const std::uint64_t chosen = values[Slot::chosen];
  if (one_in == 0 && chosen > 0 && made.holds(Slot::population)) {
    one_in = values[Slot::population] / chosen;
  } else if (one_in == 0 && chosen > 0 && made.holds(Slot::passed_over)) {
    constexpr std::uint64_t passed_over_max = 0xffffffff;
    one_in = (chosen + std::min(values[Slot::passed_over], passed_over_max)) / chosen;
  }
  if (one_in == 0) return {};
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(one_in, 0xffffffff));
}

RecordOutcome make_flow(const Template& made, const RecordValues& values, const ExportClock& clock,
                        ExportedFlow& out) {
  if (!made.holds(Slot::protocol)) return RecordOutcome::incomplete;
  if (!is_transport(values[Slot::protocol])) return RecordOutcome::not_transport;
  if (!has_key(made)) return RecordOutcome::incomplete;
  set_key(values, out);
  set_counts(made, values, out);
  if (!is_complete(out)) return RecordOutcome::incomplete;
  if (!RecordTimes(made, values, clock).read(out)) return RecordOutcome::impossible_time;
  settle_direction(made, values, out);
  return RecordOutcome::flow;
}

bool is_complete(const ExportedFlow& flow) {
  const bool ports = flow.key.source_port != 0 || flow.key.destination_port != 0;
  return ports && (flow.packets[0] | flow.packets[1] | flow.octets[0] | flow.octets[1]) != 0;
}

void deliver(RecordOutcome outcome, const ExportedFlow& flow, const ExportOutput& out) {
  ++out.counts.records;
  switch (outcome) {
    case RecordOutcome::flow:
      ++out.counts.flows;
      return out.sink.flow(flow);
    case RecordOutcome::not_transport:
      ++out.counts.not_transport;
      return;
    case RecordOutcome::incomplete:
      ++out.counts.incomplete;
      return;
    case RecordOutcome::impossible_time:
      out.malformed.add(Malformed::export_time);
  }
}

}  // namespace davy::flow
