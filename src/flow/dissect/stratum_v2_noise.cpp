#include "flow/dissect/stratum_v2_noise.hpp"

#include <fmt/format.h>

#include <array>

#include "flow/dissect/bip324.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t answer_octets = 234;
constexpr std::size_t answer_octets_older = 170;
constexpr std::size_t set_up_success_octets = 44;
constexpr int records_per_segment_max = 4;

enum ShapeIndex : std::size_t { handshake, standard_share, success, new_job, target, unknown };

struct RecordSize {
  std::size_t octets;
  ShapeIndex shape;
};
constexpr std::array client_sizes{RecordSize{62, standard_share}};
constexpr std::array server_sizes{RecordSize{87, new_job}, RecordSize{86, new_job},
                                  RecordSize{83, new_job}, RecordSize{74, target},
                                  RecordSize{58, success}};

struct Records {
  std::array<ShapeIndex, records_per_segment_max> shapes{};
  int count = 0;
};

// Splits a segment into so many records of known sizes.
bool split(std::size_t octets, int records, std::span<const RecordSize> sizes, Records& out) {
  if (records == 0) return octets == 0;
  for (const RecordSize& size : sizes) {
    if (size.octets > octets) continue;
    out.shapes[static_cast<std::size_t>(out.count++)] = size.shape;
    if (split(octets - size.octets, records - 1, sizes, out)) return true;
    --out.count;
  }
  return false;
}

Records split_into_fewest(std::size_t octets, std::span<const RecordSize> sizes) {
  for (int records = 1; records <= records_per_segment_max; ++records) {
    Records found;
    if (split(octets, records, sizes, found)) return found;
  }
  return {};
}

// SetupConnection.Success, perhaps with records of known sizes behind it.
bool is_set_up_success(Bytes bytes) {
  if (bytes.size() < set_up_success_octets || !looks_random(bytes)) return false;
  const std::size_t behind = bytes.size() - set_up_success_octets;
  return behind == 0 || split_into_fewest(behind, server_sizes).count > 0;
}

}  // namespace

void StratumV2Noise::bytes(Direction direction, Timestamp time, Bytes bytes,
                           ConversationBuilder& out) {
  if (phase_ == Phase::other || bytes.empty()) return;
  if (phase_ == Phase::records) return count_records(direction, time, bytes.size(), out);
  const Phase before = phase_;
  phase_ = next_phase(direction, bytes);
  if (phase_ == Phase::records) recognised(time, out);
  const bool keys_exchanged = (before == Phase::answer || before == Phase::set_up) &&
                              answer_octets_ >= sv2_noise_key_octets;
  if (phase_ == Phase::other && keys_exchanged && is_bitcoin_port(server_port_)) {
    out.related(RelatedClass::blockchain_node,
                "64 random octets answered by 64 or more, on a Bitcoin port: BIP 324 by its sizes");
  }
}

void StratumV2Noise::gap(Direction, std::uint64_t, ConversationBuilder& out) {
  if (phase_ == Phase::records) {
    ++out.record().messages_unread;
  } else {
    phase_ = Phase::other;  // a size that was not seen cannot fit
  }
}

StratumV2Noise::Phase StratumV2Noise::next_phase(Direction direction, Bytes bytes) {
  const bool from_client = direction == client_;
  switch (phase_) {
    case Phase::key:
      client_ = direction;
      return begins_as_stratum_v2_noise(bytes) ? Phase::answer : Phase::other;
    case Phase::answer: {
      if (from_client) break;
      answer_octets_ += bytes.size();
      const bool complete =
          answer_octets_ == answer_octets || answer_octets_ == answer_octets_older;
      if (answer_octets_ > answer_octets || !looks_random(bytes)) break;
      return complete ? Phase::set_up : Phase::answer;
    }
    case Phase::set_up:
      if (!from_client && answer_octets_ + bytes.size() == answer_octets) {
        answer_octets_ = answer_octets;  // the answer came in two pieces
        return Phase::set_up;
      }
      if (!from_client || !looks_random(bytes)) break;
      set_up_octets_ = bytes.size();
      return set_up_fits() ? Phase::set_up_answer : Phase::other;
    case Phase::set_up_answer:
      if (from_client) {  // the record in two pieces, or a client that goes on without waiting
        set_up_octets_ += bytes.size();
        return set_up_fits() ? Phase::set_up_answer : Phase::other;
      }
      return is_set_up_success(bytes) ? Phase::records : Phase::other;
    default:
      break;
  }
  return Phase::other;
}

void StratumV2Noise::recognised(Timestamp time, ConversationBuilder& out) {
  const Dialect& dialect = dialects::stratum_v2_noise;
  const std::string sizes =
      fmt::format("octets: client {}, server {}, client {}, server {}", sv2_noise_key_octets,
                  answer_octets_, set_up_octets_, set_up_success_octets);
  report(dialect, dialect.shapes[handshake], time, client_, as_bytes(sizes), out);
  out.record().miner_sends = client_;
  out.set_algorithm(dialect.algorithm, 1);
  out.unmistakable();
}

void StratumV2Noise::count_records(Direction direction, Timestamp time, std::size_t octets,
                                   ConversationBuilder& out) {
  const Dialect& dialect = dialects::stratum_v2_noise;
  const std::span<const RecordSize> sizes = direction == client_
                                                ? std::span<const RecordSize>{client_sizes}
                                                : std::span<const RecordSize>{server_sizes};
  const Records records = split_into_fewest(octets, sizes);
  if (records.count == 0) {
    return report(dialect, dialect.shapes[unknown], time, direction, {}, out);
  }
  std::array<char, 24> text;
  const auto end = fmt::format_to_n(text.data(), text.size(), "{} octets", octets);
  for (int i = 0; i < records.count; ++i) {
    const Shape& shape = dialect.shapes[records.shapes[static_cast<std::size_t>(i)]];
    report(dialect, shape, time, direction, as_bytes({text.data(), end.size}), out);
  }
}

}  // namespace davy::flow
