// Asks the suspects: within the scope, within the budget, nobody twice a day, and no more than the answer needs.
//
// Units:   connections; durations.
// Shape:   an endpoint is asked in the order of plan(), each question on a connection of its own, one after the other,
//          until one answer confirms a pool. What an answer tells saves questions: an endpoint that cannot be reached is
//          left at once, one without TLS is asked none over TLS, one that says the same whatever it is asked is not asked
//          on in that way. Endpoints of one address are asked by one thread, one after the other.
//          One line for each connection made, and one for each endpoint that was not asked.
// Errors:  an endpoint whose beginning cannot be written down is not asked, and the run ends there.
// Threads: run() uses `at_once` threads; the line sink is called by one at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "probe/asker.hpp"
#include "probe/budget.hpp"
#include "probe/memory.hpp"
#include "probe/scope.hpp"
#include "probe/suspects.hpp"

namespace davy::probe {

struct Line {
  Timestamp time;
  Endpoint endpoint;
  std::optional<Dialect> dialect;  // nothing: not asked
  std::optional<Carrier> carrier;
  Outcome outcome = Outcome::silence;
  std::string reason;
  std::optional<double> strength_nats;
  std::string reply;  // its first octets, as they came
  std::size_t octets_received = 0;
  Reply how;                          // certificate, local end, duration
  std::optional<Remembered> earlier;  // of a cached one
};

// The world, as parameters.
struct Surroundings {
  std::function<Timestamp()> now;
  std::function<Duration()> steady;  // since any moment; never goes back
  std::function<void(Duration)> wait;
  std::function<RandomOctets()> random;
};

struct ProberOptions {
  Introduction who;
  std::size_t connections_per_endpoint = limits::probe_connections_per_endpoint_max;
  Duration keep = std::chrono::hours{24 * 7};  // how long an outcome stands; a day at least
  unsigned at_once = 8;
};

using LineSink = std::function<void(const Line&)>;

class Prober {
 public:
  Prober(const Scope& scope, Memory& memory, Budget& budget, Asker& asker,
         const Surroundings& surroundings, const ProberOptions& options)
      : scope_(scope),
        memory_(memory),
        budget_(budget),
        asker_(asker),
        world_(surroundings),
        options_(options) {}

  // Whether any endpoint is confirmed as a pool, now or by what is remembered.
  Result<bool> run(const std::vector<Suspect>& suspects, const LineSink& sink);
  // Why this endpoint would not be asked now; nothing: it would be.
  std::optional<Line> not_asked(const Suspect& suspect) const;

 private:
  struct Talk;  // with one endpoint

  void endpoint(const Suspect& suspect);
  void ask(Talk& talk);
  Outcome question(Talk& talk, const Step& step);
  bool note(const Endpoint& endpoint, Outcome outcome);
  void emit(const Line& line);

  const Scope& scope_;
  Memory& memory_;
  Budget& budget_;
  Asker& asker_;
  const Surroundings& world_;
  const ProberOptions& options_;

  std::mutex mutex_;  // of what follows
  const LineSink* sink_ = nullptr;
  bool confirmed_ = false;
  std::optional<Error> failed_;
};

}  // namespace davy::probe
