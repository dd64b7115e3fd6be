#include "app/outlet_config.hpp"

#include <array>
#include <filesystem>
#include <set>

#include "base/ip_address.hpp"
#include "workbench/relay/secret_line.hpp"
#include "workbench/relay/webhook.hpp"

namespace davy::app {
namespace {

using relay::Outlet;
using relay::OutletKind;

constexpr std::int64_t every_s_max = 86'400, timeout_s_max = 120, hours_max = 24 * 365;
constexpr std::int64_t lines_max = 1'000, recipients_max = 100, keep_max = 100, mib_max = 1 << 20;
constexpr std::int64_t rotate_mib_usual = 100, give_up_after_h_usual = 72;
// Of outlets that speak at once, and of letters: docs/relay.md.
constexpr std::int64_t every_s_usual = 5, every_s_of_letters = 300;

const std::vector<std::string_view> common_keys{
    "name", "kind", "least", "cases", "from_beginning", "every_s", "give_up_after_h", "timeout_s"};

bool is_loopback(std::string_view place) {
  const std::string_view host = place.substr(0, place.rfind(':'));
  const auto address = parse_ip_address(host);
  return host == "localhost" || host == "[::1]" ||
         (address && to_string(*address).starts_with("127."));
}

void file_there(ConfigReader& reader, const toml::table& table, std::string_view key,
                std::string& path) {
  reader.text(table, key, path);
  std::error_code failed;
  if (!path.empty() && !std::filesystem::is_regular_file(path, failed))
    reader.wrong(*table.get(key), fmt::format("{}: no file that can be read: \"{}\"", key, path));
}

void secret_there(ConfigReader& reader, const toml::table& table, std::string_view key,
                  std::string& path) {
  reader.text(table, key, path);
  if (path.empty()) return;
  if (const auto secret = relay::read_secret(path, "the secret"); !secret)
    reader.wrong(*table.get(key), secret.error().message);
}

// "tls://host:6514", "tls://[::1]:6514"
bool take_address(std::string_view text, Outlet& outlet) {
  constexpr std::string_view scheme = "tls://";
  if (!text.starts_with(scheme)) return false;
  text.remove_prefix(scheme.size());
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos || colon == 0) return false;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  outlet.host = host;
  outlet.port = text.substr(colon + 1);
  const bool is_number = outlet.port.find_first_not_of("0123456789") == outlet.port.npos;
  return !outlet.host.empty() && is_number && !outlet.port.empty() && outlet.port.size() <= 5;
}

// Printable ASCII of one word with one @: nothing that could end a header or a command.
bool is_mail_address(std::string_view text) {
  const bool is_plain = std::ranges::all_of(
      text, [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != ','; });
  const std::size_t at = text.find('@');
  return is_plain && text.size() <= 254 && at != text.npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == text.npos;
}

void read_webhook(ConfigReader& reader, const toml::table& table, Outlet& outlet) {
  reader.text(table, "url", outlet.url);
  reader.text(table, "proxy", outlet.proxy);
  secret_there(reader, table, "secret_file", outlet.secret_file);
  file_there(reader, table, "ca", outlet.ca);
  const bool in_the_clear = outlet.url.starts_with("http://");
  if (!in_the_clear && !outlet.url.starts_with("https://"))
    reader.wrong(table,
                 fmt::format("outlet {} must say where to: url = \"https://…\"", outlet.name));
  if (in_the_clear && !is_loopback(outlet.place()))
    reader.wrong(*table.get("url"), "http:// can be read on the way: https://, or a receiver here");
  if (outlet.secret_file.empty())
    return reader.wrong(
        table, fmt::format("outlet {} needs a secret that the receiver knows too: secret_file = "
                           "\"/etc/davy/webhook.secret\"",
                           outlet.name));
  const auto line = relay::read_secret(outlet.secret_file, "the secret");
  const auto secret = line ? relay::webhook_secret(*line) : Result<std::string>{};
  if (!secret) reader.wrong(*table.get("secret_file"), secret.error().message);
}

void read_syslog(ConfigReader& reader, const toml::table& table, Outlet& outlet) {
  std::string address, facility;
  reader.text(table, "address", address);
  reader.text(table, "facility", facility);
  file_there(reader, table, "ca", outlet.ca);
  file_there(reader, table, "certificate", outlet.certificate);
  secret_there(reader, table, "key", outlet.key);
  if (!take_address(address, outlet))
    reader.wrong(
        table, fmt::format("outlet {} must say where to: address = \"tls://log.example.org:6514\"",
                           outlet.name));
  const auto known = std::ranges::find(relay::facilities, facility);
  if (known != relay::facilities.end())
    outlet.facility = static_cast<unsigned>(known - relay::facilities.begin());
  else if (!facility.empty())
    reader.wrong(*table.get("facility"),
                 fmt::format("facility must be one of {}", fmt::join(relay::facilities, ", ")));
  if (outlet.certificate.empty() != outlet.key.empty())
    reader.wrong(table, "certificate and key belong together: name both, or neither");
}

void read_email(ConfigReader& reader, const toml::table& table, Outlet& outlet) {
  reader.text(table, "url", outlet.url);
  reader.text(table, "from", outlet.from);
  reader.texts(table, "to", outlet.to);
  reader.text(table, "user", outlet.user);
  secret_there(reader, table, "password_file", outlet.password_file);
  file_there(reader, table, "ca", outlet.ca);
  reader.number(table, "lines", 1, lines_max, outlet.lines);
  std::string tls = "required";
  reader.text(table, "tls", tls);
  outlet.plain = tls == "none";
  if (tls != "none" && tls != "required")
    reader.wrong(*table.get("tls"), "tls must be \"required\" or \"none\"");
  if (!outlet.url.starts_with("smtp://") && !outlet.url.starts_with("smtps://"))
    reader.wrong(table, fmt::format("outlet {} must name a mail server: url = "
                                    "\"smtp://mail.example.org:587\", or smtps://",
                                    outlet.name));
  if (outlet.plain && !is_loopback(outlet.place()))
    reader.wrong(*table.get("tls"), "mail in the clear only to a server on this machine");
  if (!is_mail_address(outlet.from))
    reader.wrong(table, "from must be an address: from = \"davy@example.org\"");
  if (outlet.to.empty() || outlet.to.size() > recipients_max ||
      !std::ranges::all_of(outlet.to, is_mail_address))
    reader.wrong(table, "to must be a list of addresses: to = [\"security@example.org\"]");
  if (outlet.user.empty() != outlet.password_file.empty())
    reader.wrong(table, "user and password_file belong together: name both, or neither");
}

void read_file(ConfigReader& reader, const toml::table& table, Outlet& outlet) {
  std::string format;
  std::int64_t rotate_mib = rotate_mib_usual;
  reader.text(table, "path", outlet.path);
  reader.text(table, "format", format);
  reader.number(table, "rotate_mib", 0, mib_max, rotate_mib);
  reader.number(table, "keep", 0, keep_max, outlet.keep);
  outlet.rotate_octets = static_cast<std::uint64_t>(rotate_mib) << 20;
  const auto known = std::ranges::find(relay::line_formats, format);
  if (known == relay::line_formats.end())
    reader.wrong(table,
                 fmt::format("format must be one of {}", fmt::join(relay::line_formats, ", ")));
  else
    outlet.format = static_cast<relay::LineFormat>(known - relay::line_formats.begin());
  std::error_code failed;
  const std::filesystem::path path = outlet.path;
  if (!path.is_absolute() || !std::filesystem::is_directory(path.parent_path(), failed))
    reader.wrong(table, fmt::format("outlet {} must name a file in a folder that is there: path = "
                                    "\"/var/log/davy/eve.json\"",
                                    outlet.name));
}

struct KindReader {
  std::vector<std::string_view> keys;
  void (*read)(ConfigReader&, const toml::table&, Outlet&);
};
const std::array<KindReader, relay::outlet_kinds.size()> kinds{{
    {{"url", "proxy", "secret_file", "ca"}, read_webhook},
    {{"address", "ca", "certificate", "key", "facility"}, read_syslog},
    {{"url", "from", "to", "user", "password_file", "ca", "tls", "lines"}, read_email},
    {{"path", "format", "rotate_mib", "keep"}, read_file},
}};

void read_common(ConfigReader& reader, const toml::table& table, Outlet& outlet) {
  std::string least{verdict::name(outlet.least)};
  std::int64_t every_s = outlet.kind == OutletKind::email ? every_s_of_letters : every_s_usual;
  std::int64_t give_up_after_h = give_up_after_h_usual, timeout_s = 10;
  reader.text(table, "least", least);
  reader.flag(table, "cases", outlet.cases);
  reader.flag(table, "from_beginning", outlet.from_beginning);
  reader.number(table, "every_s", 0, every_s_max, every_s);
  reader.number(table, "give_up_after_h", 1, hours_max, give_up_after_h);
  reader.number(table, "timeout_s", 1, timeout_s_max, timeout_s);
  outlet.every = std::chrono::seconds{every_s};
  outlet.give_up_after = std::chrono::hours{give_up_after_h};
  outlet.timeout = std::chrono::seconds{timeout_s};
  const auto level = verdict::level_named(least);
  if (!level || *level > verdict::Level::suspected)
    return reader.wrong(table, "least must be confirmed, probable or suspected");
  outlet.least = *level;
}

void read_outlet(ConfigReader& reader, const toml::table& table, std::set<std::string>& names,
                 std::vector<Outlet>& outlets) {
  Outlet outlet;
  std::string kind;
  reader.text(table, "name", outlet.name);
  reader.text(table, "kind", kind);
  if (outlet.name.empty() || outlet.name.size() > 64) reader.wrong(table, "an outlet needs a name");
  if (!names.insert(outlet.name).second)
    reader.wrong(table, fmt::format("two outlets are called {}", outlet.name));
  const auto known = std::ranges::find(relay::outlet_kinds, kind);
  if (known == relay::outlet_kinds.end())
    return reader.wrong(
        table, fmt::format("kind must be one of {}", fmt::join(relay::outlet_kinds, ", ")));
  const auto place = static_cast<std::size_t>(known - relay::outlet_kinds.begin());
  outlet.kind = static_cast<OutletKind>(place);
  std::vector<std::string_view> keys = common_keys;
  keys.insert(keys.end(), kinds[place].keys.begin(), kinds[place].keys.end());
  reader.only(table, keys);
  read_common(reader, table, outlet);
  kinds[place].read(reader, table, outlet);
  outlets.push_back(std::move(outlet));
}

}  // namespace

void read_outlets(ConfigReader& reader, const toml::table& root,
                  std::vector<relay::Outlet>& outlets) {
  const toml::node* node = root.get("outlet");
  if (node == nullptr) return;
  const toml::array* list = node->as_array();
  if (list == nullptr)
    return reader.wrong(*node, "outlets are written as [[outlet]], one after the other");
  if (list->size() > relay::outlets_max)
    return reader.wrong(*node, fmt::format("at most {} outlets", relay::outlets_max));
  std::set<std::string> names;
  for (const toml::node& one : *list)
    if (const toml::table* table = one.as_table()) read_outlet(reader, *table, names, outlets);
}

}  // namespace davy::app
