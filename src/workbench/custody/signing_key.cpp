#include "workbench/custody/signing_key.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/hex.hpp"
#include "base/secret_file.hpp"
#include "base/sha256.hpp"

namespace davy::custody {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// RFC 8410: SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING of 32 octets }.
constexpr std::array<std::uint8_t, 12> der_head{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

std::unexpected<Error> no_openssl() {
  return std::unexpected(Error{ErrorKind::internal, "OpenSSL does not do Ed25519"});
}
std::unexpected<Error> key_error(const std::string& path, std::string_view what) {
  return input_error(fmt::format("signing key {}: {}", path, what));
}

Owned<BIO> reading(std::string_view text) {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
std::string text_of(BIO* bio) {
  const char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string{};
}

// What OpenSSL has queued is told by the value that failed; left there, the next TLS connection of this thread would take it for
// its own.
struct ClearErrors {
  ~ClearErrors() { ERR_clear_error(); }
};

// A key that is encrypted is none to us: nobody is there to be asked.
int no_password(char*, int, int, void*) { return 0; }

bool is_ed25519(const EVP_PKEY* key) {
  return key != nullptr && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519;
}

using GetOctets = int (*)(const EVP_PKEY*, unsigned char*, std::size_t*);
bool take(const EVP_PKEY* key, GetOctets get, KeyOctets& into) {
  std::size_t size = into.size();
  return get(key, into.data(), &size) == 1 && size == into.size();
}

Owned<EVP_PKEY> public_pkey(const KeyOctets& octets) {
  return Owned<EVP_PKEY>(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets.data(), octets.size()));
}

Result<std::string> small_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(pem_octets_max + 1, '\0');
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || (errno != 0 && file.gcount() == 0))
    return key_error(path, std::strerror(errno));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > pem_octets_max) return key_error(path, "longer than 4,096 octets: no key");
  return text;
}

Result<std::string> new_key_pem() {
  const Owned<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (!key || !bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1)
    return no_openssl();
  return text_of(bio.get());
}

}  // namespace

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (pem.size() > pem_octets_max) return input_error("longer than 4,096 octets: no public key");
  const ClearErrors clear;
  const Owned<BIO> bio = reading(pem);
  const Owned<EVP_PKEY> key(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr)
                                : nullptr);
  KeyOctets octets{};
  if (!is_ed25519(key.get()) || !take(key.get(), EVP_PKEY_get_raw_public_key, octets))
    return input_error("no public key of Ed25519 in PEM");
  return PublicKey(octets);
}

Result<PublicKey> PublicKey::load(const std::string& path) {
  const auto text = small_file(path);
  if (!text) return std::unexpected(text.error());
  auto key = from_pem(*text);
  return key ? key : input_error(fmt::format("{}: {}", path, key.error().message));
}

std::string PublicKey::pem() const {
  const Owned<EVP_PKEY> key = public_pkey(octets_);
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (!key || !bio || PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) return {};
  return text_of(bio.get());
}

std::string PublicKey::fingerprint() const {
  std::array<std::uint8_t, der_head.size() + std::tuple_size_v<KeyOctets>> der{};
  std::memcpy(der.data(), der_head.data(), der_head.size());
  std::memcpy(der.data() + der_head.size(), octets_.data(), octets_.size());
  return to_hex(sha256(Bytes{der}));
}

bool PublicKey::has_signed(std::string_view text, std::string_view signature) const {
  const ClearErrors clear;
  const Owned<EVP_PKEY> key = public_pkey(octets_);
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  if (!key || !context || signature.size() != signature_octets) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
  const Bytes said = as_bytes(signature);
  const Bytes octets = as_bytes(text);
  return EVP_DigestVerify(context.get(), said.data(), said.size(), octets.data(), octets.size()) ==
         1;
}

Result<SigningKey> SigningKey::from_pem(const std::string& path, std::string_view pem) {
  const ClearErrors clear;
  const Owned<BIO> bio = reading(pem);
  const Owned<EVP_PKEY> key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)
                                : nullptr);
  KeyOctets secret{};
  KeyOctets open{};
  if (!is_ed25519(key.get()) || !take(key.get(), EVP_PKEY_get_raw_private_key, secret) ||
      !take(key.get(), EVP_PKEY_get_raw_public_key, open))
    return key_error(path, "no key of Ed25519; make one with: openssl genpkey -algorithm ed25519");
  return SigningKey(secret, PublicKey(open));
}

Result<SigningKey> SigningKey::load(const std::string& path) {
  const auto pem = small_file(path);
  if (!pem) return std::unexpected(pem.error());
  return from_pem(path, *pem);
}

Result<SigningKey> SigningKey::load_or_create(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return load(path);
  const auto pem = new_key_pem();
  if (!pem) return std::unexpected(pem.error());
  std::error_code ignored;  // the next step tells what is wrong, with the path that matters
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (!create_secret_file(path, *pem)) return key_error(path, std::strerror(errno));
  return load(path);
}

Result<std::string> SigningKey::sign(std::string_view text) const {
  const Owned<EVP_PKEY> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret_.data(), secret_.size()));
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::array<std::uint8_t, signature_octets> signature{};
  std::size_t size = signature.size();
  const Bytes octets = as_bytes(text);
  if (!key || !context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, octets.data(), octets.size()) != 1)
    return no_openssl();
  return std::string{as_text(signature)};
}

}  // namespace davy::custody
