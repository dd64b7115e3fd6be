#include <algorithm>
#include <cstring>
#include <limits>

#include "workbench/relay/curl_call.hpp"
#include "workbench/relay/mail_text.hpp"
#include "workbench/relay/secret_line.hpp"

namespace davy::relay {
namespace {

struct Upload {
  std::string_view left;
};
std::size_t give(char* out, std::size_t one, std::size_t count, void* upload) {
  std::string_view& left = static_cast<Upload*>(upload)->left;
  const std::size_t octets = std::min(one * count, left.size());
  std::memcpy(out, left.data(), octets);
  left.remove_prefix(octets);
  return octets;
}

class Email : public Carrier {
 public:
  Email(CurlCall call, const Outlet& outlet, const Origin& origin)
      : call_(std::move(call)), outlet_(outlet), origin_(origin) {
    for (const std::string& one : outlet.to) to_.add("<" + one + ">");
  }

  // All that a batch has: one letter.
  std::size_t batch_max() const override { return std::numeric_limits<std::size_t>::max(); }
  Delivery send(std::span<const Message> messages, Timestamp now) override {
    const std::string text = letter(messages, outlet_, origin_, now);
    Upload upload{text};
    call_.set(CURLOPT_READFUNCTION, give);
    call_.set(CURLOPT_READDATA, &upload);
    call_.set(CURLOPT_MAIL_RCPT, to_.get());
    if (std::string failed = call_.perform(); !failed.empty()) return {.error = std::move(failed)};
    return {.delivered = messages.size()};
  }

 private:
  CurlCall call_;
  Outlet outlet_;
  Origin origin_;
  CurlList to_;
};

}  // namespace

Result<std::unique_ptr<Carrier>> make_email(const Outlet& outlet, const Origin& origin) {
  auto call = CurlCall::make(outlet, origin);
  if (!call) return std::unexpected(call.error());
  call->set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  call->set(CURLOPT_UPLOAD, 1L);
  call->set(CURLOPT_USE_SSL, static_cast<long>(outlet.plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  call->set(CURLOPT_MAIL_FROM, ("<" + outlet.from + ">").c_str());
  if (!outlet.user.empty()) {
    const auto password = read_secret(outlet.password_file, "the password");
    if (!password) return std::unexpected(password.error());
    call->set(CURLOPT_USERNAME, outlet.user.c_str());
    call->set(CURLOPT_PASSWORD, password->c_str());
  }
  return std::make_unique<Email>(std::move(*call), outlet, origin);
}

}  // namespace davy::relay
