// Brings the news of one store to one outlet: in order, at least once, and never more than there is.
//
// Units:   clock and randomness come in as parameters.
// Shape:   step() does what is due now and comes back: opens a batch (news.hpp), sends, writes down what is settled. What was not
//          acknowledged is sent again after 2 s, 4 s, … 15 min (retry_first, retry_max), each time between half of it and all of
//          it, so that receivers that come back are not all asked at once. A message that the receiver refuses for itself
//          (refusals_max tries) is given up; so is one that is older than `give_up_after` when nothing could be sent for as long.
//          What is given up is counted.
// Errors:  those of the store. A receiver that fails is no error: the step tells it.
// Bounds:  one batch a step; messages as the carrier takes them.
// Threads: of the store.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "workbench/relay/carrier.hpp"
#include "workbench/relay/news.hpp"

namespace davy::relay {

inline constexpr Duration retry_first = std::chrono::seconds{2};
inline constexpr Duration retry_max = std::chrono::minutes{15};
inline constexpr std::int64_t refusals_max = 4;
inline constexpr Duration heartbeat = std::chrono::minutes{1};  // that a sender looks after it

enum class Urgency : std::uint8_t { when_due, now };

struct Step {
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;
  bool failed = false;     // a sending that was tried
  bool is_done = false;    // nothing is left to tell
  std::string error = {};  // of it
  bool began_to_fail = false;
  bool recovered = false;
};

class Sender {
 public:
  using Clock = std::function<Timestamp()>;

  // Makes the outlet's row where there is none: it begins at what is newest now. `mark`: store_mark().
  static Result<Sender> open(store::Store store, const Outlet& outlet,
                             std::unique_ptr<Carrier> carrier, std::string mark, Timestamp now);

  // `share` is between 0 and 1, another one each time. Urgency::now neither gathers nor waits between tries. Between two
  // sendings `stopped` ends it.
  Result<Step> step(
      const Clock& clock, double share, Urgency urgency = Urgency::when_due,
      const std::function<bool()>& stopped = [] { return false; });
  const Outlet& outlet() const { return outlet_; }

 private:
  Sender(store::Store store, const Outlet& outlet, std::unique_ptr<Carrier> carrier,
         std::string mark, OutletState state)
      : store_(std::move(store)),
        outlet_(outlet),
        carrier_(std::move(carrier)),
        mark_(std::move(mark)),
        state_(std::move(state)) {}

  struct Chosen {
    std::vector<Message> messages;
    std::vector<std::size_t> heads;  // of each message
  };
  bool is_due(Timestamp now) const;
  Result<bool> has_batch(Timestamp now, Urgency urgency);
  Result<void> send_all(const Clock& clock, double share, const std::function<bool()>& stopped,
                        Step& step);
  Result<bool> send_some(std::span<const Head> heads, std::size_t& at, Timestamp now, double share,
                         Step& step);
  Result<Chosen> choose(std::span<const Head> heads, std::size_t& at, Timestamp now, Step& step);
  bool is_told(const Head& head) const;
  bool is_too_old(const Head& head, Timestamp now) const;
  void give_up(std::size_t& settled, Step& step);
  void settle(std::span<const Head> heads);
  void note_success(std::size_t messages, Timestamp now, Step& step);
  void note_failure(Delivery&& delivery, Timestamp now, double share, Step& step);
  Result<void> close_batch();

  store::Store store_;
  Outlet outlet_;
  std::unique_ptr<Carrier> carrier_;
  std::string mark_;
  OutletState state_;
};

}  // namespace davy::relay
