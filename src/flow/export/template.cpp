#include "flow/export/template.hpp"

#include <algorithm>
#include <optional>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::uint16_t enterprise_bit = 0x8000;
constexpr std::size_t nobody = static_cast<std::size_t>(-1);

std::uint32_t bit(Slot slot) { return 1u << static_cast<unsigned>(slot); }

// Which field is read for each slot.
class Choice {
 public:
  explicit Choice(const std::vector<FieldSpecifier>& fields) {
    field_.fill(nobody);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Element element = element_of(fields[i]);
      const auto slot = static_cast<std::size_t>(element.slot);
      if (element.slot == Slot::none) continue;
      if (field_[slot] != nobody && rank_[slot] >= element.rank) continue;
      field_[slot] = i;
      rank_[slot] = element.rank;
      as_[slot] = element.as;
    }
  }

  bool has(Slot slot) const { return field_[static_cast<std::size_t>(slot)] != nobody; }
  void drop(Slot slot) { field_[static_cast<std::size_t>(slot)] = nobody; }
  void move(Slot from, Slot to) {
    field_[static_cast<std::size_t>(to)] = field_[static_cast<std::size_t>(from)];
    drop(from);
  }
  std::uint8_t rank(Slot slot) const { return rank_[static_cast<std::size_t>(slot)]; }
  As as(Slot slot) const { return as_[static_cast<std::size_t>(slot)]; }
  // What the field is read for.
  Slot slot_of(std::size_t field) const {
    const auto found = std::find(field_.begin(), field_.end(), field);
    return found == field_.end() ? Slot::none : static_cast<Slot>(found - field_.begin());
  }

  static Element element_of(const FieldSpecifier& field) {
    // A variable length is read as 8 octets would be: any number of them that a record has is looked at there.
    const std::uint16_t octets = field.octets == variable_octets ? 8 : field.octets;
    return find_element(field.enterprise, field.number, octets);
  }

 private:
  std::array<std::size_t, slots> field_{};
  std::array<std::uint8_t, slots> rank_{};
  std::array<As, slots> as_{};
};

// See compile_template().
bool settle_out_counters(Choice& choice, Flavour flavour) {
  bool reverse = false;
  for (const auto& [out, in, other] :
       {std::array{Slot::out_octets, Slot::octets, Slot::reverse_octets},
        std::array{Slot::out_packets, Slot::packets, Slot::reverse_packets}}) {
    if (!choice.has(out)) continue;
    if (!choice.has(in)) {
      choice.move(out, in);
    } else if (flavour == Flavour::netflow_v9 && !choice.has(other)) {
      choice.move(out, other);
      reverse = true;
    } else {
      choice.drop(out);
    }
  }
  return reverse;
}

void add_step(Template& made, Slot slot, std::uint16_t octets) {
  const bool is_variable = octets == variable_octets;
  const bool joins = made.variable && slot == Slot::none && !is_variable && !made.steps.empty() &&
                     made.steps.back().slot == Slot::none &&
                     made.steps.back().octets != variable_octets &&
                     made.steps.back().octets + octets < variable_octets;
  if (joins) {
    made.steps.back().octets = static_cast<std::uint16_t>(made.steps.back().octets + octets);
  } else if (made.variable || slot != Slot::none) {
    made.steps.push_back({slot, octets, made.record_octets});
  }
  made.record_octets += is_variable ? 1u : octets;
}

// A template record's fields. Nothing: they are cut, more than the bound, or hold nothing at all.
class SpecifierReader {
 public:
  SpecifierReader(ByteReader& reader, Flavour flavour) : reader_(reader), flavour_(flavour) {}

  // Scopes of NetFlow v9 (system, interface, line card ...) are numbered apart from the elements.
  void read(std::size_t count, bool is_v9_scope) {
    for (std::size_t i = 0; i < count && !reader_.failed(); ++i) {
      FieldSpecifier field{iana, reader_.be16(), reader_.be16()};
      if (flavour_ == Flavour::ipfix && (field.number & enterprise_bit) != 0) {
        field.number &= static_cast<std::uint16_t>(~enterprise_bit);
        field.enterprise = reader_.be32();
      }
      if (is_v9_scope) field.number = 0;
      lies_ = lies_ || (field.octets != variable_octets &&
                        has_impossible_length(field.enterprise, field.number, field.octets));
      if (fields_.size() <= limits::export_fields_max) fields_.push_back(field);
    }
  }

