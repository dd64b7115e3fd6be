#include "workbench/custody/bundle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.hpp"
#include "workbench/report/json_values.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::custody {
namespace {

using report::hash_at;
using report::integer_at;
using report::JsonObject;
using report::JsonReader;
using report::text_at;

constexpr std::string_view format_name = "davy-bundle";
constexpr std::uint64_t format_version = 1;

std::string readme(const BundleFacts& facts, const PublicKey& key) {
  return fmt::format(
      "{}\nmade by davy {} at {}\n\n"
      "Check it on any machine, without a network:\n"
      "  davy verify BUNDLE.zip --fingerprint {}\n\n"
      "Or by hand, in a folder where it was unpacked:\n"
      "  openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.json -sigfile "
      "manifest.sig\n"
      "  sha256sum *        and compare with manifest.json\n"
      "  openssl pkey -pubin -in public_key.pem -outform DER | sha256sum\n\n"
      "The last line gives the key's fingerprint. Compare it with the one that the sender told you "
      "by another way:\nwithout that, the signature shows only that nothing was changed since the "
      "key that lies in here signed it.\n",
      facts.about, facts.version, to_rfc3339(facts.made_at), key.fingerprint());
}

void write_file(report::JsonWriter& json, const ArchivedFile& file) {
  json.begin_object();
  json.field("name", file.name);
  json.field("octets", file.octets.size());
  json.field("sha256", to_hex(sha256(file.octets)));
  json.end_object();
}

std::string manifest_of(const BundleFacts& facts, const std::vector<ArchivedFile>& files,
                        const PublicKey& key) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.field("format", format_name);
  json.field("format_version", format_version);
  json.field("kind", facts.kind);
  json.field("about", facts.about);
  json.field("made_at", to_rfc3339(facts.made_at));
  json.field("davy", facts.version);
  json.key("audit_head");
  json.begin_object();
  json.field("id", static_cast<std::uint64_t>(facts.head.id));
  json.field("hash", to_hex(facts.head.hash));
  json.end_object();
  json.field("algorithm", "ed25519");
  json.field("fingerprint", key.fingerprint());
  json.key("files");
  json.begin_array();
  for (const ArchivedFile& file : files) write_file(json, file);
  json.end_array();
  json.end_object();
  return text + '\n';
}

std::unexpected<Error> no_manifest(std::string_view what) {
  return input_error(fmt::format("{}: {}", manifest_name, what));
}

Result<ManifestFile> file_of(simdjson::dom::element element) {
  JsonObject object;
  if (element.get(object) != simdjson::SUCCESS) return no_manifest("a file is no object");
  ManifestFile file{.name = text_at(object, "name"), .sha256 = text_at(object, "sha256")};
  const auto octets = integer_at(object, "octets");
  if (file.name.empty() || !octets || *octets < 0 || !hash_at(object, "sha256"))
    return no_manifest("a file without name, octets or sha256");
  file.octets = static_cast<std::uint64_t>(*octets);
  return file;
}

Result<std::vector<ManifestFile>> files_of(const JsonObject& object) {
  simdjson::dom::array array;
  if (object["files"].get(array) != simdjson::SUCCESS) return no_manifest("it names no files");
  std::vector<ManifestFile> files;
  for (const simdjson::dom::element element : array) {
    auto file = file_of(element);
    if (!file) return std::unexpected(file.error());
    if (files.size() == archive_files_max) return no_manifest("it names too many files");
    files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace

Result<std::string> seal(const BundleFacts& facts, std::vector<ArchivedFile> files,
                         const SigningKey& key) {
  files.push_back({.name = std::string{public_key_name}, .octets = key.public_key().pem()});
  files.push_back({.name = "readme.txt", .octets = readme(facts, key.public_key())});
  std::ranges::sort(files, {}, &ArchivedFile::name);
  for (const ArchivedFile& file : files)
    if (file.octets.size() > archive_file_octets_max)
      return input_error(fmt::format("{} would be larger than 256 MiB", file.name));
  std::string manifest = manifest_of(facts, files, key.public_key());
  auto signature = key.sign(manifest);
  if (!signature) return std::unexpected(signature.error());
  files.push_back({.name = std::string{manifest_name}, .octets = std::move(manifest)});
  files.push_back({.name = std::string{signature_name}, .octets = std::move(*signature)});
  return zip_of(files);
}

Result<Bundle> Bundle::open(std::string_view octets) {
  auto files = unzip(octets);
  if (!files) return std::unexpected(files.error());
  Bundle bundle(std::move(*files));
  const auto has = [&](std::string_view name) {
    return std::ranges::find(bundle.files_, name, &ArchivedFile::name) != bundle.files_.end();
  };
  if (!has(manifest_name) && !has(signature_name))
    return input_error("a zip, and no bundle of davy: it has no manifest.json");
  return bundle;
}

const std::string* Bundle::file(std::string_view name) const {
  const auto found = std::ranges::find(files_, name, &ArchivedFile::name);
  return found == files_.end() || found->damaged ? nullptr : &found->octets;
}

Result<Manifest> Bundle::manifest() const {
  const std::string* text = file(manifest_name);
  if (text == nullptr) return no_manifest("missing or damaged");
  JsonReader reader;
  const auto object = reader.object(*text);
  if (!object) return no_manifest("no JSON");
  if (text_at(*object, "format") != format_name) return no_manifest("no manifest of a bundle");
  if (integer_at(*object, "format_version") != format_version)
    return no_manifest("of another version: a newer davy made it, use that one");
  auto files = files_of(*object);
  if (!files) return std::unexpected(files.error());
  Manifest manifest{.kind = text_at(*object, "kind"),
                    .about = text_at(*object, "about"),
                    .made_at = text_at(*object, "made_at"),
                    .version = text_at(*object, "davy"),
                    .fingerprint = text_at(*object, "fingerprint"),
                    .files = std::move(*files)};
  JsonObject head;
  if ((*object)["audit_head"].get(head) == simdjson::SUCCESS)
    manifest.head = {integer_at(head, "id").value_or(0), hash_at(head, "hash").value_or(Sha256{})};
  return manifest;
}

}  // namespace davy::custody
