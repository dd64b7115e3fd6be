#include "flow/dissect/bitcoin_p2p.hpp"

#include <algorithm>
#include <string_view>

#include "base/sha256.hpp"

namespace davy::flow {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t message_octets_max =
    32 * 1024 * 1024;  // protocol.h's bound for any fork's blocks

// Payload lengths that are possible; most commands have few.
struct Command {
  std::string_view name;
  std::uint32_t least;
  std::uint32_t most;
};
constexpr std::uint32_t any = message_octets_max;
constexpr Command commands[] = {
    {"addr"sv, 1, 31'000},
    {"addrv2"sv, 1, 600'000},
    {"alert"sv, 2, any},
    {"block"sv, 81, any},
    {"blocktxn"sv, 33, any},
    {"cfcheckpt"sv, 34, any},
    {"cfheaders"sv, 66, any},
    {"cfilter"sv, 34, any},
    {"cmpctblock"sv, 88, any},
    {"feefilter"sv, 8, 8},
    {"filteradd"sv, 1, 1000},
    {"filterclear"sv, 0, 0},
    {"filterload"sv, 10, 40'000},
    {"getaddr"sv, 0, 0},
    {"getblocks"sv, 69, 40'000},
    {"getblocktxn"sv, 33, any},
    {"getcfcheckpt"sv, 33, 33},
    {"getcfheaders"sv, 37, 37},
    {"getcfilters"sv, 37, 37},
    {"getdata"sv, 1, any},
    {"getheaders"sv, 69, 40'000},
    {"headers"sv, 1, any},
    {"inv"sv, 1, any},
    {"mempool"sv, 0, 0},
    {"merkleblock"sv, 84, any},
    {"notfound"sv, 1, any},
    {"ping"sv, 0, 8},
    {"pong"sv, 8, 8},
    {"reject"sv, 3, 400},
    {"sendaddrv2"sv, 0, 0},
    {"sendcmpct"sv, 9, 9},
    {"sendheaders"sv, 0, 0},
    {"sendtxrcncl"sv, 12, 12},
    {"tx"sv, 60, any},
    {"verack"sv, 0, 0},
    {"version"sv, 46, 1000},
    {"wtxidrelay"sv, 0, 0},
};

struct Network {
  std::uint32_t magic;  // as read, most significant first
  std::string_view coin;
  std::string_view rule;
};
constexpr std::string_view unlisted_rule =
    "Bitcoin-family peer-to-peer: known command with correct checksum, network magic not listed";
// Two coins with one magic are named together, without a ticker.
constexpr Network networks[] = {
    {0xf9beb4d9, "BTC", "Bitcoin peer-to-peer: network magic f9beb4d9 and a known command"},
    {0x0b110907, "BTC", "Bitcoin testnet3 peer-to-peer: magic 0b110907 and a known command"},
    {0x1c163f28, "BTC", "Bitcoin testnet4 peer-to-peer: magic 1c163f28 and a known command"},
    {0x0a03cf40, "BTC", "Bitcoin signet peer-to-peer: magic 0a03cf40 and a known command"},
    {0xfabfb5da, "",
     "Bitcoin regtest or Vertcoin peer-to-peer: magic fabfb5da and a known command"},
    {0xe3e1f3e8, "", "Bitcoin Cash or SV peer-to-peer: magic e3e1f3e8 and a known command"},
    {0xf4e5f3f4, "", "Bitcoin Cash or SV testnet peer-to-peer: magic f4e5f3f4 and a known command"},
    {0xfbc0b6db, "", "Litecoin or Monacoin peer-to-peer: magic fbc0b6db and a known command"},
    {0xfdd2c8f1, "LTC", "Litecoin testnet peer-to-peer: magic fdd2c8f1 and a known command"},
    {0xc0c0c0c0, "DOGE", "Dogecoin peer-to-peer: magic c0c0c0c0 and a known command"},
    {0xfcc1b7dc, "",
     "Dogecoin or another testnet, peer-to-peer: magic fcc1b7dc and a known command"},
    {0xf9beb4fe, "NMC", "Namecoin peer-to-peer: magic f9beb4fe and a known command"},
    {0x24e92764, "ZEC", "Zcash peer-to-peer: magic 24e92764 and a known command"},
    {0xfa1af9bf, "ZEC", "Zcash testnet peer-to-peer: magic fa1af9bf and a known command"},
    {0xbf0c6bbd, "", "Dash or a fork of it, peer-to-peer: magic bf0c6bbd and a known command"},
    {0xcee2caff, "DASH", "Dash testnet peer-to-peer: magic cee2caff and a known command"},
    {0xfac3b6da, "DGB", "DigiByte peer-to-peer: magic fac3b6da and a known command"},
    {0x5241564e, "RVN", "Ravencoin peer-to-peer: magic 5241564e and a known command"},
    {0xe1476d44, "BTG", "Bitcoin Gold peer-to-peer: magic e1476d44 and a known command"},
    {0xe6e8e9e5, "PPC", "Peercoin peer-to-peer: magic e6e8e9e5 and a known command"},
    {0x90c4fde9, "PIVX", "PIVX peer-to-peer: magic 90c4fde9 and a known command"},
    {0x72746d2e, "RTM", "Raptoreum peer-to-peer: magic 72746d2e and a known command"},
};

struct Header {
  std::uint32_t magic = 0;
  const Command* command = nullptr;
  std::uint32_t length = 0;
  std::uint32_t checksum = 0;
  std::size_t octets = bitcoin_header_octets;
};

const Network* find_network(std::uint32_t magic) {
  const auto* it = std::ranges::find(networks, magic, &Network::magic);
  return it == std::end(networks) ? nullptr : it;
}

const Command* find_command(Bytes twelve) {
  const std::string_view padded = as_text(twelve);
  const std::string_view name = padded.substr(0, padded.find('\0'));
  if (padded.find_first_not_of('\0', name.size()) != std::string_view::npos) return nullptr;
  const auto* it = std::ranges::lower_bound(commands, name, {}, &Command::name);
  return it != std::end(commands) && it->name == name ? it : nullptr;
}

// Until 2012 a version message had no checksum: its payload begins where the checksum would be, with a version number and
// the services' bits (bitcoin 0.2.9 release notes).
bool has_no_checksum(Bytes octets, const Header& header) {
  if (header.command == nullptr || header.command->name != "version") return false;
  if (find_network(header.magic) == nullptr || octets.size() < 32) return false;
  const std::uint32_t version = load_le32(octets.data() + 20);
  return version >= 100 && version < 80'000 && load_le64(octets.data() + 24) < 0x10000;
}

// A header with a command that exists and a length that it may have; otherwise no command.
Header read_header(Bytes octets) {
  ByteReader reader(octets);
  Header header;
  header.magic = reader.be32();
  header.command = find_command(reader.bytes(12));
  header.length = reader.le32();
  header.checksum = reader.be32();
  if (header.command != nullptr &&
      (header.length < header.command->least || header.length > header.command->most)) {
    header.command = nullptr;
  }
  if (has_no_checksum(octets, header)) header.octets -= 4;
  return header;
}

bool checksum_is_right(Bytes payload, std::uint32_t checksum) {
  return load_be32(sha256(Bytes{sha256(payload)}).data()) == checksum;
}

// The checksum decides where the whole message is there; a known magic has to do where it is not.
bool is_message(const Header& header, Bytes octets) {
  if (header.command == nullptr) return false;
  if (header.octets < bitcoin_header_octets) return true;
  const Bytes payload = octets.subspan(bitcoin_header_octets);
  if (payload.size() < header.length) return find_network(header.magic) != nullptr;
  return checksum_is_right(payload.first(header.length), header.checksum);
}

// The sub-version of a version message: text behind 80 octets of numbers and addresses.
void read_version(Bytes payload, ConversationBuilder& out) {
  ByteReader reader(payload);
  reader.skip(4 + 8 + 8 + 26 + 26 + 8);
  const Bytes agent = reader.bytes(reader.u8());
  if (!reader.failed()) out.set_agent(as_text(agent));
}

}  // namespace

bool is_bitcoin_message(Bytes octets) {
  if (octets.size() < bitcoin_header_octets) return false;
  return is_message(read_header(octets), octets);
}

void BitcoinP2p::bytes(Direction direction, Timestamp, Bytes bytes, ConversationBuilder& out) {
  if (gave_up()) return;
  const auto measure = [](Bytes front) -> std::optional<std::uint64_t> {
    if (front.size() < bitcoin_header_octets) return 0;
    const Header header = read_header(front);
    if (header.command == nullptr) return std::nullopt;
    if (front.size() < bitcoin_header_octets + header.command->least) return 0;
    return header.octets + std::uint64_t{header.length};
  };
  const auto take = [&](Bytes octets, std::uint64_t) {
    const Header header = read_header(octets);
    if (!is_message(header, octets)) return false;
    const Network* network = find_network(header.magic);
    out.related(RelatedClass::blockchain_node, network ? network->rule : unlisted_rule);
    if (network) out.set_coin(network->coin, 2, "network magic");
    if (header.command->name == "version") {
      read_version(octets.subspan(header.octets), out);
    }
    done_ = true;
    return true;
  };
  FrameCutter& frames = frames_[static_cast<std::size_t>(direction)];
  if (!frames.add_or_begin_again(bytes, measure, take)) ++misses_;
}

void BitcoinP2p::gap(Direction direction, std::uint64_t octets, ConversationBuilder&) {
  frames_[static_cast<std::size_t>(direction)].gap(octets);
}

}  // namespace davy::flow
