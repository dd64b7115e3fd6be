#include "app/inspect.hpp"

#include <fmt/format.h>
#include <fmt/os.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/inspection.hpp"
#include "signal/intel/indicators.hpp"
#include "workbench/report/html.hpp"
#include "workbench/report/json_lines.hpp"
#include "workbench/report/pseudonym.hpp"
#include "workbench/report/terminal.hpp"

namespace davy::app {
namespace {

namespace fs = std::filesystem;
using report::Findings;

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
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  const auto path =
      report::default_key_path(state == nullptr ? "" : state, home == nullptr ? "" : home);
  if (!path) {
    return input_error(
        "no place for the pseudonym key: set HOME, or name a file with --pseudonym-key");
  }
  return report::load_or_create_key(*path);
}

std::size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 120;
}

bool write_report(const std::string& path, const std::string& page) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << page;
  file.close();
  if (file) return true;
  fmt::print(stderr, "davy: cannot write {}: is the folder there, and writable?\n", path);
  return false;
}

// False where standard output did not take all of it.
bool print(const Findings& findings, const report::Style& style, const InspectOptions& options) {
  const auto write = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  };
  if (options.json) {
    report::json_lines(findings, style, options.threads, write);
  } else {
    const bool colours = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    write(report::terminal_report(findings, style, {terminal_columns(), colours}));
  }
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  fmt::print(stderr, "davy: cannot write the findings to standard output: {}\n",
             std::strerror(errno));
  return false;
}

void print_stats(const flow::FlowCounts& counts) {
  const double per_flow = counts.flows_peak == 0 ? 0
                                                 : static_cast<double>(counts.table_octets_peak) /
                                                       static_cast<double>(counts.flows_peak);
  fmt::print(stderr,
             "flows {} peak {} table_octets {} octets_per_flow {:.0f} entry_octets {} evicted {} "
             "conversations_dropped {}\n",
             counts.flows, counts.flows_peak, counts.table_octets_peak, per_flow,
             sizeof(flow::FlowEntry), counts.evicted, counts.conversations_dropped);
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

int exit_status(bool failed, const Findings& findings) {
  if (failed) return 2;
  return findings.mining.empty() && findings.loads.empty() ? 0 : 1;
}

Result<registry::FiledSystems> read_register(const std::string& path) {
  if (path.empty()) return registry::FiledSystems{};
  const auto text = text_of(path);
  if (!text) return std::unexpected(text.error());
  return registry::FiledSystems::parse(*text, path);
}

Result<void> read_blocks(InspectOptions& options) {
  for (const std::string& path : options.block_paths) {
    auto series = signal::read_block_series(path);
    if (!series) return std::unexpected(series.error());
    std::ranges::move(*series, std::back_inserter(options.blocks));
  }
  return {};
}

// All that a run needs to know; the first thing that is wrong with it.
Result<Knowledge> read_knowledge(const InspectOptions& options) {
  auto indicators = signal::load_indicators(options.indicator_paths);
  if (!indicators) return std::unexpected(indicators.error());
  auto own_probes = read_own_probes(options.probe_paths);
  if (!own_probes) return std::unexpected(own_probes.error());
  auto meters = MeterKnowledge::load(options.meters);
  if (!meters) return std::unexpected(meters.error());
  auto systems = read_register(options.register_path);
  if (!systems) return std::unexpected(systems.error());
  return Knowledge{std::move(indicators->indicators), std::move(*own_probes), std::move(*meters),
                   std::move(*systems)};
}

int refuse(const Error& error) {
  fmt::print(stderr, "davy: {}\n", error.message);
  return 2;
}

}  // namespace

int inspect(InspectOptions options) {
  if (const auto read = read_blocks(options); !read) return refuse(read.error());
  const Result<std::string> key = pseudonym_key(options);
  if (!key) return refuse(key.error());
  const Result<Knowledge> knowledge = read_knowledge(options);
  if (!knowledge) return refuse(knowledge.error());
  // Never taken down: the program is over when the findings are told, and the system takes all memory back at once.
  static Inspection* inspection = nullptr;
  inspection = new Inspection(options, *knowledge);
  inspection->files(expand(options.inputs));
  if (!options.listen.empty()) inspection->listen();
  const Findings& findings = inspection->finish();

  report::Style style;
  style.reveal_logins = options.reveal_logins;
  style.pseudonym_key = *key;
  style.language = options.language;
  bool failed = inspection->failed();
  if (!print(findings, style, options)) failed = true;
  if (!options.report_path.empty() &&
      !write_report(options.report_path, report::html_report(findings, style, DAVY_VERSION)))
    failed = true;
  if (options.stats) print_stats(inspection->counts());
  return exit_status(failed, findings);
}

}  // namespace davy::app
