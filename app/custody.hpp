// `davy evidence`, `davy store`, `davy verify`: what leaves the store with a signature, and whether it holds elsewhere.
//
// Errors:  as refuse.hpp.
// Threads: one caller.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "workbench/custody/evidence.hpp"
#include "workbench/custody/signing_key.hpp"

namespace davy::app {

struct SealOptions {
  std::string store_path;
  std::string key_path;  // "": of the installation
  std::string by;        // "": whoever runs this program
  std::string output_path;
  std::string config_path;  // goes into the bundle
  std::int64_t case_id = 0;
};

struct VerifyOptions {
  std::string input;
  std::string public_key_path;
  std::string fingerprint;
  std::vector<std::string> earlier;
  bool json = false;
};

// Beside the pseudonym key of the installation, made on first use, or the file that was named.
Result<custody::SigningKey> signing_key(const std::string& path);
// The text of a configuration file, for a bundle of evidence; "" of no file.
Result<std::string> configuration(const std::string& path);
// As the audit log names who acts from the shell: as told, or by the login.
std::string acting_login(const std::string& by);
custody::Maker maker(const SealOptions& options);
// One that is not there would be made, and be empty: that is an error here.
Result<store::Store> open_existing(const std::string& path);
// To be asked before the audit log says that something left the store.
Result<void> must_be_new(const std::string& path);
// A file of that name is never overwritten, and only its owner reads it.
Result<void> write_new_file(const std::string& path, std::string_view octets);

// Exit status of each: 0; 1 where what was looked at does not hold; 2 or 3.
int seal_evidence(const SealOptions& options);
int export_audit(const SealOptions& options);
int check_store(const SealOptions& options);
int verify(const VerifyOptions& options);

struct CustodyCommands {
  SealOptions sealing;
  VerifyOptions verifying;
  CLI::App* evidence_command = nullptr;
  CLI::App* audit_command = nullptr;
  CLI::App* check_command = nullptr;
  CLI::App* verify_command = nullptr;

  explicit CustodyCommands(CLI::App& app);
  std::optional<int> run() const;  // nothing where another command was given
};

}  // namespace davy::app
