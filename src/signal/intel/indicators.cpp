#include "signal/intel/indicators.hpp"

#include "base/text_hash.hpp"

namespace davy::signal {
namespace {

constexpr std::uint64_t tag_mask = 0xffffffff00000000u;

PatternKind kind_of(std::string_view pattern) {
  if (pattern.starts_with("*.")) return PatternKind::below;
  if (pattern.starts_with("ja") && pattern.size() > 3 && pattern[3] == ':')
    return PatternKind::fingerprint;
  return pattern.substr(0, pattern.find('.')).find('*') == std::string_view::npos
             ? PatternKind::exact
             : PatternKind::glob;
}

// What a row is found under: the name that its pattern fixes.
std::string_view key_of(std::string_view pattern, PatternKind kind) {
  if (kind == PatternKind::below) return pattern.substr(2);
  if (kind == PatternKind::glob) return pattern.substr(pattern.find('.') + 1);
  return pattern;
}

}  // namespace

const Indicator* Indicators::probe(PatternKind kind, std::string_view key) const {
  if (slots_.empty()) return nullptr;
  const std::uint64_t hash = text_hash(key);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash >> 20 & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (((slots_[at] ^ hash) & tag_mask) != 0) continue;
    const Indicator& row = rows_[(slots_[at] & ~tag_mask) - 1];
    if (kind_of(row.pattern) == kind && key_of(row.pattern, kind) == key) return &row;
  }
  return nullptr;
}

const Indicator* Indicators::find_glob(std::string_view host, std::size_t dot) const {
  const Indicator* row = probe(PatternKind::glob, host.substr(dot + 1));
  while (row != nullptr) {
    const std::string_view label = row->pattern.substr(0, row->pattern.find('.'));
    if (matches_glob(label, host.substr(0, dot))) return row;
    const std::uint32_t next = globs_[static_cast<std::size_t>(row - rows_.data())];
    row = next == 0 ? nullptr : &rows_[next - 1];
  }
  return nullptr;
}

const Indicator* Indicators::find_name(std::string_view host) const {
  if (const Indicator* row = probe(PatternKind::exact, host)) return row;
  if (const Indicator* row = probe(PatternKind::below, host)) return row;
  std::size_t dot = host.find('.');
  if (host.find('.', dot + 1) == std::string_view::npos) return nullptr;
  if (const Indicator* row = find_glob(host, dot)) return row;
  for (std::string_view parent = host.substr(dot + 1); parent.find('.') != std::string_view::npos;
       parent = parent.substr(parent.find('.') + 1)) {
    if (const Indicator* row = probe(PatternKind::below, parent)) return row;
  }
  return nullptr;
}

const Indicator* Indicators::find(std::string_view host) const {
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos || last == 0 || domains_.empty()) return nullptr;
  const std::size_t before = host.rfind('.', last - 1);
  const std::size_t domain = before == std::string_view::npos ? 0 : before + 1;
  // Nearly every name ends here: one word of a few KiB to some MiB says that no row has its last two labels.
  if (!domain_known(text_hash(host.substr(domain)))) return nullptr;
  return find_name(host);
}

const Indicator* Indicators::find_fingerprint(char version, std::string_view value) const {
  std::array<char, 64> key{'j', 'a', version, ':'};
  constexpr std::size_t prefix = 4;
  if (value.size() > key.size() - prefix) return nullptr;
  value.copy(key.data() + prefix, value.size());
  return probe(PatternKind::fingerprint, {key.data(), prefix + value.size()});
}

const Indicator* Indicators::find_ja3(std::string_view hexadecimal) const {
  return find_fingerprint('3', hexadecimal);
}
const Indicator* Indicators::find_ja4(std::string_view fingerprint) const {
  return find_fingerprint('4', fingerprint);
}

const Indicator* Indicators::find(const IpAddress& address) const {
  if (network_slots_.empty()) return nullptr;
  const std::size_t bit = network_bit(address);
  if ((network_filter_[bit / 64] >> (bit % 64) & 1) == 0) return nullptr;
  const std::size_t mask = network_slots_.size() - 1;
  for (const unsigned length : network_lengths_) {
    const NetworkPrefix prefix{masked(address, length), length};
    const std::uint64_t hash = network_hash(prefix);
    for (std::size_t at = hash >> 20 & mask; network_slots_[at] != 0; at = (at + 1) & mask) {
      if (((network_slots_[at] ^ hash) & tag_mask) != 0) continue;
      const std::size_t index = (network_slots_[at] & ~tag_mask) - 1;
      if (networks_[index].prefix.length == length &&
          networks_[index].prefix.address == prefix.address)
        return &rows_[networks_[index].row];
    }
  }
  return nullptr;
}

std::uint64_t Indicators::network_hash(const NetworkPrefix& prefix) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15u;
  std::uint64_t h = (prefix.address.half(0) ^ prefix.length) * odd;
  h = (h ^ h >> 32 ^ prefix.address.half(8)) * odd;
  return h ^ h >> 29;
}

// The first 16 bits of an IPv4 address, or 16 made of the first 32 of an IPv6 address: no row is shorter.
std::size_t Indicators::network_bit(const IpAddress& address) {
  const auto& o = address.octets;
  if (address.is_v4()) return std::size_t{o[12]} << 8 | o[13];
  return (std::size_t{o[0]} << 8 | o[1]) ^ (std::size_t{o[2]} << 8 | o[3]);
}

}  // namespace davy::signal
