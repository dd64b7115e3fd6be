#include "workbench/relay/tls_sending.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/ip_address.hpp"

namespace davy::relay {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds look_at_stop{100};

std::string openssl_words() {
  const unsigned long code = ERR_peek_last_error();
  std::array<char, 256> text{};
  if (code == 0) return errno == 0 ? "the connection ended" : std::strerror(errno);
  ERR_error_string_n(code, text.data(), text.size());
  const char* const reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : text.data();
}

class Sending {
 public:
  Sending(const TlsPlace& place, const std::function<bool()>& stopped)
      : place_(place), stopped_(stopped), until_(Steady::now() + place.timeout) {}
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;
  ~Sending() {
    ssl_.reset();
    if (socket_ >= 0) ::close(socket_);
  }

  std::string run(std::string_view octets);

 private:
  bool set_up();
  bool name_peer();
  bool connect();
  bool connect_to(const addrinfo& address);
  bool handshake();
  bool write(std::string_view octets);
  bool end();
  bool wait(short events);
  bool wait_for(int outcome);  // as SSL_get_error() says
  bool failed(std::string words) {
    error_ = fmt::format("{}:{}: {}", place_.host, place_.port, words);
    return false;
  }
  std::string certificate_remedy(long verified) const;

  const TlsPlace& place_;
  const std::function<bool()>& stopped_;
  Steady::time_point until_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
  int socket_ = -1;
  std::string error_;
};

bool Sending::set_up() {
  ERR_clear_error();
  context_.reset(SSL_CTX_new(TLS_client_method()));
  if (!context_) return failed(openssl_words());
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  const bool trusts = place_.ca.empty()
                          ? SSL_CTX_set_default_verify_paths(context_.get()) == 1
                          : SSL_CTX_load_verify_file(context_.get(), place_.ca.c_str()) == 1;
  if (!trusts) return failed(fmt::format("{}: no certificates in PEM that can be read", place_.ca));
  if (place_.certificate.empty()) return true;
  if (SSL_CTX_use_certificate_chain_file(context_.get(), place_.certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context_.get(), place_.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context_.get()) != 1)
    return failed(fmt::format("{} and {} are no certificate with its key: PEM files of both",
                              place_.certificate, place_.key));
  return true;
}

// False: not ready within the time that is left.
bool Sending::wait(short events) {
  while (!stopped_()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - Steady::now());
    if (left.count() <= 0) return failed("no answer in time: is it overloaded, or not reachable?");
    pollfd one{.fd = socket_, .events = events, .revents = 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min(left, look_at_stop).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return failed(std::strerror(errno));
  }
  return failed("stopped");
}

bool Sending::connect_to(const addrinfo& address) {
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return failed(std::strerror(errno));
  if (::connect(socket_, address.ai_addr, address.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return failed(std::strerror(errno));
  if (!wait(POLLOUT)) return false;
  int reason = 0;
  socklen_t size = sizeof reason;
  ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &reason, &size);
  if (reason == 0) return true;
  return failed(
      fmt::format("{}; does it run, and may this machine reach it?", std::strerror(reason)));
}

bool Sending::connect() {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(place_.host.c_str(), place_.port.c_str(), &wanted, &found);
  if (code != 0)
    return failed(
        fmt::format("{}; is the name right, and does the resolver answer?", gai_strerror(code)));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next)
    if (connect_to(*one)) return true;
  return false;
}

// The certificate must be of who was called; a name is also told to servers that have several.
bool Sending::name_peer() {
  if (parse_ip_address(place_.host))
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), place_.host.c_str()) == 1;
  return SSL_set1_host(ssl_.get(), place_.host.c_str()) == 1 &&
         SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                  const_cast<char*>(place_.host.c_str())) == 1;
}

bool Sending::wait_for(int outcome) {
  const int what = SSL_get_error(ssl_.get(), outcome);
  if (what == SSL_ERROR_WANT_READ) return wait(POLLIN);
  if (what == SSL_ERROR_WANT_WRITE) return wait(POLLOUT);
  return failed(openssl_words());
}

std::string Sending::certificate_remedy(long verified) const {
  const char* const words = X509_verify_cert_error_string(verified);
  if (verified == X509_V_ERR_HOSTNAME_MISMATCH || verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
    return fmt::format("its certificate is of another name ({}): call it by the name in it", words);
  if (verified == X509_V_ERR_CERT_HAS_EXPIRED || verified == X509_V_ERR_CERT_NOT_YET_VALID)
    return fmt::format("its certificate is out of its time ({}): renew it, or set the clock",
                       words);
  return fmt::format(
      "its certificate is refused ({}): name the authority that signed it: ca = \"…\"", words);
}

bool Sending::handshake() {
  ssl_.reset(SSL_new(context_.get()));
  if (!ssl_ || SSL_set_fd(ssl_.get(), socket_) != 1 || !name_peer()) return failed(openssl_words());
  while (true) {
    ERR_clear_error();
    const int done = SSL_connect(ssl_.get());
    if (done == 1) return true;
    const long verified = SSL_get_verify_result(ssl_.get());
    if (verified != X509_V_OK) return failed(certificate_remedy(verified));
    if (!wait_for(done)) return false;
  }
}

bool Sending::write(std::string_view octets) {
  while (!octets.empty()) {
    ERR_clear_error();
    std::size_t written = 0;
    const int done = SSL_write_ex(ssl_.get(), octets.data(), octets.size(), &written);
    if (done == 1)
      octets.remove_prefix(written);
    else if (!wait_for(done))
      return false;
  }
  return true;
}

// Ours is told; then theirs is waited for, whatever else they may say. A reset is a failure: what was under way may be lost.
bool Sending::end() {
  ERR_clear_error();
  if (SSL_shutdown(ssl_.get()) < 0) return failed(openssl_words());
  ::shutdown(socket_, SHUT_WR);
  std::array<char, 256> ignored{};
  while (true) {
    ERR_clear_error();
    errno = 0;
    const int got = SSL_read(ssl_.get(), ignored.data(), static_cast<int>(ignored.size()));
    if (got > 0) continue;
    const int what = SSL_get_error(ssl_.get(), got);
    if (what == SSL_ERROR_ZERO_RETURN) return true;
    const bool ended_without_words =
        (what == SSL_ERROR_SSL &&
         ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) ||
        (what == SSL_ERROR_SYSCALL && errno == 0);
    if (ended_without_words) return true;
    if (!wait_for(got)) return false;
  }
}

std::string Sending::run(std::string_view octets) {
  if (set_up() && connect() && handshake() && write(octets) && end()) return {};
  return error_;
}

}  // namespace

std::string send_over_tls(const TlsPlace& place, std::string_view octets,
                          const std::function<bool()>& stopped) {
  return Sending(place, stopped).run(octets);
}

}  // namespace davy::relay
