// What must be remembered of one exporter between its messages.
//
// Bounds:  limits::export_samplers_max, export_waiting_octets_max, and those of TemplateStore.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/export/export_record.hpp"
#include "flow/export/template.hpp"

namespace davy::flow {

// What is missing, by the numbers in the messages' headers.
//
// Shape:   a message may come late: it was counted as missing and is taken back. What comes far behind, behind with a
//          smaller uptime, or behind time after time, is a restart; what is far ahead too. Neither is a gap.
//          IPFIX counts the records sent before a message (RFC 7011, 3.1). Some exporters count those of the message
//          with them, or leave option records out; a message that fits such a count misses nothing.
class SequenceWatch {
 public:
  struct Seen {
    std::uint32_t number = 0;
    std::uint32_t units = 1;        // that this message adds
    std::uint32_t other_units = 1;  // that it adds if options are not counted
    bool units_known = true;        // else the next message cannot be foretold
    std::optional<std::uint32_t> uptime_ms;
  };
  void see(const Seen& seen);
  std::uint64_t missing() const { return missing_; }
  std::uint64_t restarts() const { return restarts_; }

 private:
  bool fits(const Seen& seen) const;
  bool is_restart(const Seen& seen, std::int32_t ahead) const;

  std::optional<Seen> last_;
  std::uint64_t missing_ = 0;
  std::uint64_t restarts_ = 0;
  unsigned late_in_a_row_ = 0;
};

// One in how many packets each sampler chose, as option records tell.
class Samplers {
 public:
  void learn(const Template& made, const RecordValues& values);
  // By the record itself, else its sampler, else the exporter's; 1 where nobody said anything.
  std::uint32_t one_in(const Template& made, const RecordValues& values) const;

 private:
  struct Sampler {
    std::optional<std::uint64_t> selector;  // none: the exporter's, whatever the record
    std::uint32_t one_in = 1;
  };
  const Sampler* find(std::optional<std::uint64_t> selector) const;

  std::vector<Sampler> samplers_;
};

// Data sets that came before their template.
class WaitingSets {
 public:
  struct Set {
    std::uint16_t template_id = 0;
    ExportClock clock;
    std::vector<std::uint8_t> content;
  };
  // How many older ones had to give way, this one included where it is too large.
  std::size_t hold(std::uint16_t template_id, const ExportClock& clock, Bytes content);
  std::vector<Set> take(std::uint16_t template_id);
  std::size_t size() const { return sets_.size(); }

 private:
  // Many small sets cost more than their octets.
  static std::size_t cost_of(std::size_t octets) { return octets + sizeof(Set); }

  std::deque<Set> sets_;
  std::size_t octets_ = 0;
};

struct ExporterState {
  explicit ExporterState(std::size_t& template_fields_held) : templates(template_fields_held) {}

  TemplateStore templates;
  SequenceWatch sequence;
  Samplers samplers;
  WaitingSets waiting;
  std::optional<std::uint64_t> boot_ms;  // since 1970
};

}  // namespace davy::flow
