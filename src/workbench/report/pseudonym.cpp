#include "workbench/report/pseudonym.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/byte_reader.hpp"
#include "base/hmac_sha256.hpp"
#include "base/secret_file.hpp"
#include "base/text_hash.hpp"

namespace davy::report {
namespace {

constexpr std::size_t key_octets_min = 16;
constexpr std::size_t key_octets_max = 4'096;
constexpr std::size_t new_key_octets = 32;
constexpr std::size_t pseudonym_octets = 6;

std::string hex(Bytes bytes) {
  std::string out;
  for (const std::uint8_t octet : bytes) {
    for (const int digit : {octet >> 4, octet & 15}) out.push_back("0123456789abcdef"[digit]);
  }
  return out;
}

// The kind goes into the hash, so that a worker named like a login does not show the login's name.
std::string make_pseudonym(std::string_view kind, std::string_view message, std::string_view key) {
  const Sha256 digest = hmac_sha256(as_bytes(key), as_bytes(message));
  return fmt::format("{}-{}", kind, hex(Bytes{digest}.first(pseudonym_octets)));
}

// A flow's names are asked for several times, and again with the next flow of the same miner: each thread remembers some.
std::string pseudonym(std::string_view kind, std::string_view text, std::string_view key) {
  struct Made {
    std::string message, key, pseudonym;
  };
  static thread_local std::array<Made, 64> remembered;
  std::string message = fmt::format("{}:{}", kind, text);
  Made& made = remembered[text_hash(message) % remembered.size()];
  if (made.pseudonym.empty() || made.message != message || made.key != key) {
    made.pseudonym = make_pseudonym(kind, message, key);
    made.message = std::move(message);
    made.key = key;
  }
  return made.pseudonym;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::unexpected<Error> key_error(const std::string& path, std::string_view what) {
  return input_error(fmt::format("pseudonym key {}: {}", path, what));
}

std::unexpected<Error> key_error_from_system(const std::string& path) {
  return key_error(path,
                   fmt::format("{}; name another file with --pseudonym-key", std::strerror(errno)));
}

Result<std::string> random_key() {
  std::array<std::uint8_t, new_key_octets> octets{};
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) {
    return std::unexpected(Error{ErrorKind::internal, "no random octets from OpenSSL"});
  }
  return hex(octets);
}

}  // namespace

std::string login_pseudonym(std::string_view login, std::string_view key) {
  return pseudonym("login", login, key);
}

std::string worker_pseudonym(std::string_view worker, std::string_view key) {
  return pseudonym("worker", worker, key);
}

Result<std::string> load_key(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return key_error_from_system(path);
  std::string text(key_octets_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return key_error_from_system(path);
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > key_octets_max) return key_error(path, "longer than 4,096 octets: not a key");
  const std::string_view key = trimmed(text);
  if (key.size() < key_octets_min) {
    return key_error(path, "shorter than 16 octets; make one with: openssl rand -hex 32");
  }
  return std::string{key};
}

Result<std::string> load_or_create_key(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return load_key(path);
  const auto key = random_key();
  if (!key) return key;
  std::error_code ignored;  // open() below tells what is wrong, with the path that matters
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (!create_secret_file(path, fmt::format("{}\n", *key))) return key_error_from_system(path);
  return load_key(path);
}

std::optional<std::string> default_key_path(std::string_view xdg_state_home, std::string_view home,
                                            std::string_view file) {
  // The XDG specification has relative paths ignored.
  if (xdg_state_home.starts_with('/')) return fmt::format("{}/davy/{}", xdg_state_home, file);
  if (home.starts_with('/')) return fmt::format("{}/.local/state/davy/{}", home, file);
  return std::nullopt;
}

}  // namespace davy::report
