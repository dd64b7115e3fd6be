// The configuration file of continuous operation: one TOML file, checked whole before anything starts.
//
// Shape:   docs/watch.md describes each key. An unknown key is an error: it is a typing mistake that would go unseen for years.
// Errors:  each with file, line and what to do; all of a file at once.
// Threads: a value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "workbench/relay/outlet.hpp"

namespace davy::app {

struct ServeOptions;

enum class SensorKind : std::uint8_t {
  directory,  // captures, flow exports and logs that something else writes there
  meters,     // readings: all files of the folder are one estate
  interface,  // packets of a network interface
  exporters,  // NetFlow, IPFIX and sFlow that come to a UDP port
};

struct SensorConfig {
  std::string name = {};
  SensorKind kind = SensorKind::directory;
  std::string path = {};
  bool content = true;
  std::string listen = {};  // of exporters: "udp://0.0.0.0:2055"
  // Of an interface.
  std::string interface = {};
  std::string filter = {};  // pcap-filter(7)
  unsigned threads = 1;
  std::size_t ring_mib = 64;  // kernel memory for packets of each thread
};

struct Config {
  std::string store_path = {};
  std::string listen = {};
  std::string certificate_path = {};
  std::string key_path = {};
  std::string console_folder = {};
  std::string register_path = {};
  std::string calendar_path = {};
  std::string meters_path = {};
  std::string pseudonym_key_path = {};
  std::string signing_key_path = {};  // of evidence and reports; "": of the installation
  std::string time_zone = {};
  std::vector<std::string> indicator_paths = {};
  std::vector<SensorConfig> sensors = {};
  std::vector<relay::Outlet> outlets = {};  // who is told
  bool open_cases = true;                   // for what is confirmed or probable

  static Result<Config> read(const std::string& path);
  // Where the command line told nothing.
  void apply(ServeOptions& options) const;
};

}  // namespace davy::app
