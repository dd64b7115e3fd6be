// The program: one file a subcommand, and the options that they take.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <map>
#include <optional>

#include "app/blocklist.hpp"
#include "app/blocks.hpp"
#include "app/custody.hpp"
#include "app/dialects.hpp"
#include "app/duration_option.hpp"
#include "app/energy.hpp"
#include "app/indicators.hpp"
#include "app/inspect.hpp"
#include "app/meter_command.hpp"
#include "app/probe.hpp"
#include "app/registry.hpp"
#include "app/relays.hpp"
#include "app/serve.hpp"
#include "app/token.hpp"
#include "app/watch.hpp"
#include "app/zero.hpp"
#include "base/processors.hpp"
#include "signal/intel/indicator_rows.hpp"

namespace {

constexpr const char* version = "davy " DAVY_VERSION;

// Seconds as people type them.
struct Timeouts {
  double idle_s = 0;
  double active_s = 0;
  double listen_for_s = 60;
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
  inspect
      .add_option("--store", options.store_path,
                  "also keep what was found in this store, for davy serve")
      ->type_name("FILE")
      ->group("What is written");
  inspect.add_option("--sensor", options.sensor, "the sensor's name in the store")
      ->type_name("NAME")
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
      ->transform(CLI::CheckedTransformer(choices, CLI::ignore_case).description(""))
      ->default_str("on")
      ->group("Privacy");
}

void add_listening(CLI::App& inspect, davy::app::InspectOptions& options, double& listen_for_s) {
  inspect
      .add_option("--listen", options.listen,
                  "take NetFlow, IPFIX or sFlow that exporters send to this port")
      ->type_name("udp://ADDRESS:PORT")
      ->group("Exporters");
  inspect
      .add_flag(
          "--exports-inside", options.exports_inside,
          "also read NetFlow, IPFIX and sFlow that pass through a capture; a flow that is in it "
          "as packets and as a record is told twice")
      ->group("Exporters");
  davy::app::as_duration(
      inspect.add_option("--for", listen_for_s, "how long to listen: 90, 90s, 15m, 2h, 1d"))
      ->default_str("60s")
      ->group("Exporters");
  inspect
      .add_option("--indicators", options.indicator_paths,
                  "further names and addresses: files that `davy indicators import` wrote")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group("What is known");
  inspect
      .add_option("--probes", options.probe_paths,
                  "what davy probe logged: its own connections are told apart, and are no finding")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group("What is known");
  inspect
      .add_option("--blocks", options.block_paths,
                  "when blocks of chains came, as davy blocks writes it")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group("What is known");
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
      "inspect",
      "Find mining in captures, flow exports, logs and meters: who mines, since when, and how we "
      "know");
  inspect
      ->add_option(
          "input", options.inputs,
          "pcap, pcapng, NetFlow or IPFIX messages, Zeek, EVE or nfdump logs, readings of meters "
          "(CSV, Green Button, Redfish, IPMI, Prometheus); plain, gzip or zstd; a folder of them; "
          "- "
          "for standard input")
      ->type_name("FILE");
  add_output_options(*inspect, options);
  add_reading_options(*inspect, options);
  add_listening(*inspect, options, timeouts.listen_for_s);
  davy::app::add_meter_options(*inspect, options);
  add_bounds(*inspect, options, timeouts);
  inspect->footer(
      "Nothing is contacted or resolved. Encrypted conversations are counted, not read.\n\n"
      "Exit status:\n  0  nothing found\n  1  mining found\n"
      "  2  an input could not be read, or a wrong option\n  3  a defect of davy\n\n"
      "Examples:\n  davy inspect border.pcap\n  davy inspect --report border.html --lang zh "
      "captures/\n"
      "  timeout 600 tcpdump -i eth0 -w - | davy inspect --json -\n"
      "  davy inspect flows.ipfix conn.log ssl.log eve.json\n"
      "  davy inspect --listen udp://0.0.0.0:2055 --for 1h\n"
      "  davy inspect --register filed.tsv --report meters.html meters/*.csv");
}

std::vector<std::string> categories() {
  std::vector<std::string> all;
  all.reserve(davy::signal::indicator_categories);
  for (std::size_t i = 0; i < davy::signal::indicator_categories; ++i)
    all.emplace_back(name(static_cast<davy::signal::IndicatorCategory>(i)));
  return all;
}

bool is_day(const std::string& text) {
  return text.size() == 10 && davy::signal::is_confirmation_date(text);
}

CLI::App* add_import(CLI::App& indicators, davy::app::ImportListOptions& options) {
  CLI::App* import = indicators.add_subcommand(
      "import",
      "Turn lists that you have into a table that davy reads; nothing is resolved or contacted");
  import
      ->add_option(
          "list", options.inputs,
          "hosts file, plain list (name, address or prefix a line), CSV with a heading, MISP "
          "JSON, STIX 2.1 bundle; the kind is found by content")
      ->type_name("FILE")
      ->required();
  import
      ->add_option("--category", options.category,
                   "what the names are: a miner's peers, or something to be told apart from them")
      ->type_name("CATEGORY")
      ->check(CLI::IsMember(categories()))
      ->required();
  import
      ->add_option("--source", options.source,
                   "where the list is from, shown with each finding (default: the file's name)")
      ->type_name("TEXT");
  import
      ->add_option("--date", options.date,
                   "day that the list was confirmed, YYYY-MM-DD (default: today)")
      ->type_name("DAY")
      ->check(
          CLI::Validator([](std::string& day) { return is_day(day) ? "" : "not YYYY-MM-DD"; }, ""));
  import->add_option("-o,--output", options.output_path, "table to write; - for standard output")
      ->type_name("FILE")
      ->required();
  import->footer(
      "What was taken and what was left out, with its reason, is told on standard error. Names "
      "that would accuse\n"
      "everybody (*.com, a whole cloud, private addresses) are never taken.\n\n"
      "Exit status:\n  0  written\n  2  a list could not be read, or had nothing usable\n\n"
      "Examples:\n  davy indicators import notice.csv --category pool --source \"notice 2026-14\" "
      "-o notice.tsv\n"
      "  davy indicators import misp-event.json --category pool -o misp.tsv");
  return import;
}

