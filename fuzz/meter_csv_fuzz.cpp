// Tables of readings, of any layout: the same records however the octets are split, and all within their bounds.
#include "meter_replay.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  davy::power::replay_meters(data, size, davy::power::MeterFileKind::csv);
  return 0;
}
