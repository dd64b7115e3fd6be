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
#include <map>
#include <tuple>

#include "app/pipeline.hpp"
#include "app/progress.hpp"
#include "base/parallel.hpp"
#include "base/prefetch.hpp"
#include "signal/network/mining_conversation.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/synchrony.hpp"
#include "signal/network/work_service.hpp"
#include "workbench/energy/hash_rate.hpp"
#include "workbench/report/finding_text.hpp"
#include "workbench/report/html.hpp"
#include "workbench/report/json_lines.hpp"
#include "workbench/report/pseudonym.hpp"
#include "workbench/report/terminal.hpp"

namespace davy::app {
namespace {

namespace fs = std::filesystem;
using report::Coverage;
using report::Findings;
using report::JudgedFlow;

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

// `compared_not`: suspects for which the comparison with all others had no room.
Coverage coverage_of(const std::string& input, const CaptureOutcome& outcome,
                     std::uint64_t compared_not) {
  Coverage c;
  c.input = input;
  c.packets = outcome.packets;
  c.octets = outcome.octets;
  c.flows = outcome.flows.flows;
  if (outcome.packets > 0) {
    c.first_seen = outcome.first_seen;
    c.last_seen = outcome.last_seen;
  }
  c.malformed = outcome.malformed;
  c.truncated_packets = outcome.truncated_packets;
  c.other_packets = outcome.other_packets;
  c.flows_evicted = outcome.flows.evicted;
  c.conversations_dropped = outcome.flows.conversations_dropped;
  c.clocks_left_out = outcome.flows.clocks_left_out + compared_not;
  return c;
}

// What is wrong with a file that was read as far as it goes; empty if nothing is.
std::string_view damage_of(const MalformedCounts& malformed) {
  if (malformed[Malformed::capture_compression] > 0)
    return "the compressed file is damaged or cut: copy it again";
  if (malformed[Malformed::capture_record_length] > 0)
    return "a record's length is impossible, the file is damaged";
  if (malformed[Malformed::capture_block] > 0)
    return "a block contradicts itself, the file is damaged";
  if (malformed[Malformed::capture_cut] > 0)
    return "the file ends inside a packet: was it cut while it was copied?";
  return {};
}

// Flows that a thread judges in one go.
constexpr std::size_t piece = 64;
// Records were last written when their flows were seen: by now they lie in memory, not in a cache.
constexpr std::size_t ahead = 8;
void prefetch(const flow::FlowRecord& record) {
  if (record.conversation) prefetch_lines(record.conversation.get(), sizeof *record.conversation);
}

bool is_mining(verdict::Level level) { return level <= verdict::Level::suspected; }

class Inspection {
 public:
  explicit Inspection(const InspectOptions& options) : options_(options) {}

  void file(const std::string& input) {
    auto opened = capture::CaptureFile::open(input);
    if (!opened) return fail(input, opened.error().message);
    ProgressBar bar(input, opened->stored_octets_total(), options_.quiet);
    flow::FlowOptions flow_options = options_.flow;
    flow_options.rhythm = &signal::RhythmJudge::shipped();
    flow_options.timelines = !options_.report_path.empty();  // only the page draws them
    CaptureOutcome outcome = inspect_capture(*opened, flow_options, options_.threads,
                                             [&](std::uint64_t octets) { bar.at(octets); });
    const std::uint64_t compared_not = judge_all(outcome.conversations, input);
    findings_.coverage.push_back(coverage_of(input, outcome, compared_not));
    if (const std::string_view damage = damage_of(outcome.malformed); !damage.empty()) {
      failed_ = true;
      fmt::print(stderr, "davy: {}: {}; the {} packets before that were inspected\n", input, damage,
                 outcome.packets);
    }
    counts_.add(outcome.flows);
  }

  Findings& finish() {
    judge_subjects_after_sorting();
    return findings_;
  }
  bool failed() const { return failed_; }
  const flow::FlowCounts& counts() const { return counts_; }

 private:
  void fail(const std::string& input, const std::string& why) {
    failed_ = true;
    fmt::print(stderr, "davy: {}\n", why);
    Coverage c;
    c.input = input;
    c.error = why;
    findings_.coverage.push_back(std::move(c));
  }

  // Returns the suspects that were not compared with the others, for lack of room.
  std::uint64_t judge_all(std::vector<flow::FlowRecord>& records, const std::string& input) {
    signal::WorkServices services;
    for (const flow::FlowRecord& record : records) services.learn(record);
    const signal::Synchrony synchrony(records);
    const std::map<std::size_t, signal::Signal> clocks = synchrony.signals();
    std::vector<JudgedFlow> judged(records.size());
    for_each_index(records.size(), piece, options_.threads, [&](std::size_t i) {
      if (i + ahead < records.size()) prefetch(records[i + ahead]);
      const auto clock = clocks.find(i);
      judged[i] = judge(std::move(records[i]), services,
                        clock == clocks.end() ? nullptr : &clock->second, input);
    });
    std::vector<flow::FlowRecord>().swap(records);
    keep(std::move(judged));
    return synchrony.flows_left_out();
  }

