#include "flow/dissect/names/dns.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/limits.hpp"
#include "flow/host_characters.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t header_octets = 12;
constexpr std::uint16_t class_in = 1;
constexpr std::uint8_t label_octets_max = 63;
constexpr std::uint8_t pointer_bits = 0xc0;
constexpr std::uint16_t hint_v4 = 4;  // SvcParamKey
constexpr std::uint16_t hint_v6 = 6;

bool append_label(Bytes label, DnsName& name) {
  const std::size_t dot = name.size == 0 ? 0 : 1;
  if (name.size + dot + label.size() > dns_name_octets_max) return false;
  char* out = name.octets.data() + name.size;
  if (dot != 0) *out++ = '.';
  name.is_host &= lower_host_label(label, out);
  name.size = static_cast<std::uint8_t>(name.size + dot + label.size());
  return true;
}

// What ends in a label of digits is an address, and no host name (RFC 1123, 2.1).
bool ends_in_digits(std::string_view name) {
  const std::string_view label = name.substr(name.rfind('.') + 1);
  return std::ranges::all_of(label, [](char c) { return '0' <= c && c <= '9'; });
}

// Reads the name at `at`, and sets `at` behind it. A pointer must go back behind where the last one went, so that names
// cannot go round in circles.
bool read_name(Bytes message, std::size_t& at, DnsName& name) {
  name.size = 0;
  name.is_host = true;
  std::size_t lowest = at;
  bool jumped = false;
  std::size_t pointers = 0;
  for (std::size_t position = at;;) {
    if (position >= message.size()) return false;
    const std::uint8_t octet = message[position++];
    if (octet >= pointer_bits) {
      if (position >= message.size() || ++pointers > limits::dns_pointers_max) return false;
      const std::size_t target = load_be16(message.data() + position - 1) & 0x3fffu;
      if (target >= lowest) return false;
      if (!std::exchange(jumped, true)) at = position + 1;
      position = lowest = target;
    } else if (octet == 0) {
      if (!jumped) at = position;
      name.is_host = name.is_host && !ends_in_digits(name.text());
      return true;
    } else {
      if (octet > label_octets_max || octet > message.size() - position) return false;
      if (!append_label(message.subspan(position, octet), name)) return false;
      position += octet;
    }
  }
}

// The header and the question; `at` is set behind them.
NameOutcome read_question(Bytes message, DnsQuestion& question, std::size_t& at) {
  if (message.size() <= header_octets) return NameOutcome::other;
  const std::uint16_t flags = load_be16(message.data() + 2);
  const bool standard_query = (flags & 0x7800) == 0;
  if (!standard_query || load_be16(message.data() + 4) != 1) return NameOutcome::other;
  question.is_response = (flags & 0x8000) != 0;
  question.is_truncated = (flags & 0x0200) != 0;
  question.response_code = flags & 0x0f;
  at = header_octets;
  if (!read_name(message, at, question.asked)) return NameOutcome::malformed;
  if (message.size() - at < 4) return NameOutcome::malformed;
  question.type = load_be16(message.data() + at);
  if (load_be16(message.data() + at + 2) != class_in) return NameOutcome::other;
  at += 4;
  return NameOutcome::complete;
}

struct Record {
  std::string owner;
  std::string target;  // of a canonical name or a service
  bool target_is_host = false;
  std::uint16_t type = 0;
  std::uint32_t time_to_live_s = 0;
  Bytes hints;  // of a service: its parameters
  Bytes address;
};

bool is_service(std::uint16_t type) { return type == dns_type::https || type == dns_type::svcb; }

bool read_target(Bytes message, std::size_t& at, std::size_t end, Record& record) {
  DnsName name;
  if (!read_name(message.first(end), at, name)) return false;
  record.target = name.text();
  record.target_is_host = name.is_host;
  return true;
}

// `at` is where the data begin.
bool read_data(Bytes message, std::size_t at, std::size_t octets, Record& record) {
  const std::size_t end = at + octets;
  if (record.type == dns_type::cname) return read_target(message, at, end, record) && at == end;
  if (is_service(record.type)) {
    if (octets < 3) return false;
    at += 2;  // its priority
    if (!read_target(message, at, end, record)) return false;
    record.hints = message.subspan(at, end - at);
    return true;
  }
  const bool v4 = record.type == dns_type::a;
  if (!v4 && record.type != dns_type::aaaa) return true;
  record.address = message.subspan(at, octets);
  return octets == (v4 ? 4 : 16);
}

bool read_record(Bytes message, std::size_t& at, Record& record) {
  DnsName owner;
  if (!read_name(message, at, owner)) return false;
  ByteReader reader(message.subspan(at));
  record.type = reader.be16();
  const std::uint16_t record_class = reader.be16();
  const std::uint32_t time_to_live_s = reader.be32();
  const std::size_t octets = reader.be16();
  if (reader.failed() || octets > reader.remaining()) return false;
  record.owner = owner.text();
  // RFC 2181: with the highest bit set it counts as 0.
  record.time_to_live_s = time_to_live_s > 0x7fffffffu ? 0 : time_to_live_s;
  const std::size_t data = message.size() - reader.remaining();
  at = data + octets;
  if (record_class != class_in) record.type = 0;
  return read_data(message, data, octets, record);
}

