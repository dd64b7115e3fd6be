#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <memory>

namespace davy {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

// To look the algorithm up costs more than a short text.
struct Context {
  std::unique_ptr<EVP_MD, Free> digest{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256 digest_of(const void* data, std::size_t size) {
  static thread_local const Context of_thread;
  Sha256 digest{};
  EVP_DigestInit_ex2(of_thread.context.get(), of_thread.digest.get(), nullptr);
  EVP_DigestUpdate(of_thread.context.get(), data, size);
  EVP_DigestFinal_ex(of_thread.context.get(), digest.data(), nullptr);
  return digest;
}

}  // namespace

Sha256 sha256(Bytes text) { return digest_of(text.data(), text.size()); }
Sha256 sha256(std::string_view text) { return digest_of(text.data(), text.size()); }

}  // namespace davy
