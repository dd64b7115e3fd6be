#include "probe/asker.hpp"

#include <algorithm>
#include <array>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

constexpr std::size_t piece_octets = 2048;

Deadline now() { return std::chrono::steady_clock::now(); }

bool say(Wire& wire, std::string_view octets, AnswerReader& reader, Deadline deadline) {
  reader.said(as_bytes(octets));
  return wire.send(as_bytes(octets), deadline);
}

Ending ending_of(Received::State state, bool heard, Deadline deadline) {
  if (state == Received::State::closed) return Ending::closed;
  return heard && now() < deadline ? Ending::quiet : Ending::deadline;
}

}  // namespace

Ending converse(Wire& wire, const Question& question, AnswerReader& reader, Deadline deadline,
                Duration quiet) {
  // A refusal to take our words is not the end: what was said before it may still be read.
  say(wire, question.first, reader, deadline);
  bool upgrade_awaited = !question.after_upgrade.empty();
  std::array<std::uint8_t, piece_octets> piece;
  for (;;) {
    const bool heard = !reader.reply().empty();
    const Deadline until = heard ? std::min(deadline, now() + quiet) : deadline;
    const std::size_t room = limits::probe_reply_octets_max - reader.reply().size();
    const auto buffer = std::span{piece}.first(std::min(room, piece.size()));
    const Received got = wire.receive(buffer, until);
    if (got.state != Received::State::octets) return ending_of(got.state, heard, deadline);
    reader.heard(Bytes{piece}.first(got.octets));
    if (reader.proven()) return Ending::proven;
    if (reader.reply().size() >= limits::probe_reply_octets_max) return Ending::octets_bound;
    if (now() >= deadline) return Ending::deadline;
    if (upgrade_awaited && switched_protocols(reader.reply())) {
      upgrade_awaited = false;
      say(wire, question.after_upgrade, reader, deadline);
    }
  }
}

Reply SocketAsker::ask(const Suspect& suspect, const Question& question, AnswerReader& reader) {
  const Deadline begun = now();
  const Deadline deadline = begun + patience_.connection;
  Reply reply;
  auto socket = SocketWire::connect(suspect.endpoint, source_, deadline);
  if (socket) {
    reply = over(**socket, suspect, question, reader, deadline);
    reply.local = (*socket)->local();
  } else {
    reply.error = socket.error().message;
  }
  reply.took = now() - begun;
  return reply;
}

Reply SocketAsker::over(SocketWire& socket, const Suspect& suspect, const Question& question,
                        AnswerReader& reader, Deadline deadline) const {
  Reply reply;
  if (!is_tls(question.carrier)) {
    reply.ending = converse(socket, question, reader, deadline, patience_.quiet);
    return reply;
  }
  auto tls = TlsWire::handshake(socket, suspect.host, deadline);
  if (!tls) {
    reply.error = tls.error().message;
    reply.ending = now() >= deadline ? Ending::tls_silent : Ending::no_tls;
    return reply;
  }
  reply.certificate = (*tls)->certificate();
  reply.ending = converse(**tls, question, reader, deadline, patience_.quiet);
  return reply;
}

}  // namespace davy::probe
