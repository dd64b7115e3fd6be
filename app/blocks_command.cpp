#include <CLI/CLI.hpp>

#include "app/blocks.hpp"
#include "app/duration_option.hpp"
#include "base/limits.hpp"
#include "signal/intel/block_series.hpp"

namespace davy::app {
namespace {

constexpr const char* footer =
    "Contacts the one address that --from names, and nobody else; off this machine only with "
    "--allow-remote.\n\n"
    "--watch notes when the node came to know of a block: that is what the clock test wants. "
    "--last "
    "and --since\nwrite the times that miners put into their blocks, which are off by seconds to "
    "minutes: they are marked\n'header' in the file, and only flows whose server speaks rarely can "
    "be "
    "held against them.\n\n"
    "Exit status:\n  0  written\n  2  the node, a file or an option cannot be used\n"
    "  3  a defect of davy\n\n"
    "Examples:\n"
    "  davy blocks --from http://127.0.0.1:18081 --kind monerod --watch --for 24h -o blocks.tsv\n"
    "  davy blocks --from http://127.0.0.1:8332 --kind bitcoind --user-file ~/.bitcoin/.cookie "
    "--last "
    "1000\n"
    "  davy inspect --blocks blocks.tsv border.pcap";

const CLI::Validator is_ticker(
    [](std::string& text) {
      return signal::is_ticker(text) ? "" : "not a ticker: capitals and digits, 12 at most";
    },
    "");

void add_node(CLI::App& blocks, BlocksOptions& options) {
  blocks.add_option("--from", options.from, "the node's RPC")->type_name("URL")->required();
  blocks
      .add_option("--kind", options.kind,
                  "bitcoind: Bitcoin Core and its kin; monerod: Monero's daemon and its kin")
      ->type_name("KIND")
      ->check(CLI::IsMember({"bitcoind", "monerod"}))
      ->required();
  blocks.add_option("--coin", options.coin, "ticker to write (default: BTC or XMR, by the kind)")
      ->type_name("TICKER")
      ->check(is_ticker);
  blocks
      .add_option("--user-file", options.user_file,
                  "file whose first line is user:password; bitcoind's .cookie is one")
      ->type_name("FILE");
  blocks.add_flag("--allow-remote", options.allow_remote,
                  "also a node that is not on this machine");
  blocks.add_option("--timeout", options.timeout_s, "seconds for one answer")
      ->type_name("S")
      ->check(CLI::Range(0.1, 600.0))
      ->capture_default_str();
}

void add_what(CLI::App& blocks, BlocksOptions& options) {
  auto* last = blocks.add_option("--last", options.last, "the last N blocks")
                   ->type_name("N")
                   ->check(CLI::Range(std::size_t{1}, limits::node_blocks_max));
  auto* since =
      blocks
          .add_option("--since", options.since,
                      "blocks from this time on: 2026-03-02T08:00:00Z, or seconds since 1970")
          ->type_name("TIME");
  auto* watch =
      blocks.add_flag("--watch", options.watch, "note the arrival of each new block from now on");
  last->excludes(since)->excludes(watch);
  since->excludes(watch);
  as_duration(
      blocks.add_option("--for", options.watch_for_s, "how long to watch: 90, 90s, 15m, 24h"))
      ->default_str("1h");
  blocks
      .add_option("-o,--output", options.output,
                  "file to whose end lines are written (default: standard output)")
      ->type_name("FILE");
}

}  // namespace

CLI::App* add_blocks(CLI::App& app, BlocksOptions& options) {
  CLI::App* blocks = app.add_subcommand(
      "blocks",
      "Write down when a chain had its blocks, from a node of your own, for inspect --blocks");
  add_node(*blocks, options);
  add_what(*blocks, options);
  blocks->footer(footer);
  return blocks;
}

}  // namespace davy::app
