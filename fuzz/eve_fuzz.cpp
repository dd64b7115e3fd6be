// Suricata's EVE: the same events however the octets are split, and all within their bounds.
#include "log_replay.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using davy::flow::LogKind;
  davy::flow::replay_log(data, size, {LogKind::eve});
  return 0;
}
