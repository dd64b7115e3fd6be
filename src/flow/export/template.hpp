// Templates of NetFlow v9 and IPFIX: what an exporter says its records hold, made into a list of what is to be read.
//
// Units:   octets.
// Shape:   a Template of fixed length lists only the fields that are read, each at its offset. Where a field has variable
//          length, all fields are listed in order, neighbours that are not read put together.
// Errors:  what contradicts itself, and what is beyond a bound, counts Malformed::export_template and is left out.
// Bounds:  limits::export_fields_max of a template, export_templates_max of an exporter; all exporters together hold at
//          most export_template_fields_max fields. Beyond it the new one is refused: a flood does not drive out others.
// Threads: one owner.
// Source:  RFC 3954 sections 5.2 and 6.1, RFC 7011 sections 3.4, 7 and 8.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"
#include "flow/export/element.hpp"

namespace davy::flow {

enum class Flavour : std::uint8_t { netflow_v9, ipfix };

inline constexpr std::uint16_t variable_octets = 0xffff;  // as a field's length (RFC 7011, 7)
inline constexpr std::uint16_t data_set_id_min = 256;

struct FieldSpecifier {
  std::uint32_t enterprise = iana;
  std::uint16_t number = 0;
  std::uint16_t octets = 0;
};

struct Step {
  Slot slot = Slot::none;
  std::uint16_t octets = 0;
  std::uint32_t offset = 0;  // from the start of the record; meaningless in a variable template
};

struct Template {
  std::vector<Step> steps;
  std::array<As, slots> as{};       // how each slot's number counts
  std::uint32_t has = 0;            // one bit for each slot
  std::uint32_t record_octets = 0;  // the least, where it is variable
  std::uint32_t fields = 0;         // as announced
  bool variable = false;
  bool options = false;       // its records tell of the exporter, not of flows
  bool client_known = false;  // forward is the initiator's side
  bool out_is_reverse =
      false;  // NetFlow v9 with in and out counters: out is the other direction, if not 0

  bool holds(Slot slot) const { return (has >> static_cast<unsigned>(slot) & 1) != 0; }
};
static_assert(slots <= 32);

// Nothing is read twice: of the fields for one slot that of the highest rank, and of those of one rank the first. The
// addresses of both IP versions may stand beside each other.
//
// NetFlow v9's out counters (23, 24): beside in counters (1, 2) they count the other direction, as the exporters of
// firewalls and probes use them; alone they are an egress monitor's count of this direction. In IPFIX the same numbers
// are the same packets again behind a middlebox: read only where nothing else counts.
Template compile_template(const std::vector<FieldSpecifier>& fields, Flavour flavour);

class TemplateStore {
 public:
  // `fields_held` is shared by all stores; it must outlive them.
  explicit TemplateStore(std::size_t& fields_held) : fields_held_(&fields_held) {}
  TemplateStore(const TemplateStore&) = delete;
  TemplateStore& operator=(const TemplateStore&) = delete;
  ~TemplateStore() { clear(); }

  const Template* find(std::uint16_t id) const;
  std::size_t size() const { return templates_.size(); }

  // The content of a template set. Gives the ids that can be decoded now.
  std::vector<std::uint16_t> read_set(Bytes content, Flavour flavour, bool options,
                                      MalformedCounts& malformed);
  void clear();

 private:
  bool add(std::uint16_t id, Template&& made);
  void withdraw(std::uint16_t id);
  void withdraw_all(bool options);

  std::unordered_map<std::uint16_t, Template> templates_;
  std::size_t* fields_held_;
};

}  // namespace davy::flow
