// A conversation over HTTP, with what may follow CONNECT and Upgrade; a script as in conversation_script.hpp.
#include "conversation_script.hpp"
#include "flow/dissect/content_dissector.hpp"
#include "flow/dissect/http_dissector.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  Workspace workspace;
  HttpDissector reader(workspace, 0);
  ConversationBuilder out(workspace.malformed);
  play_script({data, size}, reader, out);
  check_bounds(out.record());
  return 0;
}
