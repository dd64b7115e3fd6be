// Asks one question over one fresh connection, and hears what comes back.
//
// Units:   octets; durations.
// Shape:   converse() is the talk itself, over any Wire: a test puts a script in its place. SocketAsker makes the
//          connection. Nothing is said after the question but, where the other end switched to WebSocket, the question's
//          second half. It ends at a proof, when the other end closes, when it has been quiet for `quiet` after its first
//          octets, at limits::probe_reply_octets_max octets, or at the deadline of the whole connection: whichever is
//          first, so a tarpit costs no more than silence.
// Errors:  in the reply.
// Threads: ask() from any thread, if the asker's own state allows it (SocketAsker has none).
#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "probe/answer.hpp"
#include "probe/questions.hpp"
#include "probe/suspects.hpp"
#include "probe/wire.hpp"

namespace davy::probe {

enum class Ending : std::uint8_t {
  unreachable,   // no connection
  no_tls,        // a connection, but no TLS on it
  tls_silent,    // a connection, and no answer to the TLS hello
  closed,        // by the other end
  quiet,         // nothing more came
  deadline,      // still coming, or still nothing, at the end of the time
  octets_bound,  // more than we want to hear
  proven,        // enough
};

struct Reply {
  Ending ending = Ending::unreachable;
  std::string error;  // why there was no connection or no TLS; one line
  std::optional<Certificate> certificate;
  std::optional<Endpoint> local;  // from where we spoke
  Duration took{0};
};

struct Patience {
  Duration connection = std::chrono::seconds{8};      // in all, with connecting
  Duration quiet = std::chrono::milliseconds{1'500};  // after the last octets heard
};

class Asker {
 public:
  virtual ~Asker() = default;
  virtual Reply ask(const Suspect& suspect, const Question& question, AnswerReader& reader) = 0;
};

class SocketAsker final : public Asker {
 public:
  SocketAsker(std::optional<IpAddress> source, Patience patience)
      : source_(source), patience_(patience) {}
  Reply ask(const Suspect& suspect, const Question& question, AnswerReader& reader) override;

 private:
  Reply over(SocketWire& socket, const Suspect& suspect, const Question& question,
             AnswerReader& reader, Deadline deadline) const;

  std::optional<IpAddress> source_;
  Patience patience_;
};

Ending converse(Wire& wire, const Question& question, AnswerReader& reader, Deadline deadline,
                Duration quiet);

}  // namespace davy::probe
