// A bundle: files in a zip, a manifest that names each with its SHA-256, and a signature over the manifest.
//
// Shape:   manifest.json is one line of JSON without white space, keys and files in one order, and a line break; manifest.sig is
//          its Ed25519 signature, 64 octets; public_key.pem and readme.txt are files as the others. The same files, key and
//          time give the same octets. Anybody can check it without davy: `sha256sum`, and
//          `openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.json -sigfile manifest.sig`.
// Errors:  as archive.hpp; a zip with neither manifest nor signature is no bundle.
// Bounds:  as archive.hpp.
// Threads: values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "workbench/custody/archive.hpp"
#include "workbench/custody/signing_key.hpp"
#include "workbench/store/audit.hpp"

namespace davy::custody {

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view signature_name = "manifest.sig";
inline constexpr std::string_view public_key_name = "public_key.pem";

struct BundleFacts {
  std::string kind = {};   // "case", "audit"
  std::string about = {};  // "case 3, host 10.20.4.17"
  Timestamp made_at = {};
  std::string version = {};    // of davy
  store::AuditHead head = {};  // of the audit log, when it was made
};

struct ManifestFile {
  std::string name = {};
  std::uint64_t octets = 0;
  std::string sha256 = {};  // 64 hex digits
};
struct Manifest {
  std::string kind = {};
  std::string about = {};
  std::string made_at = {};
  std::string version = {};
  store::AuditHead head = {};
  std::string fingerprint = {};
  std::vector<ManifestFile> files = {};
};

Result<std::string> seal(const BundleFacts& facts, std::vector<ArchivedFile> files,
                         const SigningKey& key);

class Bundle {
 public:
  static Result<Bundle> open(std::string_view octets);

  const std::vector<ArchivedFile>& files() const { return files_; }
  // nullptr: not in it, or damaged.
  const std::string* file(std::string_view name) const;
  // What it says of itself, whoever signed it.
  Result<Manifest> manifest() const;

 private:
  explicit Bundle(std::vector<ArchivedFile> files) : files_(std::move(files)) {}
  std::vector<ArchivedFile> files_;
};

}  // namespace davy::custody
