// The key with which an installation signs what leaves it, and the public half with which others check it.
//
// Shape:   Ed25519. The key is a PEM file (PKCS #8) of mode 0600, made on first use; where no file is named, the one of the
//          installation serves: $XDG_STATE_HOME/davy/signing.key, beside the pseudonym key. A fingerprint is SHA-256 over the
//          public key as DER (SubjectPublicKeyInfo), 64 hex digits: what `openssl pkey -pubin -outform DER | sha256sum` tells.
//          The same text under the same key gives the same signature.
// Errors:  input_error with the path and what to do.
// Bounds:  a PEM text of pem_octets_max.
// Threads: values; load_or_create() is safe against itself in another process.
// Source:  RFC 8032 (Ed25519), RFC 8410 (its keys).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/result.hpp"

namespace davy::custody {

inline constexpr std::size_t pem_octets_max = 4'096;
inline constexpr std::size_t signature_octets = 64;
using KeyOctets = std::array<std::uint8_t, 32>;

class PublicKey {
 public:
  explicit PublicKey(const KeyOctets& octets) : octets_(octets) {}
  static Result<PublicKey> from_pem(std::string_view pem);
  static Result<PublicKey> load(const std::string& path);

  std::string pem() const;
  std::string fingerprint() const;
  bool has_signed(std::string_view text, std::string_view signature) const;

  bool operator==(const PublicKey&) const = default;

 private:
  KeyOctets octets_;
};

class SigningKey {
 public:
  static Result<SigningKey> load(const std::string& path);
  static Result<SigningKey> load_or_create(const std::string& path);

  const PublicKey& public_key() const { return public_key_; }
  Result<std::string> sign(std::string_view text) const;  // signature_octets

 private:
  explicit SigningKey(const KeyOctets& secret, const PublicKey& public_key)
      : secret_(secret), public_key_(public_key) {}
  static Result<SigningKey> from_pem(const std::string& path, std::string_view pem);

  KeyOctets secret_;
  PublicKey public_key_;
};

}  // namespace davy::custody
