// What brings messages to one outlet: a webhook, a syslog receiver, a mail server, a file.
//
// Shape:   send() takes messages in order and says how many the other side has for sure: acknowledged by status, by the end of its
//          connection, or flushed to the disk. What it has perhaps comes again, with the same id.
// Errors:  a Delivery that falls short says why, and what to do; `is_refused`: the first message that was not delivered is one that
//          this receiver does not take, while it may take others.
// Bounds:  one send() lasts at most the outlet's timeout for each message, and ends soon once `stopped`.
// Threads: one owner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "workbench/relay/message.hpp"
#include "workbench/relay/outlet.hpp"

namespace davy::relay {

struct Delivery {
  std::size_t delivered = 0;
  std::string error = {};  // "": all
  bool is_refused = false;
  std::optional<Duration> retry_after = {};  // the receiver's own wish
};

// What all carriers are told of where they run.
struct Origin {
  std::string version = {};    // of davy
  std::string host_name = {};  // of this machine
  std::int64_t process = 0;
  std::function<bool()> stopped = [] { return false; };
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  // Messages that one send() takes: those are settled together.
  virtual std::size_t batch_max() const = 0;
  virtual Delivery send(std::span<const Message> messages, Timestamp now) = 0;
};

// Reads secrets now, before the program gives up files.
Result<std::unique_ptr<Carrier>> make_carrier(const Outlet& outlet, const Origin& origin);

Result<std::unique_ptr<Carrier>> make_webhook(const Outlet& outlet, const Origin& origin);
Result<std::unique_ptr<Carrier>> make_syslog(const Outlet& outlet, const Origin& origin);
Result<std::unique_ptr<Carrier>> make_email(const Outlet& outlet, const Origin& origin);
Result<std::unique_ptr<Carrier>> make_file(const Outlet& outlet, const Origin& origin);

}  // namespace davy::relay
