// Duino-Coin's lines as a conversation (conversation_script.hpp).
#include "conversation_script.hpp"
#include "flow/dissect/duino_coin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  begins_as_duino_coin({data, size});
  MalformedCounts malformed;
  ConversationBuilder out(malformed);
  DuinoCoin reader;
  play_script({data, size}, reader, out);
  check_bounds(out.record());
  return 0;
}
