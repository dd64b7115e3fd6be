#include "workbench/identity/password.hpp"

#include <argon2.h>

#include <array>

namespace davy::identity {
namespace {

constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19'456;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t hash_octets = 32;

}  // namespace

Result<std::string> password_hash(std::string_view password, Bytes salt) {
  std::array<char, 128> encoded{};
  const int failed =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_octets, encoded.data(), encoded.size());
  if (failed != ARGON2_OK)
    return std::unexpected(Error{ErrorKind::internal, argon2_error_message(failed)});
  return std::string{encoded.data()};
}

bool password_fits(std::string_view password, const std::string& hash) {
  if (password.size() > password_octets_max) return false;
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace davy::identity
