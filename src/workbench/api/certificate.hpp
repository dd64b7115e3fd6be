// The certificate that a server shows, with its key; renewed without a restart when its files change.
//
// Units:   times are UTC and come in as parameters.
// Shape:   a file that changes is read again, at most every five seconds; what cannot be used then is told, and the one before stays.
// Errors:  a file that cannot be read or is no PEM, a key that is another's, a certificate that is over or not valid yet: each in
//          words, with what to do.
// Bounds:  a chain of chain_max certificates.
// Threads: any.
// Source:  RFC 5280 (validity), RFC 8446 (chain).
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace davy::api {

inline constexpr std::size_t chain_max = 10;
inline constexpr Duration certificate_looked_at_every = std::chrono::seconds{5};
inline constexpr Duration certificate_ends_soon = std::chrono::hours{24 * 14};

struct OpensslFree {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
};

struct LoadedCertificate {
  std::vector<std::unique_ptr<X509, OpensslFree>> chain = {};  // its own first
  std::unique_ptr<EVP_PKEY, OpensslFree> key = {};
  Timestamp valid_from = {};
  Timestamp valid_to = {};
};

Result<std::shared_ptr<const LoadedCertificate>> load_certificate(const std::string& certificate,
                                                                  const std::string& key,
                                                                  Timestamp now);

class Certificate {
 public:
  static Result<std::unique_ptr<Certificate>> open(const std::string& certificate,
                                                   const std::string& key, Timestamp now);

  // Each connection that begins shows the one that is in force then.
  bool show_in(SSL_CTX& context);

  // Looks whether the files changed; what there is to tell, "" for nothing.
  std::string look(Timestamp now);
  Timestamp valid_to();

 private:
  using Changed = std::optional<std::filesystem::file_time_type>;

  Certificate(std::string certificate, std::string key)
      : path_(std::move(certificate)), key_path_(std::move(key)) {}
  static int choose(SSL* connection, void* self);
  Changed changed() const;
  std::string renewed(Timestamp now);
  std::string ending(Timestamp now);

  std::string path_;
  std::string key_path_;
  std::mutex mutex_;
  std::shared_ptr<const LoadedCertificate> loaded_;
  Changed read_at_;
  std::optional<Timestamp> looked_;
  std::optional<Timestamp> warned_;
};

}  // namespace davy::api