  void keep(std::vector<JudgedFlow> judged) {
    for (JudgedFlow& flow : judged) {
      if (flow.verdict.level != verdict::Level::unknown && !is_mining(flow.verdict.level))
        findings_.related.push_back(std::move(flow));
    }
    std::erase_if(judged, [](const JudgedFlow& flow) { return !is_mining(flow.verdict.level); });
    if (findings_.mining.empty()) {
      findings_.mining = std::move(judged);
    } else {
      std::ranges::move(judged, std::back_inserter(findings_.mining));
    }
  }

  static JudgedFlow judge(flow::FlowRecord record, const signal::WorkServices& services,
                          const signal::Signal* clock, const std::string& input) {
    std::vector<signal::Signal> signals = signal::mining_conversation(record);
    if (auto same = services.same_service(record))
      signals.insert(signals.begin(), std::move(*same));
    // Where the content was understood, its shape has nothing to add.
    if (signals.empty()) {
      if (auto shape = signal::rhythm(record)) signals.push_back(std::move(*shape));
      if (clock != nullptr) signals.push_back(*clock);
    }
    if (signals.empty()) return {};
    JudgedFlow judged{.record = std::move(record),
                      .verdict = verdict::judge(std::move(signals)),
                      .hash_rate = {},
                      .power = {},
                      .input = input};
    if (!is_mining(judged.verdict.level)) return judged;
    if (!judged.record.conversation) {  // nothing was read that could be counted
      if (judged.record.rhythm)
        judged.client_by_shape =
            signal::rhythm_client(*judged.record.rhythm, judged.record.opening_seen);
      return judged;
    }
    judged.hash_rate = energy::estimate_hash_rate(*judged.record.conversation);
    if (judged.hash_rate) {
      judged.power = energy::estimate_power(*judged.hash_rate,
                                            report::algorithm_of(*judged.record.conversation));
    }
    return judged;
  }

  // A subject is the host on the miner's side; its verdict rests on all signals of its flows.
  void judge_subjects_after_sorting() {
    std::stable_sort(findings_.mining.begin(), findings_.mining.end(),
                     [](const JudgedFlow& a, const JudgedFlow& b) {
                       return std::tie(a.verdict.level, a.record.first_seen, a.record.key) <
                              std::tie(b.verdict.level, b.record.first_seen, b.record.key);
                     });
    std::map<IpAddress, std::vector<std::size_t>> flows_of;
    for (std::size_t i = 0; i < findings_.mining.size(); ++i) {
      const flow::FlowRecord& record = findings_.mining[i].record;
      const bool reverse = report::miner_sends(findings_.mining[i]) == flow::Direction::reverse;
      flows_of[reverse ? record.key.destination_address : record.key.source_address].push_back(i);
    }
    for (auto& [host, flows] : flows_of) {
      std::vector<const verdict::Verdict*> parts;
      for (const std::size_t flow : flows) parts.push_back(&findings_.mining[flow].verdict);
      findings_.subjects.push_back(
          {.host = host, .verdict = verdict::fuse(parts), .flows = std::move(flows)});
    }
  }

  const InspectOptions& options_;
  Findings findings_;
  flow::FlowCounts counts_;
  bool failed_ = false;
};

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

int exit_status(bool failed, const Findings& findings) {
  if (failed) return 2;
  return findings.mining.empty() ? 0 : 1;
}

}  // namespace

int inspect(const InspectOptions& options) {
  const Result<std::string> key = pseudonym_key(options);
  if (!key) {
    fmt::print(stderr, "davy: {}\n", key.error().message);
    return 2;
  }
  Inspection inspection(options);
  for (const std::string& input : expand(options.inputs)) inspection.file(input);
  const Findings& findings = inspection.finish();

  report::Style style;
  style.reveal_logins = options.reveal_logins;
  style.pseudonym_key = *key;
  style.language = options.language;
  bool failed = inspection.failed();
  if (!print(findings, style, options)) failed = true;
  if (!options.report_path.empty() &&
      !write_report(options.report_path, report::html_report(findings, style, DAVY_VERSION)))
    failed = true;
  if (options.stats) print_stats(inspection.counts());
  return exit_status(failed, findings);
}

}  // namespace davy::app
