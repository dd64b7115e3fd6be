#include "app/serve.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "app/config.hpp"
#include "app/confinement.hpp"
#include "app/custody.hpp"
#include "app/heap.hpp"
#include "app/refuse.hpp"
#include "app/service_manager.hpp"
#include "app/stop_on_signal.hpp"
#include "app/wall_clock.hpp"
#include "base/hex.hpp"
#include "workbench/api/http_server.hpp"
#include "workbench/store/audit.hpp"

namespace davy::app {
namespace {

// serve() asks OpenSSL first whether it has any; that it runs dry later is none of its documented ends.
void random_octets(std::span<std::uint8_t> octets) {
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) std::abort();
}

struct Address {
  std::string host;
  int port = 0;
};

constexpr std::string_view usual_address = "127.0.0.1:8443";

Result<Address> address_of(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  Address address;
  if (colon != text.npos) {
    const char* const end = text.data() + text.size();
    const auto [rest, failed] = std::from_chars(text.data() + colon + 1, end, address.port);
    address.host = text.substr(0, colon);
    if (address.host.starts_with('[') && address.host.ends_with(']'))
      address.host = address.host.substr(1, address.host.size() - 2);
    if (failed == std::errc{} && rest == end && address.port >= 0 && address.port <= 65'535 &&
        !address.host.empty())
      return address;
  }
  return usage_error(fmt::format("{}: not an address and a port, such as 127.0.0.1:8443", text));
}

// Where the console lies: as told, beside the program, or where packages put it.
std::string console_folder(const std::string& told) {
  if (!told.empty()) return told;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  for (const auto& folder : {program.parent_path() / "console",
                             program.parent_path().parent_path() / "share/davy/console",
                             program.parent_path().parent_path().parent_path() / "console/dist"})
    if (std::filesystem::exists(folder / "index.html", failed)) return folder.string();
  return {};
}

// The first administrator, whose password is shown once.
Result<std::optional<std::string>> first_administrator(store::Store& store) {
  identity::People people(store.database(), random_octets);
  const auto any = people.any();
  if (!any) return std::unexpected(any.error());
  if (*any) return std::optional<std::string>{};
  std::array<std::uint8_t, 9> secret{};
  random_octets(secret);
  std::string password = to_hex(secret);
  const Timestamp now = wall_clock();
  if (auto added = people.add("admin", identity::Role::administrator, password, true, now); !added)
    return std::unexpected(added.error());
  const auto audited = store::append_audit(
      store,
      {.at = now, .who = "davy", .what = "user.added", .object = "admin", .detail = "first start"});
  if (!audited) return std::unexpected(audited.error());
  return std::optional<std::string>{std::move(password)};
}

Result<api::ServerOptions> server_options(const ServeOptions& options) {
  const auto address =
      address_of(options.listen.empty() ? usual_address : std::string_view{options.listen});
  if (!address) return std::unexpected(address.error());
  api::ServerOptions out{.host = address->host,
                         .port = address->port,
                         .certificate_path = options.certificate_path,
                         .key_path = options.key_path,
                         .console_folder = console_folder(options.console_folder),
                         .api = {.store_path = options.store_path, .version = DAVY_VERSION}};
  const auto key = signing_key(options.signing_key_path);
  if (key)
    out.api.signing_key = *key;
  else if (!options.signing_key_path.empty())
    return std::unexpected(key.error());
  else
    out.api.no_signing_key = key.error().message;  // all else can be served without
  auto text = configuration(options.config_path);
  if (!text) return std::unexpected(text.error());
  out.api.configuration = std::move(*text);
  return out;
}

// A certificate that is renewed is another file to the kernel: so its folder is readable.
std::vector<std::string> renewed_from(const api::ServerOptions& options) {
  std::vector<std::string> folders;
  for (const std::string& path : {options.certificate_path, options.key_path})
    if (!path.empty()) folders.push_back(std::filesystem::absolute(path).parent_path().string());
  return folders;
}

void greet(const api::HttpServer& server, const api::ServerOptions& options,
           const std::optional<std::string>& password) {
  fmt::print("davy serves {}://{}:{}/\n", options.certificate_path.empty() ? "http" : "https",
             options.host, server.port());
  if (options.console_folder.empty())
    fmt::print("The console is not installed: only the API is served.\n");
  if (password)
    fmt::print("First login: admin, {} (it must be changed then; it is not shown again)\n",
               *password);
  std::fflush(stdout);
}

}  // namespace

int serve(ServeOptions options) {
  if (!options.config_path.empty()) {
    const auto config = Config::read(options.config_path);
    if (!config) return refuse(config.error());
    config->apply(options);
  }
  if (options.store_path.empty())
    return refuse({ErrorKind::usage, "name the store: --store FILE, or --config FILE"});
  if (RAND_status() != 1) return refuse({ErrorKind::internal, "no random octets from OpenSSL"});
  auto store = store::Store::open(options.store_path);
  if (!store) return refuse(store.error());
  const auto password = first_administrator(*store);
  if (!password) return refuse(password.error());
  const auto server_settings = server_options(options);
  if (!server_settings) return refuse(server_settings.error());
  let_heap_give_back();
  auto server = api::HttpServer::open(*server_settings, random_octets);
  if (!server) return refuse(server.error());
  const StopOnSignal stop;
  const ServiceManager manager;
  const auto folder = std::filesystem::absolute(options.store_path).parent_path().string();
  const auto not_done = confine({.readable = renewed_from(*server_settings), .writable = {folder}});
  if (!not_done) return refuse(not_done.error());
  for (const std::string& line : *not_done) fmt::print(stderr, "davy: {}\n", line);
  greet(**server, *server_settings, *password);
  std::thread running([&] { (*server)->run(); });
  manager.ready();
  for (int tenths = 0; !stop.asked(); ++tenths) {
    if (tenths % 10 == 0) manager.alive();
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  manager.stopping();
  (*server)->stop();
  running.join();
  return 0;
}

CLI::App* add_serve(CLI::App& app, ServeOptions& options) {
  CLI::App* serve = app.add_subcommand("serve", "Console and API over the store");
  serve->add_option("--config", options.config_path, "davy.toml; options of this line win")
      ->type_name("FILE");
  serve->add_option("--store", options.store_path, "the store; made where there is none")
      ->type_name("FILE");
  serve->add_option("--listen", options.listen, "where to listen; port 0: any that is free")
      ->type_name("ADDRESS:PORT")
      ->default_str(std::string{usual_address});
  serve
      ->add_option("--certificate", options.certificate_path,
                   "PEM with the certificate and its chain; needed to listen for others")
      ->type_name("FILE");
  serve->add_option("--key", options.key_path, "PEM with its key")->type_name("FILE");
  serve->add_option("--console", options.console_folder, "folder of the built console")
      ->type_name("FOLDER");
  serve
      ->add_option("--signing-key", options.signing_key_path,
                   "PEM with an Ed25519 key that signs evidence and reports (default: "
                   "$XDG_STATE_HOME/davy/signing.key, made on first use)")
      ->type_name("FILE");
  serve->footer(
      "Without a certificate it listens on this machine only. On its first start it makes the user "
      "admin "
      "and shows the\npassword once.\n\nExit status:\n  0  ended by a signal\n  2  store, port or "
      "certificate "
      "cannot be used\n  3  a defect of davy\n\nExamples:\n"
      "  davy inspect --store davy.db --sensor border border.pcap\n  davy serve --store davy.db\n"
      "  davy serve --config /etc/davy/davy.toml");
  return serve;
}

}  // namespace davy::app
