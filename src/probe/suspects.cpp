#include "probe/suspects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "probe/event_line.hpp"

namespace davy::probe {
namespace {

constexpr std::size_t host_octets_max = 253;  // RFC 1035

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

// The side that does not mine.
std::optional<Endpoint> pool_of(const EventLine& event) {
  return event.text("miner_side") == "destination"
             ? event.endpoint("source_address", "source_port")
             : event.endpoint("destination_address", "destination_port");
}

// What the client named in its TLS hello is what the server knows itself by; else what it was spoken of.
std::string host_in(const EventLine& event) {
  const std::string named = host_of(event.host_named("tls-server-name"));
  return named.empty() ? host_of(event.text("pool")) : named;
}

bool through_proxy(std::string_view carrier) {
  return carrier.find("socks") != std::string_view::npos ||
         carrier.find("connect") != std::string_view::npos;
}

}  // namespace

struct SuspectReader::Parser {
  EventLine event;
};

SuspectReader::SuspectReader() : parser_(std::make_unique<Parser>()) {}
SuspectReader::~SuspectReader() = default;

std::string Suspect::host_and_port() const {
  return host.empty() ? to_string(endpoint) : fmt::format("{}:{}", host, endpoint.port);
}

void SuspectReader::line(std::string_view said) {
  if (EventLine::is_blank(said)) return;
  EventLine& event = parser_->event;
  if (!event.parse(said)) {
    ++malformed_;
    return;
  }
  if (event.text("event") != "mining_flow") return;
  ++events_;
  const std::string_view verdict = event.text("verdict");
  if (verdict == "confirmed") ++confirmed_;
  if (verdict != "suspected" && verdict != "probable") return;
  if (event.text("transport_protocol") != "tcp") {
    ++udp_;
  } else if (through_proxy(event.text("carrier"))) {
    ++proxied_;
  } else if (const auto pool = pool_of(event)) {
    add({*pool, dialect_named(event.text("dialect")), host_in(event)});
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
