// The program: one file a subcommand, and the options that they take.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <thread>

#include "app/dialects.hpp"
#include "app/inspect.hpp"

namespace {

constexpr const char* version = "davy " DAVY_VERSION;

void add_inspect(CLI::App& app, davy::app::InspectOptions& options, double& idle_s,
                 double& active_s) {
  CLI::App* inspect = app.add_subcommand(
      "inspect", "Find cryptocurrency mining in captures: who mines, since when, and how we know");
  inspect
      ->add_option("input", options.inputs,
                   "pcap or pcapng, plain, gzip or zstd; a directory; - for standard input")
      ->required();
  inspect->add_flag("--json", options.json, "one JSON object a line (schema/event.schema.json)");
  inspect
      ->add_option("--report", options.report_path,
                   "also write a self-contained HTML page to this file")
      ->type_name("FILE");
  inspect->add_option("--lang", options.language, "language of the page")
      ->check(CLI::IsMember({"en", "zh"}))
      ->capture_default_str();
  inspect->add_flag("--reveal", options.reveal_logins,
                    "print pool logins as sent, instead of pseudonyms");
  inspect
      ->add_option("--pseudonym-key", options.pseudonym_key_path,
                   "file with the key of the pseudonyms (default: this installation's)")
      ->type_name("FILE");
  inspect
      ->add_option("--threads", options.threads, "threads to use; the findings do not depend on it")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  inspect
      ->add_option("--idle-timeout", idle_s,
                   "seconds without a packet after which a flow has ended")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  inspect
      ->add_option("--max-flows", options.flow.flows_max,
                   "flows tracked at one time; beyond it the least recently used give way")
      ->check(CLI::Range(1000, 100'000'000))
      ->capture_default_str();
  inspect->add_flag("--stats", options.stats, "print table sizes to standard error");
  inspect->add_flag("--quiet", options.quiet, "no progress bar");
  inspect->footer(
      "Exit status: 0 nothing found, 1 mining found, 2 an input could not be read or wrong "
      "options, 3 internal error.\n"
      "Example: davy inspect border.pcap --report border.html");
  (void)active_s;
}

int run(int argc, char** argv) {
  CLI::App app{"Davy finds cryptocurrency mining hidden in computing."};
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  davy::app::InspectOptions options;
  options.threads = std::max(1u, std::min(2u, std::thread::hardware_concurrency()));
  double idle_s = davy::seconds(options.flow.idle_timeout);
  double active_s = 0;
  add_inspect(app, options, idle_s, active_s);
  bool markdown = false;
  CLI::App* dialects = app.add_subcommand(
      "dialects", "List the mining dialects that are recognised, and what is evidence for each");
  dialects->add_flag("--markdown", markdown, "as docs/dialects.md");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (dialects->parsed()) return davy::app::list_dialects(markdown);
  options.flow.idle_timeout =
      std::chrono::duration_cast<davy::Duration>(std::chrono::duration<double>(idle_s));
  return davy::app::inspect(options);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "davy: internal error: " << error.what() << '\n';
    return 3;
  }
}
