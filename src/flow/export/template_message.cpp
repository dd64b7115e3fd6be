#include "flow/export/template_message.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::size_t set_header_octets = 4;
constexpr std::uint16_t v9_templates = 0, v9_options = 1, ipfix_templates = 2, ipfix_options = 3;
// Sets are padded to 4 octets, or to 8 (RFC 7011, 3.3.1); what is longer is a record that was cut.
constexpr std::size_t padding_max = 7;

class MessageReader {
 public:
  MessageReader(Flavour flavour, ExporterState& exporter, const ExportOutput& out)
      : flavour_(flavour), exporter_(exporter), out_(out) {}

  void read(Bytes message, Timestamp received) {
    ByteReader reader(message);
    if (flavour_ == Flavour::netflow_v9) {
      read_v9_header(reader, received);
    } else {
      read_ipfix_header(reader, received);
    }
    if (reader.failed()) return malformed();
    while (reader.remaining() >= set_header_octets && read_set(reader)) {
    }
    watch_sequence();
  }

 private:
  // Once for a message: what is cut is too short in more than one way.
  void malformed() {
    if (!counted_) out_.malformed.add(Malformed::export_message);
    counted_ = true;
  }

  void read_v9_header(ByteReader& reader, Timestamp received) {
    reader.skip(4);  // version, and a count of records that not all exporters take so
    clock_.uptime_ms = reader.be32();
    clock_.exported = timestamp_ns(std::int64_t{reader.be32()} * 1'000'000'000);
    clock_.received = received;
    sequence_.number = reader.be32();
    sequence_.uptime_ms = clock_.uptime_ms;
    reader.skip(4);  // source id
  }

  void read_ipfix_header(ByteReader& reader, Timestamp received) {
    reader.skip(2);
    const std::size_t octets = reader.be16();
    clock_.exported = timestamp_ns(std::int64_t{reader.be32()} * 1'000'000'000);
    clock_.received = received;
    sequence_.number = reader.be32();
    reader.skip(4);  // observation domain
    if (reader.failed()) return;
    const std::size_t stated = std::max(octets, ipfix_header_octets) - ipfix_header_octets;
    if (octets < ipfix_header_octets || stated != reader.remaining()) malformed();
    reader = ByteReader(reader.rest().first(std::min(stated, reader.remaining())));
    set_boot();
  }

  void set_boot() {
    if (flavour_ == Flavour::netflow_v9 || !exporter_.boot_ms) return;
    clock_.uptime_ms = uptime_at(clock_.exported, *exporter_.boot_ms);
  }

  // False: where the next set begins is not known.
  bool read_set(ByteReader& reader) {
    const std::uint16_t id = reader.be16();
    const std::size_t octets = reader.be16();
    if (octets < set_header_octets || octets - set_header_octets > reader.remaining()) {
      malformed();
      return false;
    }
    const Bytes content = reader.bytes(octets - set_header_octets);
    if (is_templates(id)) {
      read_templates(content, id == v9_options || id == ipfix_options);
    } else if (id >= data_set_id_min) {
      read_data(id, content);
    } else {
      malformed();
    }
    return true;
  }

  bool is_templates(std::uint16_t id) const {
    if (flavour_ == Flavour::netflow_v9) return id == v9_templates || id == v9_options;
    return id == ipfix_templates || id == ipfix_options;
  }

  void read_templates(Bytes content, bool options) {
    for (const std::uint16_t id :
         exporter_.templates.read_set(content, flavour_, options, out_.malformed)) {
      const ExportClock clock = clock_;
      for (const WaitingSets::Set& set : exporter_.waiting.take(id)) {
        clock_ = set.clock;
        set_boot();
        if (const Template* const made = exporter_.templates.find(id)) {
          read_records(*made, set.content);
        }
      }
      clock_ = clock;
    }
  }

  void read_data(std::uint16_t id, Bytes content) {
    const Template* const made = exporter_.templates.find(id);
    if (made == nullptr) {
      sequence_.units_known = false;
      const std::size_t given_way = exporter_.waiting.hold(id, clock_, content);
      return out_.malformed.add(Malformed::export_no_template, given_way);
    }
    const Records read = read_records(*made, content);
    units_ += read.flows + read.options;
    other_units_ += read.flows;
  }

  struct Records {
    std::uint32_t flows = 0;
    std::uint32_t options = 0;
  };
  Records read_records(const Template& made, Bytes content) {
    Records records;
    RecordValues values;  // each record sets the same numbers anew
    ByteReader reader(content);
    while (reader.remaining() >= made.record_octets) {
      values.source = values.destination = {};
      const Bytes rest = reader.rest();
      if (!made.variable) {
        read_record(made, reader.bytes(made.record_octets).data(), values);
      } else if (!read_variable_record(made, reader, values)) {
        if (!is_padding(rest)) malformed();  // it may be as long as the shortest record
        return records;
      }
      ++(made.options ? records.options : records.flows);
      take_record(made, values);
    }
    if (reader.remaining() > padding_max) malformed();
    return records;
  }

  static bool is_padding(Bytes rest) {
    return rest.size() <= padding_max &&
           std::all_of(rest.begin(), rest.end(), [](std::uint8_t octet) { return octet == 0; });
  }

  void take_record(const Template& made, const RecordValues& values) {
    if (made.options) {
      ++out_.counts.options;
      exporter_.samplers.learn(made, values);
      if (made.holds(Slot::boot)) exporter_.boot_ms = values[Slot::boot];
      return set_boot();
    }
    ExportedFlow flow;
    const RecordOutcome outcome = make_flow(made, values, clock_, flow);
    if (outcome == RecordOutcome::flow)
      flow.sampled_one_in = exporter_.samplers.one_in(made, values);
    deliver(outcome, flow, out_);
  }

  void watch_sequence() {
    if (flavour_ == Flavour::ipfix) {
      sequence_.units = units_;
      sequence_.other_units = other_units_;
    }
    exporter_.sequence.see(sequence_);
  }

  Flavour flavour_;
  ExporterState& exporter_;
  const ExportOutput& out_;
  ExportClock clock_;
  SequenceWatch::Seen sequence_;
  std::uint32_t units_ = 0;
  std::uint32_t other_units_ = 0;
  bool counted_ = false;
};

}  // namespace

std::uint32_t observation_domain(Bytes message, Flavour flavour) {
  const std::size_t octets =
      flavour == Flavour::netflow_v9 ? netflow_v9_header_octets : ipfix_header_octets;
  return message.size() < octets ? 0u : load_be32(message.data() + octets - 4);
}

void read_template_message(Bytes message, Flavour flavour, Timestamp received,
                           ExporterState& exporter, const ExportOutput& out) {
  MessageReader(flavour, exporter, out).read(message, received);
}

}  // namespace davy::flow
