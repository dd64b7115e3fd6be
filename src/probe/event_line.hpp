// One event line of davy, as JSON: what `davy inspect --json` and `davy probe` write. For readers inside this stage.
//
// Shape:   parse() a line, then ask for its members; what it gave before is gone.
// Errors:  members that are missing, null or of another type are "" or nothing.
// Bounds:  limits::log_line_octets_max.
// Threads: one owner.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

#include "base/limits.hpp"
#include "probe/endpoint.hpp"

namespace davy::probe {

class EventLine {
 public:
  // False: not JSON, too long, or no event.
  bool parse(std::string_view line) {
    return line.size() <= limits::log_line_octets_max &&
           json_.parse(simdjson::padded_string(line)).get(event_) == simdjson::SUCCESS &&
           !text("event").empty();
  }
  static bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
  }

  std::string_view text(std::string_view key) const {
    std::string_view value;
    return event_[key].get(value) == simdjson::SUCCESS ? value : std::string_view{};
  }
  std::optional<double> number(std::string_view key) const {
    double value = 0;
    return event_[key].get(value) == simdjson::SUCCESS ? std::optional{value} : std::nullopt;
  }
  std::optional<Endpoint> endpoint(std::string_view address_key, std::string_view port_key) const {
    const auto address = parse_ip_address(text(address_key));
    std::uint64_t port = 0;
    const bool read = event_[port_key].get(port) == simdjson::SUCCESS;
    if (!address || !read || port == 0 || port > 65'535) return std::nullopt;
    return Endpoint{*address, static_cast<std::uint16_t>(port)};
  }
  // The first name in `hosts` that stood there; "" where there is none.
  std::string_view host_named(std::string_view source) const {
    simdjson::dom::array hosts;
    if (event_["hosts"].get(hosts) != simdjson::SUCCESS) return {};
    for (const simdjson::dom::element host : hosts) {
      std::string_view name, stood;
      if (host["source"].get(stood) == simdjson::SUCCESS && stood == source &&
          host["name"].get(name) == simdjson::SUCCESS)
        return name;
    }
    return {};
  }

 private:
  simdjson::dom::parser json_{limits::log_line_octets_max};
  simdjson::dom::object event_;
};

}  // namespace davy::probe
