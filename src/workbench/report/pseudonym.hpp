// Names that hide a pool login and still let two findings be compared.
//
// Shape:   "login-" and 12 hex digits: the first 48 bits of HMAC-SHA-256(key, login). The same key gives the same name, so
//          findings compare across runs that share a key; without the key nobody can test a guessed login.
//          The key is the octets of its file without surrounding white space, 16 to 4,096 of them. Where no file is
//          named, the one of the installation serves: $XDG_STATE_HOME/davy/pseudonym.key, made on first use, mode 0600.
// Errors:  input_error with the path and what to do.
// Threads: pure, but for load_or_create_key, which is safe against itself in another process.
// Source:  RFC 2104, FIPS 198-1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace davy::report {

std::string login_pseudonym(std::string_view login, std::string_view key);  // "login-3f29ab11c0de"
std::string worker_pseudonym(std::string_view worker, std::string_view key);  // "worker-…"

Result<std::string> load_key(const std::string& path);
Result<std::string> load_or_create_key(const std::string& path);

// From the values of XDG_STATE_HOME and HOME ("" where unset); nullopt if neither is usable.
// The keys of an installation lie in one folder.
std::optional<std::string> default_key_path(std::string_view xdg_state_home, std::string_view home,
                                            std::string_view file = "pseudonym.key");

}  // namespace davy::report
