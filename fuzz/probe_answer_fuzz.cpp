// What an endpoint answers to a probe, in any pieces: never a proof that is none by its own terms.
// One octet says which question was asked; then pieces: a length of two octets, most significant first, and the octets.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/limits.hpp"
#include "probe/answer.hpp"

namespace davy::probe {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

void hear(ByteReader& in, const Question& question, AnswerReader& reader) {
  bool upgrade_awaited = !question.after_upgrade.empty();
  while (in.remaining() > 2 && !reader.proven()) {
    const std::size_t length = in.be16();
    const std::size_t room = limits::probe_reply_octets_max - reader.reply().size();
    const Bytes piece = in.bytes(std::min({length, in.remaining(), room}));
    if (piece.empty()) continue;
    reader.heard(piece);
    if (!upgrade_awaited || !switched_protocols(reader.reply())) continue;
    upgrade_awaited = false;
    reader.said(as_bytes(question.after_upgrade));
  }
}

void check(const Judgement& judged, const AnswerReader& reader, bool proven, Dialect dialect) {
  const std::string& reply = reader.reply();
  require(!judged.reason.empty());
  require((judged.outcome == Outcome::silence) == reply.empty());
  require(judged.outcome <= Outcome::silence);
  require(!proven || judged.outcome == Outcome::proof);
  require(judged.strength_nats.has_value() == (judged.outcome == Outcome::proof));
  require(judged.strength_nats.value_or(8) >= 8);
  const bool exchange = dialect == Dialect::stratum_v2_noise;
  require(!judged.fits_key_exchange || (exchange && reply.size() == key_exchange_octets));
  if (!confirms(judged.outcome)) return;
  require(!exchange);
  // Nobody is a pool without a message in the form that he was asked for.
  const std::size_t first = reply.find_first_not_of(std::string_view{" \n\r\t\0,", 6});
  require(first != std::string::npos);
  const std::string_view message = std::string_view{reply}.substr(first);
  require(message.starts_with("{") || message.starts_with("[") || reply.starts_with("HTTP/1.") ||
          reply.starts_with("\x1f\x8b") || dialect == Dialect::stratum_v2);
}

}  // namespace
}  // namespace davy::probe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy;
  using namespace davy::probe;
  ByteReader in({data, size});
  const std::vector<Step> steps = plan(std::nullopt);
  const Step step = steps[in.u8() % steps.size()];
  RandomOctets random{};
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i * 73 + 5);
  const Question question =
      make_question(step.dialect, step.carrier, {"1", "a@b"}, "192.0.2.1:3333", random);
  AnswerReader reader(step.dialect);
  reader.said(as_bytes(question.first));
  hear(in, question, reader);
  const bool proven = reader.proven();
  check(reader.judge(), reader, proven, step.dialect);
  return 0;
}
