#include "app/config.hpp"

#include <array>
#include <filesystem>
#include <set>

#include "app/config_reader.hpp"
#include "app/outlet_config.hpp"
#include "app/serve.hpp"
#include "capture/interface/packet_filter.hpp"

namespace davy::app {
namespace {

constexpr std::array<std::string_view, 4> kind_names{"directory", "meters", "interface",
                                                     "exporters"};
constexpr std::int64_t sensor_threads_max = 16, ring_mib_max = 4096;

void read_interface(ConfigReader& reader, const toml::table& table, SensorConfig& sensor) {
  reader.text(table, "interface", sensor.interface);
  reader.text(table, "filter", sensor.filter);
  reader.number(table, "threads", 1, sensor_threads_max, sensor.threads);
  reader.number(table, "ring_mib", 4, ring_mib_max, sensor.ring_mib);
  if (sensor.interface.empty())
    reader.wrong(
        table, fmt::format("sensor {} must name its interface: interface = \"eth1\"", sensor.name));
  if (const auto sound = capture::compile_filter(sensor.filter, 1); !sound)
    reader.wrong(table, sound.error().message);
  reader.not_here(table, {"path", "listen"}, "an interface");
}

void read_exporters(ConfigReader& reader, const toml::table& table, SensorConfig& sensor) {
  reader.text(table, "listen", sensor.listen);
  if (!sensor.listen.starts_with("udp://"))
    reader.wrong(table, fmt::format("sensor {} must say where exporters send to: listen = "
                                    "\"udp://0.0.0.0:2055\"",
                                    sensor.name));
  reader.not_here(table, {"path", "content", "interface", "filter", "threads", "ring_mib"},
                  "a sensor of exporters");
}

void read_folder(ConfigReader& reader, const toml::table& table, const SensorConfig& sensor) {
  std::error_code failed;
  if (!std::filesystem::is_directory(sensor.path, failed))
    reader.wrong(table, fmt::format("path of sensor {} is no folder that can be read: \"{}\"",
                                    sensor.name, sensor.path));
  reader.not_here(table, {"interface", "filter", "threads", "ring_mib", "listen"}, "a folder");
}

void read_sensor(ConfigReader& reader, const toml::table& table, std::set<std::string>& names,
                 Config& config) {
  reader.only(table, {"name", "kind", "path", "content", "interface", "filter", "threads",
                      "ring_mib", "listen"});
  SensorConfig sensor;
  std::string kind;
  reader.text(table, "name", sensor.name);
  reader.text(table, "kind", kind);
  reader.text(table, "path", sensor.path);
  reader.flag(table, "content", sensor.content);
  const auto known = std::ranges::find(kind_names, kind);
  if (known == kind_names.end())
    reader.wrong(table, fmt::format("kind must be one of {}", fmt::join(kind_names, ", ")));
  else
    sensor.kind = static_cast<SensorKind>(known - kind_names.begin());
  if (sensor.name.empty()) reader.wrong(table, "a sensor needs a name");
  if (!names.insert(sensor.name).second)
    reader.wrong(table, fmt::format("two sensors are called {}", sensor.name));
  if (sensor.kind == SensorKind::interface)
    read_interface(reader, table, sensor);
  else if (sensor.kind == SensorKind::exporters)
    read_exporters(reader, table, sensor);
  else
    read_folder(reader, table, sensor);
  config.sensors.push_back(std::move(sensor));
}

void read_sensors(ConfigReader& reader, const toml::table& root, Config& config) {
  const toml::node* node = root.get("sensor");
  if (node == nullptr) return;
  const toml::array* list = node->as_array();
  if (list == nullptr)
    return reader.wrong(*node, "sensors are written as [[sensor]], one after the other");
  std::set<std::string> names;
  for (const toml::node& one : *list)
    if (const toml::table* table = one.as_table()) read_sensor(reader, *table, names, config);
}

void read_all(ConfigReader& reader, const toml::table& root, Config& config) {
  reader.only(root,
              {"store", "server", "knowledge", "privacy", "custody", "cases", "sensor", "outlet"});
  if (const auto* store = reader.section(root, "store")) {
    reader.only(*store, {"path"});
    reader.text(*store, "path", config.store_path);
  }
  if (config.store_path.empty()) reader.wrong(root, "[store] must name a path");
  if (const auto* server = reader.section(root, "server")) {
    reader.only(*server, {"listen", "certificate", "key", "console"});
    reader.text(*server, "listen", config.listen);
    reader.text(*server, "certificate", config.certificate_path);
    reader.text(*server, "key", config.key_path);
    reader.text(*server, "console", config.console_folder);
  }
  if (const auto* knowledge = reader.section(root, "knowledge")) {
    reader.only(*knowledge, {"register", "calendar", "meters", "indicators", "time_zone"});
    reader.text(*knowledge, "register", config.register_path);
    reader.text(*knowledge, "calendar", config.calendar_path);
    reader.text(*knowledge, "meters", config.meters_path);
    reader.text(*knowledge, "time_zone", config.time_zone);
    reader.texts(*knowledge, "indicators", config.indicator_paths);
  }
  if (const auto* privacy = reader.section(root, "privacy")) {
    reader.only(*privacy, {"pseudonym_key"});
    reader.text(*privacy, "pseudonym_key", config.pseudonym_key_path);
  }
  if (const auto* custody = reader.section(root, "custody")) {
    reader.only(*custody, {"signing_key"});
    reader.text(*custody, "signing_key", config.signing_key_path);
  }
  if (const auto* cases = reader.section(root, "cases")) {
    reader.only(*cases, {"open"});
    reader.flag(*cases, "open", config.open_cases);
  }
  read_sensors(reader, root, config);
  read_outlets(reader, root, config.outlets);
}

}  // namespace

Result<Config> Config::read(const std::string& path) {
  toml::table root;
  try {  // the library's way to tell an error of the file
    root = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return usage_error(
        fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  ConfigReader reader(path);
  Config config;
  read_all(reader, root, config);
  if (auto sound = reader.outcome(); !sound) return std::unexpected(sound.error());
  return config;
}

void Config::apply(ServeOptions& options) const {
  if (options.store_path.empty()) options.store_path = store_path;
  if (options.listen.empty()) options.listen = listen;
  if (options.certificate_path.empty()) options.certificate_path = certificate_path;
  if (options.key_path.empty()) options.key_path = key_path;
  if (options.console_folder.empty()) options.console_folder = console_folder;
  if (options.signing_key_path.empty()) options.signing_key_path = signing_key_path;
}

}  // namespace davy::app
