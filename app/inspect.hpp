// `davy inspect`: self-check of captures.
#pragma once

#include <string>
#include <vector>

#include "app/meter_input.hpp"
#include "flow/flow_table.hpp"
#include "signal/intel/block_series.hpp"

namespace davy::app {

struct InspectOptions {
  std::vector<std::string> inputs;  // files, directories, "-"
  bool json = false;
  bool quiet = false;
  bool reveal_logins = false;
  bool stats = false;
  std::string report_path;
  std::string language = "en";
  std::string pseudonym_key_path;            // "": the installation's
  std::vector<std::string> indicator_paths;  // files of rows, besides those that are built in
  std::vector<std::string> probe_paths;      // what davy probe logged
  std::vector<std::string> block_paths;      // when blocks of chains came
  std::vector<signal::BlockSeries> blocks;   // read from them
  bool exports_inside = false;               // also what exporters send through a capture
  std::string listen;                        // "udp://127.0.0.1:2055"; "": nowhere
  Duration listen_for{0};
  MeterOptions meters;
  std::string register_path;             // filed systems
  std::string register_store_path = {};  // a store whose register counts too
  std::string store_path;                // what was found is also kept there
  std::string sensor = "inspect";        // under this sensor's name
  unsigned threads = 1;
  flow::FlowOptions flow;
};

// Exit status: 0 nothing found, 1 mining found, 2 an input could not be read, 3 internal error.
int inspect(InspectOptions options);

}  // namespace davy::app
