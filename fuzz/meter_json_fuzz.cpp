// Redfish's resources and Prometheus's matrices: the same records however the octets are split, and all within their bounds.
#include "meter_replay.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using davy::power::MeterFileKind;
  davy::power::replay_meters(data, size, MeterFileKind::redfish);
  davy::power::replay_meters(data, size, MeterFileKind::prometheus);
  return 0;
}
