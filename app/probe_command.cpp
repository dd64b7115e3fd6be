#include <CLI/CLI.hpp>

#include "app/probe.hpp"
#include "base/limits.hpp"

namespace davy::app {
namespace {

constexpr const char* footer =
    "Speaks to endpoints: run it only where you may. A scope is a file of lines:\n"
    "  contact noc@example.org          sent with every question that has room for it\n"
    "  authorised-by Head of the NOC, ticket 4711\n"
    "  expires 2026-12-31               the last day, UTC\n"
    "  allow 10.0.0.0/8                 an address, a network, or address:port\n"
    "  deny 10.9.0.0/16                 wins over allow\n"
    "  source 10.1.2.3                  optional: the address to speak from\n\n"
    "Without --go nothing is contacted: the plan and every octet of each question are printed.\n"
    "Nothing is resolved, no share is submitted, nobody is asked twice a day.\n\n"
    "Exit status:\n  0  no pool confirmed\n  1  a pool confirmed\n"
    "  2  an input, scope or option that cannot be used\n  3  a defect of davy\n\n"
    "Examples:\n  davy inspect --json border.pcap > findings.jsonl\n"
    "  davy probe --from findings.jsonl --scope scope.txt\n"
    "  davy probe --from findings.jsonl --scope scope.txt --go --log probes.jsonl\n"
    "  davy inspect --probes probes.jsonl border.pcap      what was asked is no finding";

void add_files(CLI::App& probe, ProbeOptions& options) {
  probe
      .add_option("--from", options.findings,
                  "event lines of davy inspect --json; - for standard input")
      ->type_name("FILE")
      ->required();
  probe
      .add_option("--scope", options.scope_path,
                  "whom you may speak to, and in whose name; without one: what it would have to "
                  "say, and nobody is asked")
      ->type_name("FILE");
  probe
      .add_option("--log", options.log_path,
                  "event lines go to the end of FILE (default: standard output)")
      ->type_name("FILE");
  probe
      .add_option("--memory", options.memory_path,
                  "file that says who was asked when (default: one of this installation)")
      ->type_name("FILE");
  auto* go = probe.add_flag("--go", options.go, "speak; without it nothing is contacted");
  probe.add_flag("--dry-run", options.dry_run, "only say what would be done: the default")
      ->excludes(go);
}

void add_budget(CLI::App& probe, ProbeOptions& options) {
  const auto number = [&](const char* flag, auto& value, const char* help, auto range) {
    probe.add_option(flag, value, help)
        ->type_name("N")
        ->check(range)
        ->capture_default_str()
        ->group("Budget");
  };
  number("--rate", options.rate, "connections a second",
         CLI::Range(0.01, limits::probe_connections_per_s_max));
  number("--connections", options.connections, "connections of this run, in all",
         CLI::Range(1, 1'000'000));
  number("--per-endpoint", options.per_endpoint, "connections to one endpoint",
         CLI::Range(1, static_cast<int>(limits::probe_connections_per_endpoint_max)));
  number("--keep-days", options.keep_days, "an outcome stands for so many days",
         CLI::Range(1.0, 365.0));
  number("--timeout", options.timeout_s, "seconds for one connection, with everything in it",
         CLI::Range(0.1, 60.0));
  number("--quiet-after", options.quiet_s, "seconds of quiet that end an answer",
         CLI::Range(0.05, 60.0));
  number("--at-once", options.at_once, "endpoints asked at the same time", CLI::Range(1, 32));
}

}  // namespace

CLI::App* add_probe(CLI::App& app, ProbeOptions& options) {
  CLI::App* probe = app.add_subcommand(
      "probe",
      "Ask suspects whether they are pools: off unless you say --go, inside a written scope");
  add_files(*probe, options);
  add_budget(*probe, options);
  probe->footer(footer);
  return probe;
}

}  // namespace davy::app
