// `davy energy`: the network's electricity, the mining map, the account of findings, and mining's part of a region's growth.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace davy::app {

// What each of its commands takes for its output.
struct EnergyOutput {
  bool json = false;
  std::string report_path;
  std::string language = "en";
};

struct EnergyNetworkOptions {
  std::string date, from, to;
  double price_usd_per_kwh = 0.05;
  std::string network_path;    // "": built in
  std::string published_path;  // "": built in
  bool compare = false;
  EnergyOutput output;
};

struct EnergyRegionOptions {
  bool map = false;
  std::string from, to;
  std::string region;
  EnergyOutput output;
};

struct EnergyAccountOptions {
  std::vector<std::string> inputs;
  std::string region, factor_region;
  std::optional<int> year;
  std::optional<double> factor;
  std::string factor_source;
  std::optional<double> hours;
  std::string least = "suspected";
  std::vector<std::string> same;
  std::optional<double> tariff;
  std::vector<std::string> bills;
  std::string peak;
  EnergyOutput output;
};

struct EnergyAttributeOptions {
  std::vector<std::string> inputs;
  std::string region;
  std::string before, after, unit = "kWh";
  std::string period;
  std::string estimated, estimated_source, estimated_map;
  std::string others, others_source;
  bool coal = false;
  std::string thermal_share;
  std::string least = "suspected";
  EnergyOutput output;
};

// Exit status: 0, 1 where mining was accounted, 2 an input or option that cannot be used, 3 internal error.
int energy_network(const EnergyNetworkOptions& options);
int energy_region(const EnergyRegionOptions& options);
int energy_account(const EnergyAccountOptions& options);
int energy_attribute(const EnergyAttributeOptions& options);

class EnergyCommands {
 public:
  explicit EnergyCommands(CLI::App& app);
  // Nothing where another command was given.
  std::optional<int> run() const;

 private:
  EnergyNetworkOptions network_;
  EnergyRegionOptions region_;
  EnergyAccountOptions account_;
  EnergyAttributeOptions attribute_;
  CLI::App* network_command_ = nullptr;
  CLI::App* region_command_ = nullptr;
  CLI::App* account_command_ = nullptr;
  CLI::App* attribute_command_ = nullptr;
};

}  // namespace davy::app
