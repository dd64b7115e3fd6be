// A conversation in JSON messages, cut and mixed at will; a script as in conversation_script.hpp.
#include "conversation_script.hpp"
#include "flow/dissect/json_dissector.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  MalformedCounts malformed;
  static JsonOutline outline;
  JsonDissector reader(outline, malformed);
  ConversationBuilder out(malformed);
  play_script({data, size}, reader, out);
  fill_usual(out.record());
  check_bounds(out.record());
  const ShareStatistics& shares = out.record().shares;
  if (shares.accepted_with_difficulty > shares.accepted ||
      shares.submitted_with_difficulty > shares.submitted)
    std::abort();
  return 0;
}
