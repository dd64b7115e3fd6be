#include "app/zero.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/custody.hpp"
#include "app/energy_output.hpp"
#include "app/refuse.hpp"
#include "workbench/custody/zero_report.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/report/zero_document.hpp"

namespace davy::app {
namespace {

constexpr std::size_t text_columns = 120;

Result<custody::ZeroQuestion> question_of(const ZeroOptions& options) {
  const auto from = energy::parse_time(options.from);
  const auto to = energy::parse_time(options.to);
  if (!from || !to)
    return usage_error(
        "--from and --to: days such as 2026-11-30, or times such as "
        "2026-11-30T08:00:00Z");
  const bool day = options.to.size() == 10;  // the last day is meant whole
  return custody::ZeroQuestion{.from = *from,
                               .to = day ? *to + std::chrono::hours{24} : *to,
                               .unit = options.unit,
                               .sensors = options.sensors};
}

// Before the audit log says that a report was made.
Result<void> can_be_written(const std::vector<std::string>& outputs) {
  for (const std::string& path : outputs) {
    if (!path.ends_with(".json") && !path.ends_with(".html") && !path.ends_with(".txt"))
      return usage_error(fmt::format("{}: name it .html, .json or .txt", path));
    if (auto is_new = must_be_new(path); !is_new) return is_new;
  }
  return {};
}

// The report in each of the forms that were asked for, by the end of the name.
std::string form_of(const std::string& path, const custody::ZeroReport& report,
                    const std::string& json, report::Language language) {
  if (path.ends_with(".json")) return json;
  const report::Document document = report::zero_document(report, language);
  if (path.ends_with(".html")) return report::html_text(document, language, DAVY_VERSION);
  return report::terminal_text(document, text_columns, false);
}

Result<void> write_all_forms(const ZeroOptions& options, const custody::ZeroReport& report,
                             const std::string& json, report::Language language) {
  for (const std::string& path : options.outputs)
    if (auto written = write_new_file(path, form_of(path, report, json, language)); !written)
      return written;
  return {};
}

}  // namespace

int report_zero(const ZeroOptions& options) {
  const auto question = question_of(options);
  if (!question) return refuse(question.error());
  if (auto can = can_be_written(options.outputs); !can) return refuse(can.error());
  SealOptions sealing;
  sealing.store_path = options.store_path;
  sealing.by = options.by;
  const auto key = signing_key(options.key_path);
  if (!key) return refuse(key.error());
  auto store = open_existing(options.store_path);
  if (!store) return refuse(store.error());
  const auto report = custody::zero_report(*store, *question, maker(sealing), *key);
  if (!report) return refuse(report.error());
  const auto json = custody::zero_json(*report, *key);
  if (!json) return refuse(json.error());
  const auto language = report::language_named(options.language);
  if (auto written = write_all_forms(options, *report, *json, language); !written)
    return refuse(written.error());
  const int status = report->statement() == custody::ZeroStatement::nothing_found ? 0 : 1;
  EnergyOutput output;
  output.json = options.json;
  return write_energy(output, options.json ? *json : std::string{},
                      report::zero_document(*report, language), status);
}

ReportCommands::ReportCommands(CLI::App& app) {
  CLI::App* report = app.add_subcommand("report", "Reports over the store");
  report->require_subcommand(1);
  zero_command = report->add_subcommand(
      "zero", "What was covered in a period, what was not, and what was found: signed");
  zero_command->add_option("--store", options.store_path, "the store")
      ->type_name("FILE")
      ->required();
  zero_command->add_option("--from", options.from, "first day, or a time (UTC)")
      ->type_name("DATE")
      ->required();
  zero_command->add_option("--to", options.to, "last day, which counts whole, or a time (UTC)")
      ->type_name("DATE")
      ->required();
  zero_command->add_option("--unit", options.unit, "only what was found in this unit")
      ->type_name("NAME");
  zero_command
      ->add_option("--sensor", options.sensors,
                   "only these sensors are asked for (default: every one that the store knows)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  zero_command
      ->add_option("-o,--output", options.outputs,
                   "also as a file: .html, .txt, or .json, which is signed; an existing file stays")
      ->type_name("FILE")
      ->allow_extra_args(false);
  zero_command->add_option("--lang", options.language, "language of text and page")
      ->check(CLI::IsMember({"en", "zh"}))
      ->capture_default_str();
  zero_command->add_option("--key", options.key_path, "PEM with an Ed25519 key (as davy evidence)")
      ->type_name("FILE");
  zero_command->add_option("--by", options.by, "who does this (default: your login)")
      ->type_name("NAME");
  zero_command->add_flag("--json", options.json, "the signed JSON form on standard output");
  zero_command->footer(
      "It says \"nothing found in what was covered\" and how much that was, never \"none\".\n\n"
      "Exit status:\n  0  nothing found in what was covered\n"
      "  1  something was found, or nobody looked\n  2  it cannot be made\n\n"
      "Example:\n  davy report zero --store davy.db --from 2026-11-01 --to 2026-11-30 -o "
      "november.html -o november.json\n  davy verify november.json");
}

std::optional<int> ReportCommands::run() const {
  if (zero_command->parsed()) return report_zero(options);
  return std::nullopt;
}

}  // namespace davy::app
