// The program: one file a subcommand, and the options that they take.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <map>
#include <thread>

#include "app/dialects.hpp"
#include "app/inspect.hpp"
#include "app/probe.hpp"

namespace {

constexpr const char* version = "davy " DAVY_VERSION;

// Seconds as people type them.
struct Timeouts {
  double idle_s = 0;
  double active_s = 0;
};

davy::Duration duration(double s) {
  return std::chrono::duration_cast<davy::Duration>(std::chrono::duration<double>(s));
}

void add_output_options(CLI::App& inspect, davy::app::InspectOptions& options) {
  inspect
      .add_option("--report", options.report_path,
                  "also write one self-contained HTML page to FILE, printable on A4")
      ->type_name("FILE")
      ->group("What is written");
  inspect
      .add_flag("--json", options.json,
                "one JSON object a line in place of the table (schema/event.schema.json)")
      ->group("What is written");
  inspect.add_option("--lang", options.language, "language of table and page")
      ->type_name("LANG")
      ->check(CLI::IsMember({"en", "zh"}))
      ->capture_default_str()
      ->group("What is written");
  inspect.add_flag("--quiet", options.quiet, "no progress bar")->group("What is written");
  inspect
      .add_flag("--reveal", options.reveal_logins,
                "show pool logins and worker names as sent; passwords never are")
      ->group("Privacy");
  inspect
      .add_option("--pseudonym-key", options.pseudonym_key_path,
                  "file with the key of the pseudonyms (default: one of this installation, made on "
                  "first use)")
      ->type_name("FILE")
      ->group("Privacy");
}

void add_reading_options(CLI::App& inspect, davy::app::InspectOptions& options) {
  static const std::map<std::string, bool> choices{{"on", true}, {"off", false}};
  inspect
      .add_option("--content", options.flow.content,
                  "off: look at no payload, only at who sends how much when; finds hidden mining "
                  "too, but as suspects")
      ->type_name("on|off")
      ->transform(CLI::CheckedTransformer(choices, CLI::ignore_case))
      ->default_str("on")
      ->group("Privacy");
}

void add_bounds(CLI::App& inspect, davy::app::InspectOptions& options, Timeouts& timeouts) {
  inspect
      .add_option("--threads", options.threads, "threads to use; the findings do not depend on it")
      ->type_name("N")
      ->check(CLI::Range(1, 16))
      ->capture_default_str()
      ->group("Resources");
  inspect
      .add_option(
          "--max-flows", options.flow.flows_max,
          "flows followed at once; beyond it the least recently used give way, and are counted")
      ->type_name("N")
      ->check(CLI::Range(1000, 100'000'000))
      ->capture_default_str()
      ->group("Resources");
  inspect
      .add_option("--idle-timeout", timeouts.idle_s,
                  "a flow without a packet for S seconds has ended")
      ->type_name("S")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str()
      ->group("Resources");
  inspect
      .add_option(
          "--active-timeout", timeouts.active_s,
          "a flow that goes on for S seconds is reported and begins anew; 0: only at its end")
      ->type_name("S")
      ->check(CLI::Range(0.0, 1e8))
      ->capture_default_str()
      ->group("Resources");
  inspect.add_flag("--stats", options.stats, "table sizes on standard error")->group("Resources");
}

void add_inspect(CLI::App& app, davy::app::InspectOptions& options, Timeouts& timeouts) {
  CLI::App* inspect = app.add_subcommand(
      "inspect", "Find mining in network captures: who mines, since when, and how we know");
  inspect
      ->add_option("input", options.inputs,
                   "pcap or pcapng, plain, gzip or zstd; a folder of them; - for standard input")
      ->type_name("FILE")
      ->required();
  add_output_options(*inspect, options);
  add_reading_options(*inspect, options);
  add_bounds(*inspect, options, timeouts);
  inspect->footer(
      "Nothing is contacted or resolved. Encrypted conversations are counted, not read.\n\n"
      "Exit status:\n  0  nothing found\n  1  mining found\n"
      "  2  an input could not be read, or a wrong option\n  3  a defect of davy\n\n"
      "Examples:\n  davy inspect border.pcap\n  davy inspect --report border.html --lang zh "
      "captures/\n"
      "  timeout 600 tcpdump -i eth0 -w - | davy inspect --json -");
}

int run(int argc, char** argv) {
  CLI::App app{"Davy finds cryptocurrency mining in network captures, and shows what it rests on."};
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  app.footer("First look:  davy inspect border.pcap\nAll options: davy inspect --help");
  davy::app::InspectOptions options;
  options.threads = std::max(1u, std::min(2u, std::thread::hardware_concurrency()));
  Timeouts timeouts{davy::seconds(options.flow.idle_timeout),
                    davy::seconds(options.flow.active_timeout)};
  add_inspect(app, options, timeouts);
  bool markdown = false;
  CLI::App* dialects = app.add_subcommand(
      "dialects", "List the mining dialects that are recognised, and what is evidence for each");
  dialects->add_flag("--markdown", markdown,
                     "as a page, with every form and its strength (docs/dialects.md)");
  davy::app::ProbeOptions probe_options;
  const CLI::App* probe = davy::app::add_probe(app, probe_options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (dialects->parsed()) return davy::app::list_dialects(markdown);
  if (probe->parsed()) return davy::app::probe(probe_options);
  options.flow.idle_timeout = duration(timeouts.idle_s);
  options.flow.active_timeout = duration(timeouts.active_s);
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
