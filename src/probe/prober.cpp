#include "probe/prober.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "base/parallel.hpp"
#include "flow/dissect/json_beginning.hpp"

namespace davy::probe {
namespace {

constexpr std::size_t greeting_octets = 8;

// What an endpoint says whatever it is asked: an SSH or mail banner, a fixed page. JSON answers differ further on.
std::string greeting(std::string_view reply) {
  if (flow::begins_as_json(as_bytes(reply))) return {};
  return std::string(reply.substr(0, greeting_octets));
}

Judgement judge(const Reply& how, AnswerReader& reader) {
  switch (how.ending) {
    case Ending::unreachable:
      return {Outcome::unreachable, how.error, {}, false};
    case Ending::no_tls:
      return {Outcome::other_protocol, fmt::format("no TLS: {}", how.error), {}, false};
    case Ending::tls_silent:
      return {Outcome::silence, how.error, {}, false};
    case Ending::closed:
      if (reader.reply().empty()) return {Outcome::closed, "closed without a word", {}, false};
      break;
    default:
      break;
  }
  return reader.judge();
}

}  // namespace

// What was learnt of an endpoint so far.
struct Prober::Talk {
  const Suspect& suspect;
  Outcome best = Outcome::unreachable;
  std::size_t connections = 0;
  bool over = false;  // nothing more is to be asked
  bool no_tls = false;
  bool only_tls = false;
  std::optional<bool> http{};             // it answered plain JSON as a web server
  std::optional<std::string> greeting{};  // of its last answer without TLS
  bool greets_all = false;
  std::string key_exchange{};  // the reply that is to be seen twice

  bool worth_asking(const Step& step) const {
    const bool tls = is_tls(step.carrier);
    if (tls ? no_tls : only_tls || greets_all) return false;
    if (step.again) return !key_exchange.empty();
    const bool by_http = is_websocket(step.carrier) || step.dialect == Dialect::getwork;
    return !http.value_or(false) || by_http;
  }
  void learn(const Step& step, const Reply& how, const AnswerReader& reader);
};

void Prober::Talk::learn(const Step& step, const Reply& how, const AnswerReader& reader) {
  if (how.ending == Ending::unreachable) over = true;
  // The hello is the same each time: who did not answer it once will not.
  if (how.ending == Ending::no_tls || how.ending == Ending::tls_silent) no_tls = true;
  if (is_tls(step.carrier)) return;
  const std::string& reply = reader.reply();
  only_tls = only_tls || is_tls_alert(reply);
  const bool by_http = is_websocket(step.carrier) || step.dialect == Dialect::getwork;
  if (by_http || reply.empty()) return;
  if (reply.starts_with("HTTP/1.")) http = true;
  std::string now = probe::greeting(reply);
  greets_all = !now.empty() && greeting == now && !http;
  greeting = std::move(now);
}

Result<bool> Prober::run(const std::vector<Suspect>& suspects, const LineSink& sink) {
  sink_ = &sink;
  std::map<IpAddress, std::vector<const Suspect*>> by_address;
  for (const Suspect& suspect : suspects) by_address[suspect.endpoint.address].push_back(&suspect);
  std::vector<const std::vector<const Suspect*>*> hosts;
  hosts.reserve(by_address.size());
  for (const auto& [address, of_host] : by_address) hosts.push_back(&of_host);
  for_each_index(hosts.size(), 1, options_.at_once, [&](std::size_t i) {
    for (const Suspect* suspect : *hosts[i]) endpoint(*suspect);
  });
  if (failed_) return std::unexpected(*failed_);
  return confirmed_;
}

std::optional<Line> Prober::not_asked(const Suspect& suspect) const {
  const Timestamp now = world_.now();
  Line line;
  line.time = now;
  line.endpoint = suspect.endpoint;
  if (std::string why = scope_.refusal(suspect.endpoint, now); !why.empty()) {
    line.outcome = Outcome::out_of_scope;
    line.reason = std::move(why);
    return line;
  }
  line.earlier = memory_.asked(suspect.endpoint, now, options_.keep);
  if (!line.earlier) return std::nullopt;
  line.outcome = Outcome::cached;
  line.reason =
      fmt::format("asked on {}: {}", to_rfc3339(line.earlier->time), name(line.earlier->outcome));
  return line;
}

void Prober::endpoint(const Suspect& suspect) {
  if (const std::scoped_lock lock(mutex_); failed_) return;
  if (const std::optional<Line> line = not_asked(suspect)) return emit(*line);
  Talk talk{.suspect = suspect};
  ask(talk);
  if (talk.connections > 0) note(suspect.endpoint, talk.best);
}

void Prober::ask(Talk& talk) {
  for (const Step& step : plan(talk.suspect.dialect)) {
    if (talk.over || talk.connections >= options_.connections_per_endpoint) return;
    if (!talk.worth_asking(step)) continue;
    const std::optional<Duration> pause = budget_.claim(world_.steady());
    if (!pause) {
      Line line;
      line.time = world_.now();
      line.endpoint = talk.suspect.endpoint;
      line.outcome = Outcome::budget;
      line.reason = fmt::format("the run's {} connections are used up", budget_.used());
      return emit(line);
    }
    // Written down before the first connection: a run that is broken off has asked all the same.
    if (talk.connections++ == 0 && !note(talk.suspect.endpoint, Outcome::silence)) return;
    if (*pause > Duration{0}) world_.wait(*pause);
    talk.best = better(talk.best, question(talk, step));
    if (confirms(talk.best)) return;
  }
}

Outcome Prober::question(Talk& talk, const Step& step) {
  const Suspect& suspect = talk.suspect;
  const Question question = make_question(step.dialect, step.carrier, options_.who,
                                          suspect.host_and_port(), world_.random());
  AnswerReader reader(step.dialect);
  Line line;
  line.time = world_.now();
  line.endpoint = suspect.endpoint;
  line.dialect = step.dialect;
  line.carrier = step.carrier;
  line.how = asker_.ask(suspect, question, reader);
  Judgement judged = judge(line.how, reader);
  if (step.again && judged.fits_key_exchange && other_keys(talk.key_exchange, reader.reply())) {
    judged.outcome = Outcome::proof;
    judged.reason = "234 random octets, others each time: Stratum V2's key exchange, seen twice";
  }
  if (!step.again && judged.fits_key_exchange) talk.key_exchange = reader.reply();
  line.outcome = judged.outcome;
  line.reason = std::move(judged.reason);
  line.strength_nats = judged.strength_nats;
  line.octets_received = reader.reply().size();
  line.reply = reader.reply().substr(0, limits::evidence_octets_max);
  talk.learn(step, line.how, reader);
  emit(line);
  return line.outcome;
}

bool Prober::note(const Endpoint& endpoint, Outcome outcome) {
  const Result<void> noted = memory_.note(endpoint, {world_.now(), outcome});
  if (noted) return true;
  const std::scoped_lock lock(mutex_);
  failed_ = noted.error();
  return false;
}

void Prober::emit(const Line& line) {
  const std::scoped_lock lock(mutex_);
  confirmed_ =
      confirmed_ || confirms(line.outcome) || (line.earlier && confirms(line.earlier->outcome));
  (*sink_)(line);
}

}  // namespace davy::probe
