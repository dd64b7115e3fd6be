#include "workbench/relay/webhook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/base64.hpp"
#include "base/hmac_sha256.hpp"
#include "workbench/relay/curl_call.hpp"
#include "workbench/relay/message_text.hpp"
#include "workbench/relay/secret_line.hpp"

namespace davy::relay {
namespace {

// This message alone: the body is not what the receiver takes. All other answers may change.
constexpr std::array<long, 3> refusals{400, 413, 422};

class Webhook : public Carrier {
 public:
  Webhook(CurlCall call, std::string secret, std::string place)
      : call_(std::move(call)), secret_(std::move(secret)), place_(std::move(place)) {}

  // Each is acknowledged for itself.
  std::size_t batch_max() const override { return 1; }
  Delivery send(std::span<const Message> messages, Timestamp now) override;

 private:
  Delivery outcome() const;

  CurlCall call_;
  std::string secret_;
  std::string place_;
};

Delivery Webhook::send(std::span<const Message> messages, Timestamp now) {
  const Message& message = messages.front();
  const std::string body = webhook_body(message);
  const std::int64_t time_s =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  CurlList headers;
  headers.add("Content-Type: application/json");
  headers.add("webhook-id: " + message.id);
  headers.add(fmt::format("webhook-timestamp: {}", time_s));
  headers.add("webhook-signature: " + webhook_signature(secret_, message.id, time_s, body));
  headers.add("Expect:");
  call_.set(CURLOPT_HTTPHEADER, headers.get());
  call_.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  call_.set(CURLOPT_POSTFIELDS, body.c_str());
  if (std::string failed = call_.perform(); !failed.empty()) return {.error = std::move(failed)};
  return outcome();
}

Delivery Webhook::outcome() const {
  const long status = call_.status();
  if (status / 100 == 2) return {.delivered = 1};
  Delivery delivery{.error = fmt::format("{}: answered {}", place_, status),
                    .is_refused = std::ranges::find(refusals, status) != refusals.end(),
                    .retry_after = call_.retry_after()};
  if (status / 100 == 3) delivery.error += "; redirects are not followed: name where it leads to";
  if (status == 401 || status == 403) delivery.error += "; is the secret the one that it knows?";
  if (const std::string said = call_.answer(); !said.empty()) delivery.error += ": " + said;
  return delivery;
}

}  // namespace

Result<std::string> webhook_secret(std::string_view text) {
  constexpr std::string_view prefix = "whsec_";
  std::optional<std::string> secret{text};
  if (text.starts_with(prefix)) secret = from_base64(text.substr(prefix.size()));
  if (!secret) return usage_error("behind whsec_ stands no base64");
  if (secret->size() < secret_octets_min)
    return usage_error(
        fmt::format("a secret needs {} octets at least: openssl rand -hex 32", secret_octets_min));
  return std::move(*secret);
}

std::string webhook_signature(std::string_view secret, std::string_view id, std::int64_t time_s,
                              std::string_view body) {
  const std::string text = fmt::format("{}.{}.{}", id, time_s, body);
  const Sha256 hash = hmac_sha256(as_bytes(secret), as_bytes(text));
  return "v1," + base64(hash);
}

Result<std::unique_ptr<Carrier>> make_webhook(const Outlet& outlet, const Origin& origin) {
  const auto line = read_secret(outlet.secret_file, "the secret");
  if (!line) return std::unexpected(line.error());
  auto secret = webhook_secret(*line);
  if (!secret)
    return usage_error(fmt::format("{}: {}", outlet.secret_file, secret.error().message));
  auto call = CurlCall::make(outlet, origin);
  if (!call) return std::unexpected(call.error());
  call->set(CURLOPT_PROTOCOLS_STR, "http,https");
  call->set(CURLOPT_POST, 1L);
  return std::make_unique<Webhook>(std::move(*call), std::move(*secret), outlet.place());
}

}  // namespace davy::relay
