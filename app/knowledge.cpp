#include "app/knowledge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "app/state_file.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "signal/intel/indicators.hpp"
#include "workbench/registry/register_store.hpp"
#include "workbench/report/pseudonym.hpp"

namespace davy::app {
namespace {

namespace fs = std::filesystem;

// Files of a directory, however deep, in the order of their names.
std::vector<std::string> files_in(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code failed;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto it = fs::recursive_directory_iterator(directory, options, failed);
       !failed && it != fs::end(it); it.increment(failed)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) files.push_back(it->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<probe::OwnProbes> read_own_probes(const std::vector<std::string>& paths) {
  probe::OwnProbes probes;
  for (const std::string& path : paths)
    if (const auto read = probes.read(path); !read) return std::unexpected(read.error());
  if (probes.malformed() > 0)
    fmt::print(stderr, "davy: {} lines of logs of probes are no events: left out\n",
               probes.malformed());
  if (probes.left_out() > 0)
    fmt::print(stderr, "davy: {} logged probes beyond the bound: left out\n", probes.left_out());
  return probes;
}

Result<registry::FiledSystems> read_register(const std::string& path) {
  if (path.empty()) return registry::FiledSystems{};
  const auto text = text_of(path);
  if (!text) return std::unexpected(text.error());
  return registry::FiledSystems::parse(*text, path);
}

// What people have filed in the store, beside what a file says.
Result<void> add_stored(const std::string& store_path, registry::FiledSystems& systems) {
  if (store_path.empty()) return {};
  auto store = store::Store::open(store_path, store::Access::read);
  if (!store) return std::unexpected(store.error());
  const auto filed = registry::filed_in(*store);
  if (!filed) return std::unexpected(filed.error());
  for (const registry::FiledSystem& system : *filed) systems.add(system);
  return {};
}

Result<void> read_blocks(InspectOptions& options) {
  for (const std::string& path : options.block_paths) {
    auto series = signal::read_block_series(path);
    if (!series) return std::unexpected(series.error());
    std::ranges::move(*series, std::back_inserter(options.blocks));
  }
  return {};
}

// What comes with the program, and what was brought: of either, another octet is another version.
Result<std::string> version_of(const InspectOptions& options) {
  std::string all{signal::embedded_indicators()};
  for (const std::string& path : options.indicator_paths) {
    const auto text = text_of(path);
    if (!text) return std::unexpected(text.error());
    all += *text;
  }
  constexpr std::size_t digits = 8;
  return fmt::format("davy {}, facts {}", DAVY_VERSION, to_hex(sha256(all)).substr(0, digits));
}

}  // namespace

std::vector<std::string> expand(const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  for (const std::string& input : inputs) {
    std::error_code failed;
    if (input != "-" && fs::is_directory(input, failed)) {
      std::vector<std::string> inside = files_in(input);
      if (inside.empty()) inside.push_back(input);  // and is told that it is no file
      std::move(inside.begin(), inside.end(), std::back_inserter(files));
    } else {
      files.push_back(input);
    }
  }
  return files;
}

Result<std::string> pseudonym_key(const InspectOptions& options) {
  if (!options.pseudonym_key_path.empty()) return report::load_key(options.pseudonym_key_path);
  const auto path = state_file("pseudonym.key");
  if (!path) {
    return input_error(
        "no place for the pseudonym key: set HOME, or name a file with --pseudonym-key");
  }
  return report::load_or_create_key(*path);
}

// All that a run needs to know; the first thing that is wrong with it.
Result<Knowledge> read_knowledge(InspectOptions& options) {
  if (auto blocks = read_blocks(options); !blocks) return std::unexpected(blocks.error());
  auto indicators = signal::load_indicators(options.indicator_paths);
  if (!indicators) return std::unexpected(indicators.error());
  auto own_probes = read_own_probes(options.probe_paths);
  if (!own_probes) return std::unexpected(own_probes.error());
  auto meters = MeterKnowledge::load(options.meters);
  if (!meters) return std::unexpected(meters.error());
  auto systems = read_register(options.register_path);
  if (!systems) return std::unexpected(systems.error());
  if (auto added = add_stored(options.register_store_path, *systems); !added)
    return std::unexpected(added.error());
  auto version = version_of(options);
  if (!version) return std::unexpected(version.error());
  return Knowledge{std::move(indicators->indicators), std::move(*own_probes), std::move(*meters),
                   std::move(*systems), std::move(*version)};
}

}  // namespace davy::app
