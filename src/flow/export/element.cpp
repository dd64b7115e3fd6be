#include "flow/export/element.hpp"

#include <algorithm>
#include <array>

namespace davy::flow {
namespace {

struct Row {
  std::uint16_t number;
  Element element;
};

// In order of their numbers. Ranks: what is counted since the last record comes before totals since the flow began,
// because records are pieces; times of day come before uptimes, which wrap after 49.7 days.
constexpr std::array iana_rows{
    Row{1, {Slot::octets, As::number, 2}},
    Row{2, {Slot::packets, As::number, 2}},
    Row{4, {Slot::protocol}},
    Row{6, {Slot::tcp_flags}},
    Row{7, {Slot::source_port}},
    Row{8, {Slot::source_v4, As::v4}},
    Row{11, {Slot::destination_port}},
    Row{12, {Slot::destination_v4, As::v4}},
    Row{21, {Slot::end, As::uptime_ms, 1}},
    Row{22, {Slot::start, As::uptime_ms, 1}},
    Row{23, {Slot::out_octets}},
    Row{24, {Slot::out_packets}},
    Row{27, {Slot::source_v6, As::v6}},
    Row{28, {Slot::destination_v6, As::v6}},
    Row{34, {Slot::sampling_interval, As::number, 1}},
    Row{48, {Slot::selector, As::number, 1}},
    Row{50, {Slot::sampling_interval, As::number, 2}},
    Row{58, {Slot::vlan, As::number, 1}},
    Row{85, {Slot::octets, As::number, 1}},
    Row{86, {Slot::packets, As::number, 1}},
    Row{150, {Slot::start, As::unix_s, 2}},
    Row{151, {Slot::end, As::unix_s, 2}},
    Row{152, {Slot::start, As::unix_ms, 4}},
    Row{153, {Slot::end, As::unix_ms, 4}},
    Row{154, {Slot::start, As::ntp, 5}},
    Row{155, {Slot::end, As::ntp, 5}},
    Row{156, {Slot::start, As::ntp, 6}},
    Row{157, {Slot::end, As::ntp, 6}},
    Row{158, {Slot::start, As::before_export_us, 3}},
    Row{159, {Slot::end, As::before_export_us, 3}},
    Row{160, {Slot::boot, As::unix_ms}},
    Row{231, {Slot::octets, As::number, initiator_rank}},
    Row{232, {Slot::reverse_octets, As::number, initiator_rank}},
    Row{239, {Slot::biflow_direction}},
    Row{243, {Slot::vlan, As::number, 2}},
    Row{298, {Slot::packets, As::number, initiator_rank}},
    Row{299, {Slot::reverse_packets, As::number, initiator_rank}},
    Row{302, {Slot::selector, As::number, 2}},
    Row{305, {Slot::chosen, As::number, 1}},
    Row{306, {Slot::passed_over}},
    Row{309, {Slot::chosen, As::number, 2}},
    Row{310, {Slot::population}},
    Row{322, {Slot::observed, As::unix_s, 1}},
    Row{323, {Slot::observed, As::unix_ms, 2}},
    Row{324, {Slot::observed, As::ntp, 3}},
    Row{325, {Slot::observed, As::ntp, 4}},
};
static_assert(std::is_sorted(iana_rows.begin(), iana_rows.end(),
                             [](const Row& a, const Row& b) { return a.number < b.number; }));

Element find_iana(std::uint16_t number) {
  const auto* row = std::lower_bound(iana_rows.begin(), iana_rows.end(), number,
                                     [](const Row& r, std::uint16_t n) { return r.number < n; });
  return row != iana_rows.end() && row->number == number ? row->element : Element{};
}

// What the element of the other direction tells of this one.
Slot reversed(Slot slot) {
  switch (slot) {
    case Slot::octets:
      return Slot::reverse_octets;
    case Slot::packets:
      return Slot::reverse_packets;
    case Slot::tcp_flags:
      return Slot::reverse_tcp_flags;
    case Slot::start:
      return Slot::reverse_start;
    case Slot::end:
      return Slot::reverse_end;
    default:
      return Slot::none;
  }
}

Element look_up(std::uint32_t enterprise, std::uint16_t number) {
  if (enterprise == iana) return find_iana(number);
  if (enterprise != reverse_enterprise) return {};
  Element element = find_iana(number);
  element.slot = reversed(element.slot);
  return element;
}

// Numbers may be shorter than their type (RFC 7011, 6.2), or longer than RFC 3954 has them.
bool is_possible(As as, std::uint16_t octets) {
  switch (as) {
    case As::v4:
      return octets == 4;
    case As::v6:
      return octets == 16;
    case As::ntp:
      return octets == 8;
    default:
      return octets >= 1 && octets <= 8;
  }
}

}  // namespace

Element find_element(std::uint32_t enterprise, std::uint16_t number, std::uint16_t octets) {
  const Element element = look_up(enterprise, number);
  return is_possible(element.as, octets) ? element : Element{};
}

bool has_impossible_length(std::uint32_t enterprise, std::uint16_t number, std::uint16_t octets) {
  const Element element = look_up(enterprise, number);
  return element.slot != Slot::none && !is_possible(element.as, octets);
}

}  // namespace davy::flow
