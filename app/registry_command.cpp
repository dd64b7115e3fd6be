#include <CLI/CLI.hpp>

#include "app/registry.hpp"

namespace davy::app {
namespace {

void add_store(CLI::App& command, std::string& path, std::string& by) {
  command.add_option("--store", path, "the store")->type_name("FILE")->required();
  command.add_option("--by", by, "who does this, for the audit log (default: your login)")
      ->type_name("NAME");
}

CLI::App* add_import(CLI::App& registry, RegistryOptions& options) {
  CLI::App* import = registry.add_subcommand(
      "import", "Take in a table: .xlsx (merged cells too), CSV or TSV, UTF-8 or GBK");
  add_store(*import, options.store_path, options.by);
  import->add_option("table", options.input, "the table; - for standard input")
      ->type_name("FILE")
      ->required();
  import->add_option("--what", options.what, "what its rows are")
      ->type_name("KIND")
      ->check(CLI::IsMember({"systems", "places", "days"}))
      ->capture_default_str();
  import->footer(
      "Headings are found by their meaning, in English or Chinese (docs/register.md).\n\n"
      "Exit status:\n  0  all rows were taken\n  1  some were refused: each is told with its line\n"
      "  2  nothing was taken\n\n"
      "Examples:\n  davy registry import --store davy.db filed.xlsx\n"
      "  davy registry import --store davy.db --what places zones.csv");
  return import;
}

CLI::App* add_notice_import(CLI::App& notice, NoticeOptions& options) {
  CLI::App* import =
      notice.add_subcommand("import", "Take in a list, and look each item up in what was found");
  add_store(*import, options.store_path, options.by);
  import->add_option("list", options.input, "the list; - for standard input")
      ->type_name("FILE")
      ->required();
  import->add_option("--name", options.form.name, "what the list is called")
      ->type_name("TEXT")
      ->required();
  import->add_option("--issuer", options.form.issuer, "who sent it")->type_name("TEXT");
  import->add_option("--class", options.form.list_class, "full or priority")
      ->check(CLI::IsMember({"full", "priority"}))
      ->capture_default_str();
  import
      ->add_option("--due", options.form.due_on,
                   "day by which it must be answered (default: five working days from now)")
      ->type_name("DAY");
  import->add_option("--time-zone", options.form.time_zone, "of its times (default: UTC)")
      ->type_name("ZONE");
  import->footer(
      "Example:\n  davy notice import --store davy.db --name \"2026-17\" --issuer \"city office\" "
      "--time-zone Asia/Shanghai list.xlsx");
  return import;
}

}  // namespace

RegistryCommands::RegistryCommands(CLI::App& app) {
  CLI::App* registry = app.add_subcommand("registry", "Filed systems, places, working days");
  registry->require_subcommand(1);
  import_ = add_import(*registry, registry_);
  reconcile_ = registry->add_subcommand(
      "reconcile", "What was seen and not filed, closed but seen, beyond its filing, overdue");
  add_store(*reconcile_, registry_.store_path, registry_.by);
  reconcile_->footer("Exit status:\n  0  nothing differs\n  1  something does\n  2  no such store");
  CLI::App* notice = app.add_subcommand("notice", "Lists that an authority sent");
  notice->require_subcommand(1);
  notice_import_ = add_notice_import(*notice, notice_);
  notice_list_ = notice->add_subcommand("list", "Which there are, and how much is answered");
  add_store(*notice_list_, notice_.store_path, notice_.by);
  feedback_ = notice->add_subcommand("feedback", "The answers to a list, as a table (CSV)");
  add_store(*feedback_, notice_.store_path, notice_.by);
  feedback_->add_option("--notice", notice_.notice_id, "its number, of davy notice list")
      ->type_name("N")
      ->required();
  feedback_->add_option("-o,--output", notice_.output_path, "file to write; - for standard output")
      ->type_name("FILE");
}

std::optional<int> RegistryCommands::run() const {
  if (import_->parsed()) return import_table(registry_);
  if (reconcile_->parsed()) return reconcile_register(registry_);
  if (notice_import_->parsed()) return import_notice(notice_);
  if (notice_list_->parsed()) return list_notices(notice_);
  if (feedback_->parsed()) return write_feedback(notice_);
  return std::nullopt;
}

}  // namespace davy::app
