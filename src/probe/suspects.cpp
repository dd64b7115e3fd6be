#include "probe/suspects.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

using simdjson::dom::object;

constexpr std::size_t host_octets_max = 253;  // RFC 1035

// "" where the member is missing, null or no string.
std::string_view text(const object& event, std::string_view key) {
  std::string_view value;
  return event[key].get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

std::optional<Endpoint> end_of(const object& event, bool source) {
  const auto address =
      parse_ip_address(text(event, source ? "source_address" : "destination_address"));
  std::uint64_t port = 0;
  const auto outcome = event[source ? "source_port" : "destination_port"].get(port);
  if (!address || outcome != simdjson::SUCCESS || port == 0 || port > 65'535) return std::nullopt;
  return Endpoint{*address, static_cast<std::uint16_t>(port)};
}

// "pool.example.org:3333" or the name alone. It goes into SNI and Host: letters, digits, dots and dashes only.
std::string host_of(std::string_view pool) {
  const std::string_view host = pool.substr(0, pool.find(':'));
  const bool fits = !host.empty() && host.size() <= host_octets_max && host.front() != '.' &&
                    host.front() != '-' && std::ranges::all_of(host, [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
                    });
  return fits && !parse_ip_address(host) ? std::string(host) : std::string{};
}

bool through_proxy(std::string_view carrier) {
  return carrier.find("socks") != std::string_view::npos ||
         carrier.find("connect") != std::string_view::npos;
}

}  // namespace

struct SuspectReader::Parser {
  simdjson::dom::parser json{limits::log_line_octets_max};
};

SuspectReader::SuspectReader() : parser_(std::make_unique<Parser>()) {}
SuspectReader::~SuspectReader() = default;

std::string Suspect::host_and_port() const {
  return host.empty() ? to_string(endpoint) : fmt::format("{}:{}", host, endpoint.port);
}

void SuspectReader::line(std::string_view said) {
  if (said.find_first_not_of(" \t\r") == std::string_view::npos) return;
  object event;
  if (said.size() > limits::log_line_octets_max ||
      parser_->json.parse(simdjson::padded_string(said)).get(event) != simdjson::SUCCESS ||
      text(event, "event").empty()) {
    ++malformed_;
    return;
  }
  if (text(event, "event") != "mining_flow") return;
  ++events_;
  const std::string_view verdict = text(event, "verdict");
  if (verdict == "confirmed") ++confirmed_;
  if (verdict != "suspected" && verdict != "probable") return;
  if (text(event, "transport_protocol") != "tcp") {
    ++udp_;
  } else if (through_proxy(text(event, "carrier"))) {
    ++proxied_;
  } else if (const auto pool = end_of(event, text(event, "miner_side") == "destination")) {
    add({*pool, dialect_named(text(event, "dialect")), host_of(text(event, "pool"))});
  } else {
    ++malformed_;
  }
}

void SuspectReader::add(Suspect suspect) {
  const auto [found, is_new] = known_.try_emplace(suspect.endpoint, suspects_.size());
  if (!is_new) {
    Suspect& known = suspects_[found->second];
    if (!known.dialect) known.dialect = suspect.dialect;
    if (known.host.empty()) known.host = std::move(suspect.host);
  } else if (suspects_.size() < limits::probe_suspects_max) {
    suspects_.push_back(std::move(suspect));
  } else {
    known_.erase(found);
    ++left_out_;
  }
}

}  // namespace davy::probe
