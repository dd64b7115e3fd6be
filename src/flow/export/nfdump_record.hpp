// One record of nfdump, whichever form it had. Absent: views whose data() is null.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "flow/export/log_output.hpp"

namespace davy::flow {

enum class NfdumpField : std::uint8_t {
  first,
  last,
  duration,  // seconds; csv only
  source_address,
  destination_address,
  source_port,
  destination_port,
  protocol,
  flags,
  packets,
  octets,
  reverse_packets,
  reverse_octets,
  vlan,
  count_,
};
inline constexpr std::size_t nfdump_fields = static_cast<std::size_t>(NfdumpField::count_);

struct NfdumpRecord {
  std::array<std::string_view, nfdump_fields> fields{};

  std::string_view& operator[](NfdumpField field) {
    return fields[static_cast<std::size_t>(field)];
  }
  std::string_view operator[](NfdumpField field) const {
    return fields[static_cast<std::size_t>(field)];
  }
  bool has(NfdumpField field) const { return (*this)[field].data() != nullptr; }
};

void tell(const NfdumpRecord& record, LogOutput& output);

}  // namespace davy::flow
