#include "workbench/relay/carrier.hpp"
#include "workbench/relay/syslog_text.hpp"
#include "workbench/relay/tls_sending.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::relay {
namespace {

constexpr std::size_t frames_at_once = 200;  // on one connection, settled by its end

class Syslog : public Carrier {
 public:
  Syslog(const Outlet& outlet, const Origin& origin)
      : place_{.host = outlet.host,
               .port = outlet.port,
               .ca = outlet.ca,
               .certificate = outlet.certificate,
               .key = outlet.key,
               .timeout = outlet.timeout},
        facility_(outlet.facility),
        origin_(origin) {}

  std::size_t batch_max() const override { return frames_at_once; }
  Delivery send(std::span<const Message> messages, Timestamp) override {
    std::string octets;
    for (const Message& message : messages)
      octets += syslog_frame(syslog_line(message, facility_, origin_));
    const std::string failed = send_over_tls(place_, octets, origin_.stopped);
    if (!failed.empty()) return {.error = report::printable(failed)};
    return {.delivered = messages.size()};
  }

 private:
  TlsPlace place_;
  unsigned facility_;
  Origin origin_;
};

}  // namespace

Result<std::unique_ptr<Carrier>> make_syslog(const Outlet& outlet, const Origin& origin) {
  return std::make_unique<Syslog>(outlet, origin);
}

}  // namespace davy::relay
