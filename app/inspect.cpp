#include "app/inspect.hpp"

#include <fmt/format.h>
#include <fmt/os.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "app/inspection.hpp"
#include "app/knowledge.hpp"
#include "app/refuse.hpp"
#include "workbench/report/html.hpp"
#include "workbench/report/json_lines.hpp"
#include "workbench/report/terminal.hpp"
#include "workbench/store/findings_writer.hpp"

namespace davy::app {
namespace {

using report::Findings;

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

int exit_status(bool failed, const Findings& findings) {
  if (failed) return 2;
  return findings.mining.empty() && findings.loads.empty() ? 0 : 1;
}

// False where the store did not take it.
bool keep(const Findings& findings, const report::Style& style, const InspectOptions& options) {
  auto store = store::Store::open(options.store_path);
  const auto kept = store ? store::write_findings(*store, findings, style, options.sensor,
                                                  std::chrono::system_clock::now())
                          : std::unexpected(store.error());
  if (!kept) {
    fmt::print(stderr, "davy: {}\n", kept.error().message);
    return false;
  }
  if (!options.quiet)
    fmt::print(stderr, "davy: kept in {}: {} subjects, {} new signals, {} known ones\n",
               options.store_path,
               kept->subjects_added + kept->subjects_changed + kept->subjects_same,
               kept->signals_added, kept->signals_repeated);
  return true;
}

}  // namespace

int inspect(InspectOptions options) {
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
  if (!options.store_path.empty() && !keep(findings, style, options)) failed = true;
  if (!print(findings, style, options)) failed = true;
  if (!options.report_path.empty() &&
      !write_report(options.report_path, report::html_report(findings, style, DAVY_VERSION)))
    failed = true;
  if (options.stats) print_stats(inspection->counts());
  return exit_status(failed, findings);
}

}  // namespace davy::app
