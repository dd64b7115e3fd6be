// A connection as octets with deadlines: TCP, TLS over it, or a script in a test.
//
// Units:   octets; deadlines are points of a steady clock.
// Shape:   send() writes everything or fails; receive() waits for the next octets and never past the deadline.
// Errors:  states, never an exception; nothing raises SIGPIPE.
// Threads: one owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/byte_reader.hpp"
#include "base/result.hpp"
#include "probe/endpoint.hpp"

namespace davy::probe {

using Deadline = std::chrono::steady_clock::time_point;

struct Received {
  enum class State : std::uint8_t { octets, closed, timed_out };
  State state = State::timed_out;
  std::size_t octets = 0;  // written to the front of the buffer
};

class Wire {
 public:
  virtual ~Wire() = default;
  virtual bool send(Bytes octets, Deadline deadline) = 0;
  virtual Received receive(std::span<std::uint8_t> buffer, Deadline deadline) = 0;
};

class SocketWire final : public Wire {
 public:
  // `source`: the address to speak from; nothing: as the system chooses.
  static Result<std::unique_ptr<SocketWire>> connect(const Endpoint& to,
                                                     const std::optional<IpAddress>& source,
                                                     Deadline deadline);
  ~SocketWire() override;
  SocketWire(const SocketWire&) = delete;
  SocketWire& operator=(const SocketWire&) = delete;

  bool send(Bytes octets, Deadline deadline) override;
  Received receive(std::span<std::uint8_t> buffer, Deadline deadline) override;
  Endpoint local() const;

 private:
  explicit SocketWire(int socket) : socket_(socket) {}
  int socket_;
};

struct Certificate {
  std::string subject;  // RFC 2253, cut at limits::text_field_octets_max, readable
  std::string sha256;   // 64 hex digits, of the DER form
};

// The client's side of TLS 1.0 to 1.3 over another wire. Whoever answers is taken as he is: what is asked is not who he is
// but what he speaks; the certificate is only noted.
class TlsWire final : public Wire {
 public:
  // `host`: sent as SNI if not empty. Fails with a line for people; timed out is told apart.
  static Result<std::unique_ptr<TlsWire>> handshake(Wire& inner, const std::string& host,
                                                    Deadline deadline);
  ~TlsWire() override;
  TlsWire(const TlsWire&) = delete;
  TlsWire& operator=(const TlsWire&) = delete;

  bool send(Bytes octets, Deadline deadline) override;
  Received receive(std::span<std::uint8_t> buffer, Deadline deadline) override;
  std::optional<Certificate> certificate() const;

 private:
  struct State;
  enum class Need : std::uint8_t { nothing, octets, failed };

  explicit TlsWire(std::unique_ptr<State> state);
  Need need(int outcome);
  bool flush(Deadline deadline);
  Received::State fill(Deadline deadline);

  std::unique_ptr<State> state_;
};

}  // namespace davy::probe
