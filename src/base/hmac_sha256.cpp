#include "base/hmac_sha256.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <string>

namespace davy {
namespace {

struct Free {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, Free>;

Context new_context() {
  const std::unique_ptr<EVP_MAC, Free> hmac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
  Context context(EVP_MAC_CTX_new(hmac.get()));
  std::string digest = OSSL_DIGEST_NAME_SHA2_256;
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  EVP_MAC_CTX_set_params(context.get(), parameters.data());
  return context;
}

}  // namespace

Sha256 hmac_sha256(Bytes key, Bytes text) {
  static thread_local const Context context = new_context();
  static constexpr std::uint8_t nothing = 0;  // null would mean the key of last time
  Sha256 digest{};
  EVP_MAC_init(context.get(), key.empty() ? &nothing : key.data(), key.size(), nullptr);
  EVP_MAC_update(context.get(), text.data(), text.size());
  EVP_MAC_final(context.get(), digest.data(), nullptr, digest.size());
  return digest;
}

}  // namespace davy
