#include "flow/dissect/libp2p.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::uint32_t names_max = 32;       // of one side; negotiation is shorter
constexpr std::size_t name_octets_max = 127;  // one octet of length

constexpr std::array<std::string_view, 3> storage_prefixes{"/ipfs/", "/fil/", "/storage/"};
constexpr std::array<std::string_view, 3> encrypting{"/noise\n", "/tls/1.0.0\n", "/secio/1.0.0\n"};

}  // namespace

void Libp2p::bytes(Direction direction, Timestamp, Bytes bytes, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  if (side.done) return;
  const auto measure = [](Bytes front) -> std::optional<std::uint64_t> {
    if (front[0] == 0 || front[0] > name_octets_max) return std::nullopt;
    return 1 + std::uint64_t{front[0]};
  };
  const auto take = [&](Bytes octets, std::uint64_t) { return read_name(side, octets, out); };
  if (!side.frames.add(bytes, measure, take)) side.done = true;
}

void Libp2p::gap(Direction direction, std::uint64_t, ConversationBuilder&) {
  sides_[static_cast<std::size_t>(direction)].done = true;
}

// False where the names end.
bool Libp2p::read_name(Side& side, Bytes octets, ConversationBuilder& out) {
  const std::string_view name = as_text(octets.subspan(1));
  const bool opening = as_text(octets) == multistream_opening;
  const bool is_name = name.size() > 1 && name.back() == '\n' &&
                       (name[0] == '/' || name == "na\n" || name == "ls\n");
  if (!is_name || (side.names == 0 && !opening) || ++side.names > names_max) return false;
  if (opening) {
    out.related(RelatedClass::blockchain_node,
                "libp2p: /multistream/1.0.0 opening; nodes of many chains speak it, and storage "
                "networks such as IPFS outside them");
  }
  if (std::ranges::any_of(storage_prefixes, [&](auto p) { return name.starts_with(p); })) {
    out.related(RelatedClass::storage_network,
                "libp2p: a protocol of a storage network (/ipfs/, /fil/, /storage/) is named");
  }
  // The answer "yes, this one" is the same name; from then on nothing is readable.
  return std::ranges::find(encrypting, name) == encrypting.end();
}

}  // namespace davy::flow