  bool lies() const { return lies_; }
  std::optional<Template> compile(bool options) const {
    if (reader_.failed() || fields_.empty() || fields_.size() > limits::export_fields_max)
      return {};
    Template made = compile_template(fields_, flavour_);
    if (made.record_octets == 0 || made.record_octets > limits::export_message_octets_max)
      return {};
    made.options = options;
    return made;
  }

 private:
  ByteReader& reader_;
  Flavour flavour_;
  std::vector<FieldSpecifier> fields_;
  bool lies_ = false;
};

bool is_padding(Bytes rest) {
  return std::all_of(rest.begin(), rest.end(), [](std::uint8_t octet) { return octet == 0; });
}

}  // namespace

Template compile_template(const std::vector<FieldSpecifier>& fields, Flavour flavour) {
  Choice choice(fields);
  Template made;
  made.out_is_reverse = settle_out_counters(choice, flavour);
  made.client_known = choice.has(Slot::octets) && choice.rank(Slot::octets) == initiator_rank;
  made.fields = static_cast<std::uint32_t>(fields.size());
  made.variable = flavour == Flavour::ipfix &&
                  std::any_of(fields.begin(), fields.end(), [](const FieldSpecifier& field) {
                    return field.octets == variable_octets;
                  });
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Slot slot = choice.slot_of(i);
    if (slot != Slot::none) made.has |= bit(slot);
    made.as[static_cast<std::size_t>(slot)] = choice.as(slot);
    add_step(made, slot, fields[i].octets);
  }
  return made;
}

const Template* TemplateStore::find(std::uint16_t id) const {
  const auto found = templates_.find(id);
  return found == templates_.end() ? nullptr : &found->second;
}

std::vector<std::uint16_t> TemplateStore::read_set(Bytes content, Flavour flavour, bool options,
                                                   MalformedCounts& malformed) {
  std::vector<std::uint16_t> added;
  ByteReader reader(content);
  while (reader.remaining() >= 4 && !is_padding(reader.rest())) {
    const std::uint16_t id = reader.be16();
    const std::size_t count = reader.be16();
    if (flavour == Flavour::ipfix && count == 0) {
      id >= data_set_id_min ? withdraw(id) : withdraw_all(options);
      continue;
    }
    SpecifierReader fields(reader, flavour);
    const bool v9_options = options && flavour == Flavour::netflow_v9;
    if (v9_options) {
      const std::size_t option_octets = reader.be16();
      fields.read(count / 4, true);
      fields.read(option_octets / 4, false);
    } else {
      if (options) reader.skip(2);  // how many of the fields are the scope
      fields.read(count, false);
    }
    auto made = fields.compile(options);
    const bool good = made && id >= data_set_id_min && add(id, std::move(*made));
    if (good) added.push_back(id);
    if (!good || fields.lies()) malformed.add(Malformed::export_template);
    if (reader.failed()) break;
  }
  return added;
}

bool TemplateStore::add(std::uint16_t id, Template&& made) {
  withdraw(id);
  const bool room = templates_.size() < limits::export_templates_max &&
                    *fields_held_ + made.fields <= limits::export_template_fields_max;
  if (!room) return false;
  *fields_held_ += made.fields;
  templates_.emplace(id, std::move(made));
  return true;
}

void TemplateStore::withdraw(std::uint16_t id) {
  const auto found = templates_.find(id);
  if (found == templates_.end()) return;
  *fields_held_ -= found->second.fields;
  templates_.erase(found);
}

void TemplateStore::withdraw_all(bool options) {
  std::vector<std::uint16_t> ids;
  for (const auto& [id, held] : templates_) {
    if (held.options == options) ids.push_back(id);
  }
  for (const std::uint16_t id : ids) withdraw(id);
}

void TemplateStore::clear() {
  for (const auto& [id, held] : templates_) *fields_held_ -= held.fields;
  templates_.clear();
}

}  // namespace davy::flow
