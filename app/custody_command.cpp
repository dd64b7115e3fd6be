#include <CLI/CLI.hpp>

#include "app/custody.hpp"

namespace davy::app {
namespace {

CLI::Option* add_store_option(CLI::App& command, SealOptions& options) {
  return command.add_option("--store", options.store_path, "the store")
      ->type_name("FILE")
      ->required();
}

void add_sealing(CLI::App& command, SealOptions& options) {
  add_store_option(command, options);
  command.add_option("-o,--output", options.output_path, "zip to write; an existing file stays")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--key", options.key_path,
                  "PEM with an Ed25519 key (default: $XDG_STATE_HOME/davy/signing.key, made on "
                  "first use)")
      ->type_name("FILE");
  command.add_option("--by", options.by, "who does this, for the audit log (default: your login)")
      ->type_name("NAME");
}

CLI::App* add_evidence(CLI::App& app, SealOptions& options) {
  CLI::App* evidence = app.add_subcommand(
      "evidence", "Seal the evidence of a case: signed, and enough to come to the same verdict");
  add_sealing(*evidence, options);
  evidence->add_option("--case", options.case_id, "number of the case")
      ->type_name("N")
      ->required()
      ->check(CLI::PositiveNumber);
  evidence
      ->add_option("--config", options.config_path,
                   "put this configuration file into the bundle, as it is")
      ->type_name("FILE");
  evidence->footer(
      "The key's fingerprint is printed: give it to the receiver by another way than the "
      "bundle.\n\n"
      "Exit status:\n  0  written\n  2  store, case, key or output cannot be used\n\n"
      "Example:\n  davy evidence --store davy.db --case 3 -o case-3.zip");
  return evidence;
}

CLI::App* add_audit(CLI::App& store, SealOptions& options) {
  CLI::App* audit = store.add_subcommand(
      "audit", "Export the audit log, signed; keep exports where no administrator can reach them");
  add_sealing(*audit, options);
  audit->footer(
      "Exit status:\n  0  written\n  1  written, and the log was changed\n  2  it cannot be "
      "written\n\nExample:\n  davy store audit --store davy.db -o audit-2026-11.zip\n"
      "  davy verify audit-2026-12.zip --earlier audit-2026-11.zip");
  return audit;
}

CLI::App* add_check(CLI::App& store, SealOptions& options) {
  CLI::App* check =
      store.add_subcommand("check", "Is the store whole: pages, references, audit log?");
  add_store_option(*check, options);
  check->footer("Exit status:\n  0  whole\n  1  not whole\n  2  it cannot be read");
  return check;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
  CLI::App* verify = app.add_subcommand(
      "verify",
      "Does a bundle of evidence, an audit log or a zero report hold? Offline, on any machine");
  verify->add_option("input", options.input, "what was handed over")->type_name("FILE")->required();
  verify
      ->add_option("--public-key", options.public_key_path, "PEM of the key that must have signed")
      ->type_name("FILE");
  verify
      ->add_option("--fingerprint", options.fingerprint,
                   "SHA-256 of the key that must have signed, 64 hex digits")
      ->type_name("HEX");
  verify
      ->add_option("--earlier", options.earlier,
                   "an earlier bundle or export: its head of the audit log must be in this one")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verify->add_flag("--json", options.json, "one JSON object");
  verify->footer(
      "Nothing is unpacked to the disk, nothing is contacted.\n\n"
      "Exit status:\n  0  all of it holds\n  1  something does not: it is named\n"
      "  2  it cannot be read\n\nExamples:\n  davy verify case-3.zip --fingerprint 3f29…\n"
      "  davy verify audit-2026-12.zip --earlier audit-2026-11.zip");
  return verify;
}

}  // namespace

CustodyCommands::CustodyCommands(CLI::App& app) {
  evidence_command = add_evidence(app, sealing);
  CLI::App* store = app.add_subcommand("store", "The store: check it, export its audit log");
  store->require_subcommand(1);
  check_command = add_check(*store, sealing);
  audit_command = add_audit(*store, sealing);
  verify_command = add_verify(app, verifying);
}

std::optional<int> CustodyCommands::run() const {
  if (evidence_command->parsed()) return seal_evidence(sealing);
  if (audit_command->parsed()) return export_audit(sealing);
  if (check_command->parsed()) return check_store(sealing);
  if (verify_command->parsed()) return verify(verifying);
  return std::nullopt;
}

}  // namespace davy::app
