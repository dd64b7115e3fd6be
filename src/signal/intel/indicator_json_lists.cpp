// MISP events and attributes, and STIX 2.1 bundles: objects with a type and a value, wherever they stand in the document.
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "signal/intel/indicator_candidates.hpp"

namespace davy::signal {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string_view text_at(const object& from, std::string_view key) {
  std::string_view text;
  return from.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

bool flag_at(const object& from, std::string_view key, bool otherwise) {
  bool flag = otherwise;
  return from.at_key(key).get(flag) == simdjson::SUCCESS ? flag : otherwise;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, text) != names.end();
}

// --- MISP -------------------------------------------------------------------------------------------------------------------

// "name|address", "address|port": each half by itself.
struct Halves {
  std::string_view first, second;
};
Halves halves(std::string_view value) {
  const std::size_t bar = value.find('|');
  if (bar == std::string_view::npos) return {value, {}};
  return {value.substr(0, bar), value.substr(bar + 1)};
}

void read_misp_value(std::string_view type, Candidate one, ImportTable& table) {
  const auto [first, second] = halves(one.value);
  if (is_one_of(type, {"hostname", "url", "uri", "link", "ip-dst", "ip-src"})) {
    table.add(one);
  } else if (type == "domain") {
    one.and_below = true;
    table.add(one);
  } else if (is_one_of(type, {"ip-dst|port", "ip-src|port", "hostname|port"})) {
    one.value = first;
    table.add(one);
  } else if (type == "domain|ip") {
    one.value = second;
    table.add(one);
    one.value = first;
    one.and_below = true;
    table.add(one);
  } else if (is_one_of(type, {"ja3-fingerprint-md5", "ja4-fingerprint", "ja4"})) {
    const std::string pattern = std::string{type.substr(0, 3)} + ':' + std::string{one.value};
    one.value = pattern;
    table.add(one);
  } else {
    table.refuse(Refused::other_kind);
  }
}

// An attribute has a category beside its type: an event's tags and galaxies do not.
bool is_misp_attribute(const object& from) {
  return !text_at(from, "type").empty() && !text_at(from, "value").empty() &&
         text_at(from, "spec_version").empty();
}

void read_misp_attribute(const object& from, ImportTable& table) {
  if (!flag_at(from, "to_ids", true) || flag_at(from, "deleted", false))
    return table.refuse(Refused::not_for_detection);
  read_misp_value(text_at(from, "type"),
                  {.value = text_at(from, "value"),
                   .name = text_at(from, "comment"),
                   .first_seen = text_at(from, "first_seen"),
                   .last_seen = text_at(from, "last_seen")},
                  table);
}

// --- STIX -------------------------------------------------------------------------------------------------------------------

bool is_stix(const object& from) {
  return text_at(from, "type") == "bundle" || !text_at(from, "spec_version").empty() ||
         text_at(from, "id").find("--") != std::string_view::npos;
}

void read_stix_indicator(const object& from, ImportTable& table) {
  const std::string_view until = date_of(text_at(from, "valid_until"));
  if (flag_at(from, "revoked", false)) return table.refuse(Refused::not_for_detection);
  if (!until.empty() && until < table.options().date) return table.refuse(Refused::expired);
  const std::string_view language = text_at(from, "pattern_type");
  if (!language.empty() && language != "stix") return table.refuse(Refused::not_understood);
  const Candidate about{.name = text_at(from, "name"), .first_seen = text_at(from, "valid_from")};
  if (!read_stix_pattern(text_at(from, "pattern"), about, table))
    table.refuse(Refused::not_understood);
}

void read_stix_object(const object& from, ImportTable& table) {
  const std::string_view type = text_at(from, "type");
  if (type == "indicator") {
    read_stix_indicator(from, table);
  } else if (is_one_of(type, {"domain-name", "ipv4-addr", "ipv6-addr", "url"})) {
    table.add(Candidate{.value = text_at(from, "value")});
  } else if (is_one_of(type, {"file", "email-addr", "mac-addr", "artifact", "process"})) {
    table.refuse(Refused::other_kind);  // other observables; relations and reports offer nothing
  }
}

// --- both -------------------------------------------------------------------------------------------------------------------

class Walk {
 public:
  explicit Walk(ImportTable& table) : table_(&table) {}

  void visit(const element& node) {
    if (++depth_ > limits::json_depth_max) {
      table_->refuse(Refused::too_long);
    } else if (object each; node.get(each) == simdjson::SUCCESS) {
      visit(each);
    } else if (array all; node.get(all) == simdjson::SUCCESS) {
      for (const element one : all) visit(one);
    }
    --depth_;
  }
  bool found_stix() const { return stix_; }

 private:
  void visit(const object& each) {
    if (is_stix(each)) {
      stix_ = true;
      read_stix_object(each, *table_);
      element objects;
      if (each.at_key("objects").get(objects) == simdjson::SUCCESS) visit(objects);
      return;
    }
    if (is_misp_attribute(each)) {
      // Inside a bundle it is an observable of STIX 2.0, which has no id of its own.
      if (stix_)
        read_stix_object(each, *table_);
      else
        read_misp_attribute(each, *table_);
    }
    for (const auto field : each) visit(field.value);
  }

  ImportTable* table_;
  std::size_t depth_ = 0;
  bool stix_ = false;
};

}  // namespace

Result<ListForm> read_json_list(std::string_view text, ImportTable& table) {
  simdjson::dom::parser parser(limits::indicator_file_octets_max);
  element root;
  const auto error = parser.parse(text.data(), text.size()).get(root);
  if (error != simdjson::SUCCESS)
    return input_error(std::string{"begins as JSON and is none: "} +
                       simdjson::error_message(error));
  Walk walk(table);
  walk.visit(root);
  return walk.found_stix() ? ListForm::stix : ListForm::misp;
}

}  // namespace davy::signal
