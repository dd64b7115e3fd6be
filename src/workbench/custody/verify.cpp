#include "workbench/custody/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "workbench/custody/verify_parts.hpp"

namespace davy::custody {
namespace {

bool is_special(std::string_view name) { return name == manifest_name || name == signature_name; }

// Each file that is not as the manifest says, by name.
void check_files(const Bundle& bundle, const Manifest& manifest, Checks& checks) {
  const std::size_t before = checks.failed();
  for (const ManifestFile& told : manifest.files) {
    const auto found = std::ranges::find(bundle.files(), told.name, &ArchivedFile::name);
    if (found == bundle.files().end())
      checks.fails("files", fmt::format("{}: missing", told.name));
    else if (found->damaged || found->octets.size() != told.octets ||
             to_hex(sha256(found->octets)) != told.sha256)
      checks.fails("files", fmt::format("{}: changed since the manifest was signed", told.name));
  }
  for (const ArchivedFile& file : bundle.files()) {
    const bool told =
        std::ranges::find(manifest.files, file.name, &ManifestFile::name) != manifest.files.end();
    if (!told && !is_special(file.name))
      checks.fails("files", fmt::format("{}: added, the manifest does not name it", file.name));
  }
  if (checks.failed() == before)
    checks.holds("files",
                 fmt::format("{} files, each as the manifest says", manifest.files.size()));
}

std::string_view octets_of(const Bundle& bundle, std::string_view name) {
  const std::string* octets = bundle.file(name);
  return octets == nullptr ? std::string_view{} : std::string_view{*octets};
}

std::string check_signature_of(const Bundle& bundle, const Expected& expected, Checks& checks) {
  return check_signature({.text = octets_of(bundle, manifest_name),
                          .signature = octets_of(bundle, signature_name),
                          .key_pem = octets_of(bundle, public_key_name),
                          .text_name = manifest_name,
                          .signature_name = signature_name,
                          .key_name = public_key_name},
                         expected, checks);
}

void check_kind(const Bundle& bundle, const Manifest& manifest, const Expected& expected,
                Checks& checks) {
  if (manifest.kind == "case") {
    check_verdict(bundle, manifest.version, checks);
    check_audit_links(bundle, manifest, checks);
  } else if (manifest.kind == "audit") {
    check_audit_log(bundle, manifest, checks);
  } else {
    checks.fails("kind", fmt::format("this davy knows no bundle of the kind {}", manifest.kind));
    return;
  }
  check_earlier(bundle, manifest, expected.earlier, checks);
}

bool begins_as_json(std::string_view octets) {
  const std::size_t first = octets.find_first_not_of(" \t\r\n");
  return first != octets.npos && octets[first] == '{';
}

}  // namespace

std::string_view name(Outcome outcome) {
  return outcome == Outcome::holds ? "holds" : outcome == Outcome::fails ? "fails" : "note";
}

std::string check_signature(const Signed& that, const Expected& expected, Checks& checks) {
  const auto inside = PublicKey::from_pem(that.key_pem);
  if (!inside)
    checks.fails("key",
                 fmt::format("{}: missing or changed: {}", that.key_name, inside.error().message));
  std::string fingerprint = inside ? inside->fingerprint() : std::string{};
  if (inside && expected.is_pinned()) {
    const bool is_expected = (!expected.key || *expected.key == *inside) &&
                             (expected.fingerprint.empty() || expected.fingerprint == fingerprint);
    if (is_expected)
      checks.holds("key", "it is the expected one: " + fingerprint);
    else
      checks.fails("key", "another key signed it: " + fingerprint);
  }
  if (!expected.key && !inside) return {};
  const PublicKey& key = expected.key ? *expected.key : *inside;
  if (key.has_signed(that.text, that.signature))
    checks.holds("signature",
                 fmt::format("{} is as the key {} signed it", that.text_name, key.fingerprint()));
  else
    checks.fails("signature", fmt::format("{} or {} was changed, or another key signed it",
                                          that.text_name, that.signature_name));
  if (!expected.is_pinned())
    checks.note("key",
                "no key was expected, so this shows only that nothing changed since the key with "
                "that fingerprint signed it; compare it with what the sender told you by another "
                "way, and give it as --fingerprint");
  return fingerprint;
}

Result<Verification> verify(std::string_view octets, const Expected& expected) {
  if (begins_as_json(octets)) return verify_zero_report(octets, expected);
  const auto bundle = Bundle::open(octets);
  if (!bundle) return std::unexpected(bundle.error());
  Verification out;
  out.fingerprint = check_signature_of(*bundle, expected, out.checks);
  const auto manifest = bundle->manifest();
  if (!manifest) {
    out.checks.fails("files", manifest.error().message);
    return out;
  }
  out.kind = manifest->kind;
  out.about = manifest->about;
  out.made_at = manifest->made_at;
  out.version = manifest->version;
  out.head = manifest->head;
  if (!out.fingerprint.empty() && manifest->fingerprint != out.fingerprint)
    out.checks.fails(
        "key", fmt::format("{} is not the key that {} names", public_key_name, manifest_name));
  check_files(*bundle, *manifest, out.checks);
  check_kind(*bundle, *manifest, expected, out.checks);
  return out;
}

Result<store::AuditHead> kept_head(std::string_view octets, const Expected& expected) {
  Expected alone = expected;
  alone.earlier.clear();
  const auto earlier = verify(octets, alone);
  if (!earlier) return std::unexpected(earlier.error());
  for (const Check& check : earlier->checks.all())
    if (check.outcome == Outcome::fails && (check.what == "signature" || check.what == "key"))
      return input_error(check.text);
  return earlier->head;
}

}  // namespace davy::custody