CLI::App* add_table(CLI::App& indicators, davy::app::ShowIndicatorsOptions& options, bool show) {
  CLI::App* table =
      show
          ? indicators.add_subcommand("show", "What is known of a name, an address, ja3:… or ja4:…")
          : indicators.add_subcommand("list", "Every row: category, pattern, coin, name, doubt");
  if (show)
    table->add_option("name", options.names, "what to look up")->type_name("NAME")->required();
  table
      ->add_option("--indicators", options.inputs,
                   "tables made by import, beside what comes with davy")
      ->type_name("FILE")
      ->allow_extra_args(false);
  if (!show)
    table->add_option("--category", options.category, "only these")
        ->type_name("CATEGORY")
        ->check(CLI::IsMember(categories()));
  return table;
}

struct IndicatorCommands {
  davy::app::ImportListOptions import;
  davy::app::ShowIndicatorsOptions table;
  CLI::App* import_command = nullptr;
  CLI::App* list_command = nullptr;
  CLI::App* show_command = nullptr;

  explicit IndicatorCommands(CLI::App& app) {
    CLI::App* indicators = app.add_subcommand(
        "indicators",
        "Names and addresses of pools and their like: what davy knows, and your own lists");
    indicators->require_subcommand(1);
    indicators->footer("Details: davy indicators import --help");
    import_command = add_import(*indicators, import);
    list_command = add_table(*indicators, table, false);
    show_command = add_table(*indicators, table, true);
  }
  // Nothing where another command was given.
  std::optional<int> run() const {
    if (import_command->parsed()) return davy::app::import_lists(import);
    if (list_command->parsed()) return davy::app::list_indicators(table);
    if (show_command->parsed()) return davy::app::show_indicators(table);
    return std::nullopt;
  }
};

int run(int argc, char** argv) {
  CLI::App app{
      "Davy finds cryptocurrency mining in network captures, flow exports and logs, and shows what "
      "it rests on."};
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  app.footer("First look:  davy inspect border.pcap\nAll options: davy inspect --help");
  davy::app::InspectOptions options;
  options.threads = davy::usual_threads();
  Timeouts timeouts{davy::seconds(options.flow.idle_timeout),
                    davy::seconds(options.flow.active_timeout)};
  add_inspect(app, options, timeouts);
  bool markdown = false;
  CLI::App* dialects = app.add_subcommand(
      "dialects", "List the mining dialects that are recognised, and what is evidence for each");
  dialects->add_flag("--markdown", markdown,
                     "as a page, with every form and its strength (docs/dialects.md)");
  const IndicatorCommands indicators(app);
  davy::app::ProbeOptions probe_options;
  const CLI::App* probe = davy::app::add_probe(app, probe_options);
  davy::app::BlocksOptions blocks_options;
  const CLI::App* blocks = davy::app::add_blocks(app, blocks_options);
  davy::app::BlocklistOptions blocklist_options;
  const CLI::App* blocklist = davy::app::add_blocklist(app, blocklist_options);
  davy::app::WatchOptions watch_options;
  const CLI::App* watch = davy::app::add_watch(app, watch_options);
  const CLI::App* check_config = davy::app::add_check_config(app, watch_options);
  davy::app::ServeOptions serve_options;
  const CLI::App* serve = davy::app::add_serve(app, serve_options);
  const davy::app::TokenCommand token(app);
  const davy::app::PowerCommands power(app);
  const davy::app::EnergyCommands energy(app);
  const davy::app::CustodyCommands custody(app);
  const davy::app::ReportCommands reports(app);
  const davy::app::RegistryCommands registry(app);
  const davy::app::RelayCommands relays(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (dialects->parsed()) return davy::app::list_dialects(markdown);
  for (const auto& status : {indicators.run(), power.run(), energy.run(), custody.run(),
                             reports.run(), registry.run(), relays.run(), token.run()})
    if (status) return *status;
  if (probe->parsed()) return davy::app::probe(probe_options);
  if (blocks->parsed()) return davy::app::blocks(blocks_options);
  if (blocklist->parsed()) return davy::app::blocklist(blocklist_options);
  if (watch->parsed()) return davy::app::watch(watch_options);
  if (check_config->parsed()) return davy::app::check_config(watch_options);
  if (serve->parsed()) return davy::app::serve(serve_options);
  options.flow.idle_timeout = duration(timeouts.idle_s);
  options.flow.active_timeout = duration(timeouts.active_s);
  options.listen_for = duration(timeouts.listen_for_s);
  if (options.inputs.empty() && options.listen.empty()) {
    std::cerr << "davy: name a file, a folder, - or --listen; see davy inspect --help\n";
    return 2;
  }
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
