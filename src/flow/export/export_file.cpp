#include "flow/export/export_file.hpp"

#include <algorithm>
#include <cstring>

#include "base/limits.hpp"
#include "flow/export/netflow_v5.hpp"
#include "flow/export/template_message.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t set_header_octets = 4;
constexpr std::size_t buffer_octets = 2 * 65'536;
constexpr std::size_t enough_octets = limits::export_message_octets_max + set_header_octets;
static_assert(enough_octets < buffer_octets);
// Sets looked at to believe that a message begins somewhere: bounds what hostile octets can cost.
constexpr std::size_t believed_sets_max = 1'024;

bool is_set(std::uint16_t id, Flavour flavour) {
  const bool v9 = flavour == Flavour::netflow_v9;
  return id >= data_set_id_min || (v9 ? id <= 1 : id == 2 || id == 3);
}

// How many octets from the start are whole sets.
std::size_t walk_sets(Bytes octets, Flavour flavour, std::size_t sets_max) {
  std::size_t at = 0;
  for (std::size_t sets = 0; sets < sets_max; ++sets) {
    const Bytes rest = octets.subspan(at);
    if (rest.size() < set_header_octets || !is_set(load_be16(rest.data()), flavour)) break;
    const std::size_t set = load_be16(rest.data() + 2);
    if (set < set_header_octets || set > rest.size()) break;
    at += set;
  }
  return at;
}

bool is_end_or_header(Bytes rest) {
  if (rest.empty()) return true;
  const auto kind = export_kind(rest);
  return kind && *kind != ExportKind::sflow;
}

// The length of the message at the start; 0: there is none. `strict`: only where what follows agrees.
std::size_t v5_octets(Bytes rest, bool strict) {
  if (rest.size() < netflow_v5_header_octets) return 0;
  constexpr std::size_t count_max = 30;
  const std::size_t count = load_be16(rest.data() + 2);
  const std::size_t octets = netflow_v5_header_octets + count * netflow_v5_record_octets;
  if (!strict) return octets <= limits::export_message_octets_max ? octets : 0;
  const bool agrees = count > 0 && count <= count_max && octets <= rest.size() &&
                      is_end_or_header(rest.subspan(octets));
  return agrees ? octets : 0;
}

std::size_t v9_octets(Bytes rest, bool strict) {
  if (rest.size() < netflow_v9_header_octets) return 0;
  const std::size_t most = std::min(rest.size(), limits::export_message_octets_max);
  const Bytes sets = rest.first(most).subspan(netflow_v9_header_octets);
  const std::size_t octets =
      netflow_v9_header_octets +
      walk_sets(sets, Flavour::netflow_v9, strict ? believed_sets_max : most);
  const bool agrees = octets > netflow_v9_header_octets && is_end_or_header(rest.subspan(octets));
  return strict && !agrees ? 0 : octets;
}

std::size_t ipfix_octets(Bytes rest, bool strict) {
  if (rest.size() < ipfix_header_octets) return 0;
  const std::size_t octets = load_be16(rest.data() + 2);
  if (octets < ipfix_header_octets) return 0;
  if (!strict) return octets;
  if (octets == ipfix_header_octets || octets > rest.size()) return 0;
  const Bytes sets = rest.first(octets).subspan(ipfix_header_octets);
  const bool agrees = walk_sets(sets, Flavour::ipfix, believed_sets_max) == sets.size();
  return agrees ? octets : 0;
}

std::size_t message_octets(Bytes rest, bool strict) {
  const auto kind = export_kind(rest);
  if (!kind) return 0;
  switch (*kind) {
    case ExportKind::netflow_v5:
      return v5_octets(rest, strict);
    case ExportKind::netflow_v9:
      return v9_octets(rest, strict);
    case ExportKind::ipfix:
      return ipfix_octets(rest, strict);
    default:
      return 0;
  }
}

bool begins_with_set(Bytes rest, Flavour flavour) {
  return rest.size() >= set_header_octets && is_set(load_be16(rest.data()), flavour) &&
         load_be16(rest.data() + 2) >= set_header_octets;
}

}  // namespace

bool is_whole_export_message(Bytes datagram) {
  const auto exported = export_time(datagram);
  return exported && exported->time_since_epoch() >= limits::export_time_min &&
         message_octets(datagram, true) == datagram.size();
}

bool begins_as_export_file(Bytes start) {
  const auto kind = export_kind(start);
  if (!kind || *kind == ExportKind::sflow || start.size() < netflow_v5_header_octets) return false;
  const std::size_t count_or_octets = load_be16(start.data() + 2);
  switch (*kind) {
    case ExportKind::netflow_v5: {
      constexpr std::uint32_t year_1990_s = 631'152'000, second_ns = 1'000'000'000;
      return count_or_octets >= 1 && count_or_octets <= 30 &&
             load_be32(start.data() + 8) >= year_1990_s && load_be32(start.data() + 12) < second_ns;
    }
    case ExportKind::netflow_v9:
      return count_or_octets >= 1 &&
             begins_with_set(start.subspan(netflow_v9_header_octets), Flavour::netflow_v9);
    default:
      return count_or_octets >= ipfix_header_octets + set_header_octets &&
             begins_with_set(start.subspan(ipfix_header_octets), Flavour::ipfix);
  }
}

ExportFile::ExportFile(ReadOctets read, Collector& collector, const IpAddress& exporter)
    : read_(std::move(read)), collector_(&collector), exporter_(exporter), buffer_(buffer_octets) {}

void ExportFile::fill() {
  if (at_end_ || end_ - begin_ >= enough_octets) return;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (!at_end_ && end_ < buffer_.size()) {
    const std::size_t got = read_(std::span{buffer_}.subspan(end_));
    at_end_ = got == 0;
    end_ += got;
  }
}

void ExportFile::skip_one() {
  if (!lost_) collector_->skipped_octets();
  lost_ = true;
  ++skipped_octets_;
  consume(1);
}

bool ExportFile::next() {
  for (fill(); !held().empty(); fill()) {
    const std::size_t octets = message_octets(held(), lost_);
    if (octets == 0) {
      skip_one();
      continue;
    }
    const Bytes message = held().first(std::min(octets, held().size()));
    collector_->stored_message(message, exporter_);
    consume(message.size());
    lost_ = false;
    ++messages_;
    return true;
  }
  return false;
}

}  // namespace davy::flow
