#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>

#include "base/limits.hpp"
#include "flow/dissect/conversation_builder.hpp"
#include "probe/wire.hpp"

namespace davy::probe {

// OpenSSL only ever sees memory: the octets go over the inner wire, with its deadlines.
struct TlsWire::State {
  explicit State(Wire& wire) : inner(wire) {}
  ~State() {
    SSL_free(ssl);  // and with it the two queues
    SSL_CTX_free(context);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Wire& inner;
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  BIO* incoming = nullptr;
  BIO* outgoing = nullptr;
};

namespace {

constexpr std::size_t piece_octets = 4096;

std::string reason() {
  const unsigned long code = ERR_get_error();
  const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
  return text == nullptr ? "no TLS" : text;
}

std::string subject_of(X509* certificate) {
  BIO* out = BIO_new(BIO_s_mem());
  X509_NAME_print_ex(out, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  std::array<std::uint8_t, limits::text_field_octets_max + 1>
      text;  // one more: so it shows its cut
  const int octets = BIO_read(out, text.data(), static_cast<int>(text.size()));
  BIO_free(out);
  return flow::readable(Bytes{text}.first(octets > 0 ? static_cast<std::size_t>(octets) : 0),
                        limits::text_field_octets_max);
}

}  // namespace

TlsWire::TlsWire(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsWire::~TlsWire() = default;

Result<std::unique_ptr<TlsWire>> TlsWire::handshake(Wire& inner, const std::string& host,
                                                    Deadline deadline) {
  ERR_clear_error();
  auto state = std::make_unique<State>(inner);
  state->context = SSL_CTX_new(TLS_client_method());
  if (state->context == nullptr) return std::unexpected(Error{ErrorKind::internal, reason()});
  // Pools and proxies run on what they were once set up with.
  SSL_CTX_set_min_proto_version(state->context, TLS1_VERSION);
  SSL_CTX_set_security_level(state->context, 0);
  SSL_CTX_set_cipher_list(state->context, "DEFAULT:@SECLEVEL=0");
  SSL_CTX_set_verify(state->context, SSL_VERIFY_NONE, nullptr);
  state->ssl = SSL_new(state->context);
  state->incoming = BIO_new(BIO_s_mem());
  state->outgoing = BIO_new(BIO_s_mem());
  if (state->ssl == nullptr || state->incoming == nullptr || state->outgoing == nullptr)
    return std::unexpected(Error{ErrorKind::internal, "no memory for TLS"});
  SSL_set_bio(state->ssl, state->incoming, state->outgoing);
  if (std::string name = host; !name.empty())  // the macro for it holds a cast of C
    SSL_ctrl(state->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
  std::unique_ptr<TlsWire> wire(new TlsWire(std::move(state)));
  for (;;) {
    const int outcome = SSL_connect(wire->state_->ssl);
    const Need need = outcome == 1 ? Need::nothing : wire->need(outcome);
    const bool flushed = wire->flush(deadline);
    if (need == Need::nothing) return wire;
    if (need == Need::failed) return input_error(reason());
    if (!flushed) return input_error("closed during the TLS handshake");
    const Received::State got = wire->fill(deadline);
    if (got == Received::State::timed_out) return input_error("no answer to the TLS hello");
    if (got == Received::State::closed) return input_error("closed during the TLS handshake");
  }
}

TlsWire::Need TlsWire::need(int outcome) {
  return SSL_get_error(state_->ssl, outcome) == SSL_ERROR_WANT_READ ? Need::octets : Need::failed;
}

// What OpenSSL wants to say.
bool TlsWire::flush(Deadline deadline) {
  std::array<std::uint8_t, piece_octets> piece;
  for (;;) {
    const int octets = BIO_read(state_->outgoing, piece.data(), static_cast<int>(piece.size()));
    if (octets <= 0) return true;
    if (!state_->inner.send(Bytes{piece}.first(static_cast<std::size_t>(octets)), deadline))
      return false;
  }
}

// The next octets for OpenSSL.
Received::State TlsWire::fill(Deadline deadline) {
  std::array<std::uint8_t, piece_octets> piece;
  const Received got = state_->inner.receive(piece, deadline);
  if (got.state == Received::State::octets)
    BIO_write(state_->incoming, piece.data(), static_cast<int>(got.octets));
  return got.state;
}

bool TlsWire::send(Bytes octets, Deadline deadline) {
  if (octets.empty()) return true;
  const int written = SSL_write(state_->ssl, octets.data(), static_cast<int>(octets.size()));
  return written == static_cast<int>(octets.size()) && flush(deadline);
}

Received TlsWire::receive(std::span<std::uint8_t> buffer, Deadline deadline) {
  for (;;) {
    const int got = SSL_read(state_->ssl, buffer.data(), static_cast<int>(buffer.size()));
    if (got > 0) return {Received::State::octets, static_cast<std::size_t>(got)};
    if (need(got) == Need::failed) return {Received::State::closed, 0};
    if (!flush(deadline)) return {Received::State::closed, 0};
    const Received::State more = fill(deadline);
    if (more != Received::State::octets) return {more, 0};
  }
}

std::optional<Certificate> TlsWire::certificate() const {
  X509* certificate = SSL_get1_peer_certificate(state_->ssl);
  if (certificate == nullptr) return std::nullopt;
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned octets = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &octets);
  Certificate out{subject_of(certificate), {}};
  X509_free(certificate);
  for (const std::uint8_t octet : Bytes{digest}.first(octets))
    out.sha256 += fmt::format("{:02x}", octet);
  return out;
}

}  // namespace davy::probe
