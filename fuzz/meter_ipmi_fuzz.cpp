// What ipmitool prints: the same records however the octets are split, and all within their bounds.
#include "meter_replay.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  davy::power::replay_meters(data, size, davy::power::MeterFileKind::ipmi_sdr);
  return 0;
}