// A name on the way from the question, and for how long it holds there.
struct Link {
  std::string_view name;
  std::uint32_t time_to_live_s;
};

const Link* find(const std::vector<Link>& links, std::string_view name) {
  const auto found = std::ranges::find(links, name, &Link::name);
  return found == links.end() ? nullptr : &*found;
}

// Servers send canonical names in their order, but nothing obliges them to.
std::vector<Link> follow(std::string_view question, const std::vector<Record>& records) {
  std::vector<Link> links{{question, std::numeric_limits<std::uint32_t>::max()}};
  for (std::size_t i = 0; i < links.size(); ++i) {
    for (const Record& record : records) {
      if (record.target.empty() || record.owner != links[i].name) continue;
      if (find(links, record.target) != nullptr) continue;
      links.push_back({record.target, std::min(links[i].time_to_live_s, record.time_to_live_s)});
    }
  }
  return links;
}

void add_address(DnsMessage& message, const std::uint8_t* octets, bool v4, std::uint32_t ttl_s) {
  if (message.addresses.size() == limits::dns_names_max) {
    message.is_cut = true;
    return;
  }
  const IpAddress address = v4 ? IpAddress::v4(octets) : IpAddress::v6(octets);
  if (std::ranges::find(message.addresses, address, &DnsAddress::address) ==
      message.addresses.end()) {
    message.addresses.push_back({address, ttl_s});
  }
}

bool add_hints(DnsMessage& message, Bytes hints, std::uint32_t ttl_s) {
  ByteReader reader(hints);
  while (reader.remaining() > 0) {
    const std::uint16_t key = reader.be16();
    Bytes value = reader.bytes(reader.be16());
    if (reader.failed()) return false;
    if (key != hint_v4 && key != hint_v6) continue;
    const std::size_t octets = key == hint_v4 ? 4 : 16;
    if (value.empty() || value.size() % octets != 0) return false;
    for (; !value.empty(); value = value.subspan(octets)) {
      add_address(message, value.data(), key == hint_v4, ttl_s);
    }
  }
  return true;
}

bool read_answers(Bytes octets, std::size_t at, std::vector<Record>& records) {
  for (Record& record : records) {
    if (read_record(octets, at, record)) continue;
    record = {};
    return false;
  }
  return true;
}

bool bind(std::string_view question, const std::vector<Record>& records, DnsMessage& message) {
  bool held = true;
  const std::vector<Link> links = follow(question, records);
  for (const Record& record : records) {
    const Link* link = find(links, record.owner);
    if (link == nullptr) continue;
    const std::uint32_t ttl_s = std::min(link->time_to_live_s, record.time_to_live_s);
    if (!record.address.empty()) {
      add_address(message, record.address.data(), record.type == dns_type::a, ttl_s);
    }
    if (!record.hints.empty()) held &= add_hints(message, record.hints, ttl_s);
  }
  for (const Link& link : links) {
    const auto named = [&](const Record& r) { return r.target_is_host && r.target == link.name; };
    if (link.name != question && std::ranges::any_of(records, named)) {
      message.canonical_names.emplace_back(link.name);
    }
  }
  return held;
}

}  // namespace

NameOutcome dns_question(Bytes message, DnsQuestion& question) {
  std::size_t at = 0;
  return read_question(message, question, at);
}

NameOutcome read_dns(Bytes octets, DnsMessage& message) {
  message = {};
  DnsQuestion question;
  std::size_t at = 0;
  const NameOutcome outcome = read_question(octets, question, at);
  if (outcome != NameOutcome::complete) return outcome;
  message.question = question.name();
  message.type = question.type;
  message.response_code = question.response_code;
  message.is_response = question.is_response;
  message.is_truncated = question.is_truncated;
  if (!message.is_response) return outcome;

  const std::size_t answers = load_be16(octets.data() + 6);
  message.is_cut = answers > limits::dns_names_max;
  std::vector<Record> records(std::min(answers, limits::dns_names_max));
  // A server that says it has cut its answer may have cut it inside a record.
  const bool whole = read_answers(octets, at, records) || message.is_truncated;
  const bool held = bind(question.asked.text(), records, message);
  return whole && held ? NameOutcome::complete : NameOutcome::malformed;
}

std::optional<Bytes> take_dns_message(Bytes& stream) {
  ByteReader reader(stream);
  const std::size_t octets = reader.be16();
  const Bytes message = reader.bytes(octets);
  if (reader.failed()) return {};
  stream = reader.rest();
  return message;
}

}  // namespace davy::flow
