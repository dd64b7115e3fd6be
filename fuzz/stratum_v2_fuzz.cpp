// Stratum V2 in clear and behind Noise. First octet: 0 clear, else Noise; then a conversation (conversation_script.hpp).
#include "conversation_script.hpp"
#include "flow/dissect/stratum_v2.hpp"
#include "flow/dissect/stratum_v2_noise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  if (size == 0) return 0;
  const Bytes script = Bytes{data, size}.subspan(1);
  begins_as_stratum_v2(script);
  begins_as_stratum_v2_noise(script);
  MalformedCounts malformed;
  ConversationBuilder out(malformed);
  if (data[0] == 0) {
    StratumV2 reader;
    play_script(script, reader, out);
  } else {
    StratumV2Noise reader;
    play_script(script, reader, out);
  }
  check_bounds(out.record());
  return 0;
}
