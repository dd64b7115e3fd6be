#include "app/token.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "app/config.hpp"
#include "app/custody.hpp"
#include "app/refuse.hpp"
#include "app/wall_clock.hpp"
#include "workbench/identity/people.hpp"
#include "workbench/store/audit.hpp"

namespace davy::app {
namespace {

// RAND_status() was asked before.
void random_octets(std::span<std::uint8_t> octets) {
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) std::abort();
}

Result<std::string> make_token(store::Store& store, const TokenOptions& options, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto taken =
      store.database().integer("SELECT 1 FROM machine_token WHERE name = ?", options.name);
  if (!taken) return std::unexpected(taken.error());
  if (*taken)
    return usage_error(fmt::format("a token is called {} already: another name", options.name));
  const identity::Role role = options.role == "analyst"   ? identity::Role::analyst
                              : options.role == "auditor" ? identity::Role::auditor
                                                          : identity::Role::viewer;
  auto token = identity::People(store.database(), random_octets)
                   .add_machine(options.name, role, now, now + std::chrono::days{options.days});
  if (!token) return token;
  const auto noted = store::append_audit(
      store, {.at = now,
              .who = maker({}).by,
              .what = "token.added",
              .object = options.name,
              .detail = fmt::format("role {}, {} days", options.role, options.days)});
  if (!noted) return std::unexpected(noted.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return token;
}

int token(const TokenOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  if (RAND_status() != 1) return refuse({ErrorKind::internal, "no random octets from OpenSSL"});
  auto store = open_existing(config->store_path);
  if (!store) return refuse(store.error());
  const auto made = make_token(*store, options, wall_clock());
  if (!made) return refuse(made.error());
  fmt::print("{}\n", *made);
  return 0;
}

}  // namespace

std::optional<int> TokenCommand::run() const {
  if (!command->parsed()) return std::nullopt;
  return token(options);
}

TokenCommand::TokenCommand(CLI::App& app) {
  command = app.add_subcommand(
      "token", "A token with which a program asks the API; it is shown once, and not kept");
  command->add_option("--config", options.config_path, "davy.toml")->type_name("FILE")->required();
  command->add_option("--name", options.name, "whose it is")->type_name("NAME")->required();
  command->add_option("--role", options.role, "what it may do")
      ->type_name("ROLE")
      ->check(CLI::IsMember({"viewer", "analyst", "auditor"}))
      ->capture_default_str();
  command->add_option("--days", options.days, "until it expires")
      ->type_name("N")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command->footer(
      "Example:\n  davy token --config /etc/davy/davy.toml --name prometheus > "
      "/etc/prometheus/davy.token");
}

}  // namespace davy::app
