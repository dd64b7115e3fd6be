#include <fmt/format.h>

#include <csignal>

#include "app/custody.hpp"
#include "app/refuse.hpp"
#include "app/relay_origin.hpp"
#include "app/relays.hpp"
#include "app/wall_clock.hpp"
#include "workbench/store/audit.hpp"

namespace davy::app {
namespace {

bool is_asked_for(const RelayOptions& options, const relay::Outlet& outlet) {
  return options.outlet.empty() || options.outlet == outlet.name;
}

Error no_such(const RelayOptions& options) {
  if (options.outlet.empty())
    return {ErrorKind::usage,
            fmt::format("{}: no [[outlet]] in it (docs/relay.md)", options.config_path)};
  return {ErrorKind::usage,
          fmt::format("{}: no outlet is called {}", options.config_path, options.outlet)};
}

// False: it was not taken.
bool test_one(const relay::Outlet& outlet) {
  const auto say = [&](std::string_view what) {
    fmt::print("{} ({}, {}): {}\n", outlet.name,
               relay::outlet_kinds[static_cast<std::size_t>(outlet.kind)], outlet.place(), what);
  };
  const auto carrier = relay::make_carrier(outlet, relay_origin([] { return false; }));
  if (!carrier) {
    say(carrier.error().message);
    return false;
  }
  const Timestamp now = wall_clock();
  const relay::Message message =
      relay::test_message(fmt::format("test-{}", now.time_since_epoch().count()), now);
  const relay::Delivery delivery = (*carrier)->send({&message, 1}, now);
  say(delivery.error.empty() ? "taken" : delivery.error);
  return delivery.error.empty();
}

int test(const RelayOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  std::signal(SIGPIPE, SIG_IGN);
  std::size_t asked = 0, taken = 0;
  for (const relay::Outlet& outlet : config->outlets) {
    if (!is_asked_for(options, outlet)) continue;
    ++asked;
    taken += test_one(outlet) ? 1 : 0;
  }
  if (asked == 0) return refuse(no_such(options));
  return taken == asked ? 0 : 1;
}

std::string time_or(const std::optional<Timestamp>& time, std::string_view otherwise) {
  return time ? to_rfc3339(*time).substr(0, 19) + "Z" : std::string{otherwise};
}

int status(const RelayOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  auto store = open_existing(config->store_path);
  if (!store) return refuse(store.error());
  const auto states = relay::outlet_states(*store);
  if (!states) return refuse(states.error());
  fmt::print("{:<20} {:<8} {:>9} {:>9} {:>9} {:>9}  {:<20}  {}\n", "outlet", "kind", "pending",
             "sent", "failed", "dropped", "last success", "fault");
  for (const relay::OutletState& one : *states)
    fmt::print("{:<20} {:<8} {:>9} {:>9} {:>9} {:>9}  {:<20}  {}\n", one.name, one.kind,
               one.pending, one.sent, one.failed, one.dropped, time_or(one.last_success, "never"),
               one.last_error);
  return 0;
}

int forget(const RelayOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  auto store = open_existing(config->store_path);
  if (!store) return refuse(store.error());
  const auto gone = relay::forget(*store, options.outlet);
  if (!gone) return refuse(gone.error());
  if (!*gone)
    return refuse({ErrorKind::usage, fmt::format("{}: was never told of an outlet {}",
                                                 config->store_path, options.outlet)});
  const auto noted =
      store::append_audit(*store, {.at = wall_clock(),
                                   .who = maker({}).by,
                                   .what = "outlet.forgotten",
                                   .object = options.outlet,
                                   .detail = "it begins anew where it is configured"});
  if (!noted) return refuse(noted.error());
  return 0;
}

CLI::App* add(CLI::App& relay, const char* name, const char* what, RelayOptions& options) {
  CLI::App* command = relay.add_subcommand(name, what);
  command->add_option("--config", options.config_path, "davy.toml")->type_name("FILE")->required();
  return command;
}

}  // namespace

RelayCommands::RelayCommands(CLI::App& app) {
  CLI::App* relay = app.add_subcommand("relay", "Telling others: does each outlet take a message?");
  relay->require_subcommand(1);
  test_command =
      add(*relay, "test", "Send one message, marked as a test, and say what happened", options);
  test_command->add_option("--outlet", options.outlet, "only this one")->type_name("NAME");
  status_command = add(*relay, "status", "How far each outlet was told", options);
  forget_command =
      add(*relay, "forget", "Let go of what an outlet was not told of yet; davy watch must not run",
          options);
  forget_command->add_option("--outlet", options.outlet, "which one")
      ->type_name("NAME")
      ->required();
  relay->footer(
      "davy watch does the telling.\n\nExit status:\n  0  done; of test: all have taken it\n  1  "
      "of "
      "test: at least one has not\n  2  configuration or store cannot be used\n\nExample:\n  davy "
      "relay test --config /etc/davy/davy.toml --outlet siem");
}

std::optional<int> RelayCommands::run() const {
  if (test_command->parsed()) return test(options);
  if (status_command->parsed()) return status(options);
  if (forget_command->parsed()) return forget(options);
  return std::nullopt;
}

}  // namespace davy::app
