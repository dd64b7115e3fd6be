#include "workbench/relay/sender.hpp"

#include <algorithm>

namespace davy::relay {
namespace {

// Doubles with each try, up to a bound; a share of the upper half is chance.
Duration wait_after(std::int64_t tries, double share) {
  Duration whole = retry_first;
  for (std::int64_t i = 1; i < tries && whole < retry_max; ++i) whole *= 2;
  whole = std::min(whole, retry_max);
  return whole / 2 + std::chrono::duration_cast<Duration>(whole / 2 * std::clamp(share, 0.0, 1.0));
}

}  // namespace

Result<Sender> Sender::open(store::Store store, const Outlet& outlet,
                            std::unique_ptr<Carrier> carrier, std::string mark, Timestamp now) {
  auto state = outlet_state(store, outlet, now);
  if (!state) return std::unexpected(state.error());
  return Sender(std::move(store), outlet, std::move(carrier), std::move(mark), std::move(*state));
}

// A clock that was set back must not silence an outlet for as long.
bool Sender::is_due(Timestamp now) const {
  return now >= state_.next_try || state_.next_try - now > std::chrono::hours{25};
}

bool Sender::is_told(const Head& head) const {
  return head.kind == Kind::case_step ? outlet_.cases : head.surest <= outlet_.least;
}

bool Sender::is_too_old(const Head& head, Timestamp now) const {
  const Timestamp limit = now - outlet_.give_up_after;
  return state_.failing_since && *state_.failing_since < limit && head.at < limit;
}

void Sender::settle(std::span<const Head> heads) {
  for (const Head& head : heads)
    (head.kind == Kind::verdict ? state_.verdicts : state_.cases).done = head.last;
}

Result<bool> Sender::has_batch(Timestamp now, Urgency urgency) {
  if (state_.has_batch()) return true;
  const Duration since = now - state_.batch_at;
  if (urgency == Urgency::when_due && since >= Duration{} && since < outlet_.every) return false;
  OutletState opened = state_;
  const auto any = open_batch(store_, opened);
  if (!any || !*any) return any;
  opened.batch_at = now;
  // Before the first message leaves: after a crash the batch is the same.
  if (auto kept = keep(store_, opened); !kept) return std::unexpected(kept.error());
  state_ = std::move(opened);
  return true;
}

// The next messages that one sending takes; `at` moves behind their heads.
Result<Sender::Chosen> Sender::choose(std::span<const Head> heads, std::size_t& at, Timestamp now,
                                      Step& step) {
  Chosen chosen;
  for (; at < heads.size() && chosen.messages.size() < carrier_->batch_max(); ++at) {
    if (!is_told(heads[at])) continue;
    if (is_too_old(heads[at], now)) {
      ++step.dropped;
      ++state_.dropped;
      continue;
    }
    auto message = message_of(store_, heads[at], mark_);
    if (!message) return std::unexpected(message.error());
    if (!*message) continue;
    chosen.messages.push_back(std::move(**message));
    chosen.heads.push_back(at);
  }
  return chosen;
}

void Sender::note_success(std::size_t messages, Timestamp now, Step& step) {
  step.sent += messages;
  step.recovered = step.recovered || state_.failing_since.has_value();
  state_.sent += static_cast<std::int64_t>(messages);
  state_.last_success = now;
  state_.failing_since.reset();
  state_.tries = 0;
  state_.next_try = {};
  state_.last_error.clear();
}

void Sender::note_failure(Delivery&& delivery, Timestamp now, double share, Step& step) {
  step.failed = true;
  step.began_to_fail = !state_.failing_since.has_value();
  step.error = delivery.error;
  ++state_.tries;
  ++state_.failed;
  if (!state_.failing_since) state_.failing_since = now;
  state_.last_error = std::move(delivery.error);
  state_.next_try =
      now + std::max(wait_after(state_.tries, share), delivery.retry_after.value_or(Duration{}));
}

Result<void> Sender::close_batch() {
  state_.verdicts.told = state_.verdicts.done = state_.verdicts.until;
  state_.cases.told = state_.cases.done = state_.cases.until;
  return keep(store_, state_);
}

// One sending, and what came of it written down. False: the batch cannot go on now.
Result<bool> Sender::send_some(std::span<const Head> heads, std::size_t& at, Timestamp now,
                               double share, Step& step) {
  const std::size_t begin = at;
  const auto chosen = choose(heads, at, now, step);
  if (!chosen) return std::unexpected(chosen.error());
  std::size_t settled = at;
  if (!chosen->messages.empty()) {
    Delivery delivery = carrier_->send(chosen->messages, now);
    if (delivery.delivered > 0) note_success(delivery.delivered, now, step);
    if (delivery.delivered < chosen->messages.size()) {
      settled = chosen->heads[delivery.delivered];
      const bool is_given_up = delivery.is_refused && state_.tries + 1 >= refusals_max;
      note_failure(std::move(delivery), now, share, step);
      if (is_given_up) give_up(settled, step);
    }
  }
  settle(heads.subspan(begin, settled - begin));
  if (auto kept = keep(store_, state_); !kept) return std::unexpected(kept.error());
  return settled == at;
}

// The message at fault, so that the others are told.
void Sender::give_up(std::size_t& settled, Step& step) {
  ++settled;
  ++step.dropped;
  ++state_.dropped;
  state_.tries = 0;
  state_.next_try = {};
}

Result<void> Sender::send_all(const Clock& clock, double share,
                              const std::function<bool()>& stopped, Step& step) {
  const auto heads = heads_of(store_, state_);
  if (!heads) return std::unexpected(heads.error());
  for (std::size_t at = 0; at < heads->size();) {
    if (stopped()) return {};
    const auto goes_on = send_some(*heads, at, clock(), share, step);
    if (!goes_on) return std::unexpected(goes_on.error());
    if (!*goes_on) return {};
  }
  step.is_done = true;
  return close_batch();
}

Result<Step> Sender::step(const Clock& clock, double share, Urgency urgency,
                          const std::function<bool()>& stopped) {
  Step step;
  const Timestamp now = clock();
  if (now - state_.looked_at >= heartbeat || now < state_.looked_at) {
    state_.looked_at = now;
    if (auto kept = keep(store_, state_); !kept) return std::unexpected(kept.error());
  }
  if (urgency == Urgency::when_due && !is_due(now)) return step;
  const auto batch = has_batch(now, urgency);
  if (!batch) return std::unexpected(batch.error());
  if (!*batch) {
    step.is_done = true;
    return step;
  }
  if (auto sent = send_all(clock, share, stopped, step); !sent)
    return std::unexpected(sent.error());
  return step;
}

}  // namespace davy::relay
