// Zeek's logs as text and as JSON: the same events however the octets are split, and all within their bounds.
#include "log_replay.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using davy::flow::LogKind;
  davy::flow::replay_log(data, size, {LogKind::zeek_text, LogKind::zeek_json});
  return 0;
}
