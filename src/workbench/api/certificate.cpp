#include "workbench/api/certificate.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>
#include <utility>

namespace davy::api {
namespace {

using File = std::unique_ptr<BIO, decltype(&BIO_free)>;

Result<File> opened(const std::string& path) {
  File file(BIO_new_file(path.c_str(), "r"), BIO_free);
  if (!file)
    return input_error(fmt::format(
        "{}: cannot be read: give the user of davy the right to, or name another file", path));
  return file;
}

Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Timestamp{std::chrono::seconds{::timegm(&parts)}};
}

Result<void> read_chain(const std::string& path, LoadedCertificate& into) {
  const auto file = opened(path);
  if (!file) return std::unexpected(file.error());
  while (into.chain.size() < chain_max) {
    X509* one = PEM_read_bio_X509(file->get(), nullptr, nullptr, nullptr);
    if (one == nullptr) break;
    into.chain.emplace_back(one);
  }
  if (into.chain.empty())
    return input_error(
        fmt::format("{}: holds no certificate: a PEM file of it and its chain is needed", path));
  into.valid_from = time_of(X509_get0_notBefore(into.chain.front().get()));
  into.valid_to = time_of(X509_get0_notAfter(into.chain.front().get()));
  return {};
}

// A key that asks for a password has nobody to ask.
int no_password(char*, int, int, void*) { return 0; }

Result<void> read_key(const std::string& path, LoadedCertificate& into) {
  const auto file = opened(path);
  if (!file) return std::unexpected(file.error());
  into.key.reset(PEM_read_bio_PrivateKey(file->get(), nullptr, no_password, nullptr));
  if (!into.key)
    return input_error(fmt::format(
        "{}: holds no key that can be used: a PEM file without a password is needed", path));
  return {};
}

Result<void> must_be_valid(const std::string& path, const LoadedCertificate& one, Timestamp now) {
  if (now >= one.valid_to)
    return input_error(fmt::format("{}: the certificate expired at {}: have it renewed", path,
                                   to_rfc3339(one.valid_to)));
  if (now < one.valid_from)
    return input_error(
        fmt::format("{}: the certificate is valid from {} on: wait, or set the clock right", path,
                    to_rfc3339(one.valid_from)));
  return {};
}

}  // namespace

Result<std::shared_ptr<const LoadedCertificate>> load_certificate(const std::string& certificate,
                                                                  const std::string& key,
                                                                  Timestamp now) {
  auto one = std::make_shared<LoadedCertificate>();
  if (auto read = read_chain(certificate, *one); !read) return std::unexpected(read.error());
  if (auto read = read_key(key, *one); !read) return std::unexpected(read.error());
  if (X509_check_private_key(one->chain.front().get(), one->key.get()) != 1)
    return input_error(fmt::format("{} is not the key of {}: name the two that belong together",
                                   key, certificate));
  if (auto valid = must_be_valid(certificate, *one, now); !valid)
    return std::unexpected(valid.error());
  return std::shared_ptr<const LoadedCertificate>{std::move(one)};
}

Result<std::unique_ptr<Certificate>> Certificate::open(const std::string& certificate,
                                                       const std::string& key, Timestamp now) {
  std::unique_ptr<Certificate> one(new Certificate(certificate, key));
  one->read_at_ = one->changed();
  auto loaded = load_certificate(certificate, key, now);
  if (!loaded) return std::unexpected(loaded.error());
  one->loaded_ = std::move(*loaded);
  return one;
}

bool Certificate::show_in(SSL_CTX& context) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  SSL_CTX_set_options(&context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_cert_cb(&context, choose, this);
  return true;
}

int Certificate::choose(SSL* connection, void* self) {
  auto& certificate = *static_cast<Certificate*>(self);
  std::shared_ptr<const LoadedCertificate> one;
  {
    const std::lock_guard lock(certificate.mutex_);
    one = certificate.loaded_;
  }
  SSL_certs_clear(connection);
  if (SSL_use_certificate(connection, one->chain.front().get()) != 1) return 0;
  if (SSL_use_PrivateKey(connection, one->key.get()) != 1) return 0;
  for (std::size_t i = 1; i < one->chain.size(); ++i)
    if (SSL_add1_chain_cert(connection, one->chain[i].get()) != 1) return 0;
  return 1;
}

Certificate::Changed Certificate::changed() const {
  std::error_code failed;
  const auto certificate = std::filesystem::last_write_time(path_, failed);
  if (failed) return std::nullopt;
  const auto key = std::filesystem::last_write_time(key_path_, failed);
  if (failed) return std::nullopt;
  return std::max(certificate, key);
}

std::string Certificate::renewed(Timestamp now) {
  const Changed latest = changed();
  if (!latest || latest == read_at_) return {};
  read_at_ = latest;
  auto loaded = load_certificate(path_, key_path_, now);
  if (!loaded) return loaded.error().message + "; the one before stays in use";
  const std::lock_guard lock(mutex_);
  loaded_ = std::move(*loaded);
  warned_.reset();
  return fmt::format("{}: the renewed certificate is in use, to {}", path_,
                     to_rfc3339(loaded_->valid_to));
}

// Once a day.
std::string Certificate::ending(Timestamp now) {
  const Timestamp end = valid_to();
  if (end - now > certificate_ends_soon) return {};
  if (warned_ && now >= *warned_ && now - *warned_ < std::chrono::hours{24}) return {};
  warned_ = now;
  return now >= end
             ? fmt::format("{}: the certificate expired at {}: browsers refuse it; have it renewed",
                           path_, to_rfc3339(end))
             : fmt::format("{}: the certificate expires at {}: have it renewed", path_,
                           to_rfc3339(end));
}

std::string Certificate::look(Timestamp now) {
  if (looked_ && now >= *looked_ && now - *looked_ < certificate_looked_at_every) return {};
  looked_ = now;
  std::string said = renewed(now);
  return said.empty() ? ending(now) : said;
}

Timestamp Certificate::valid_to() {
  const std::lock_guard lock(mutex_);
  return loaded_->valid_to;
}

}  // namespace davy::api
