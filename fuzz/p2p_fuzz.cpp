// Nodes talking to each other. First octet: which protocol; then a conversation (conversation_script.hpp).
#include <memory>

#include "conversation_script.hpp"
#include "flow/dissect/bitcoin_p2p.hpp"
#include "flow/dissect/devp2p.hpp"
#include "flow/dissect/levin.hpp"
#include "flow/dissect/libp2p.hpp"
#include "flow/dissect/nano.hpp"
#include "flow/dissect/p2pool.hpp"
#include "flow/dissect/storj.hpp"

namespace davy::flow {
namespace {

std::unique_ptr<Dissector> reader_for(std::uint8_t protocol) {
  switch (protocol % 8) {
    case 0:
      return std::make_unique<BitcoinP2p>();
    case 1:
      return std::make_unique<Levin>();
    case 2:
      return std::make_unique<Discv4>();
    case 3:
      return std::make_unique<Rlpx>();
    case 4:
      return std::make_unique<Libp2p>();
    case 5:
      return std::make_unique<P2pool>();
    case 6:
      return std::make_unique<Nano>();
    default:
      return std::make_unique<Storj>();
  }
}

}  // namespace
}  // namespace davy::flow

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::flow;
  if (size == 0) return 0;
  const Bytes script = Bytes{data, size}.subspan(1);
  const bool any = begins_as_bitcoin_p2p(script) | begins_as_levin(script) |
                   begins_as_discv4(script) | begins_as_rlpx(script, 30303) |
                   begins_as_libp2p(script) | begins_as_p2pool(script) | begins_as_nano(script) |
                   begins_as_storj(script);
  static_cast<void>(any);
  MalformedCounts malformed;
  ConversationBuilder out(malformed);
  const auto reader = reader_for(data[0]);
  play_script(script, *reader, out);
  check_bounds(out.record());
  // A node is never mining, save in P2Pool.
  if (data[0] % 8 != 5 && out.is_mining()) std::abort();
  return 0;
}
