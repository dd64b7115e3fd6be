#include "app/probe.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/probe_lines.hpp"
#include "app/refuse.hpp"
#include "app/state_file.hpp"
#include "base/limits.hpp"
#include "probe/prober.hpp"

namespace davy::app {
namespace {

using probe::Line;
using probe::Suspect;

Duration duration(double s) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

// That OpenSSL has any is asked before the first question; threads do not throw.
probe::RandomOctets random_octets() {
  probe::RandomOctets octets{};
  RAND_bytes(octets.data(), static_cast<int>(octets.size()));
  return octets;
}

probe::Surroundings surroundings() {
  return {.now = [] { return Timestamp{std::chrono::system_clock::now()}; },
          .steady = [] { return Duration{std::chrono::steady_clock::now().time_since_epoch()}; },
          .wait = [](Duration d) { std::this_thread::sleep_for(d); },
          .random = random_octets};
}

// A line longer than the bound is handed on cut, and is then counted as malformed.
void read_lines(std::istream& in, probe::SuspectReader& reader) {
  std::string line;
  for (int c = in.get(); c != EOF; c = in.get()) {
    if (c != '\n') {
      if (line.size() <= limits::log_line_octets_max) line += static_cast<char>(c);
      continue;
    }
    reader.line(line);
    line.clear();
  }
  reader.line(line);
}

Result<void> read_findings(const std::string& path, probe::SuspectReader& reader) {
  if (path == "-") {
    read_lines(std::cin, reader);
    return {};
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  read_lines(file, reader);
  return {};
}

void say_what_was_read(const probe::SuspectReader& read) {
  fmt::print(stderr, "davy: {} findings: {} endpoints under suspicion\n", read.events(),
             read.suspects().size());
  const auto also = [](std::uint64_t count, std::string_view what) {
    if (count > 0) fmt::print(stderr, "davy: {} {}\n", count, what);
  };
  also(read.confirmed(), "confirmed already: not asked");
  also(read.proxied(), "through a proxy: the far end is not known, not asked");
  also(read.udp(), "over UDP: not asked");
  also(read.left_out(), "endpoints beyond the bound of one run: not asked");
  also(read.malformed(), "lines that are no events: left out");
}

class Run {
 public:
  Run(const ProbeOptions& options, const probe::Scope& scope, probe::Memory& memory)
      : options_(options),
        scope_(scope),
        budget_(options.rate, options.connections),
        asker_(scope.source(), {duration(options.timeout_s), duration(options.quiet_s)}),
        prober_options_{.who = {DAVY_VERSION, scope.contact()},
                        .connections_per_endpoint = options.per_endpoint,
                        .keep = duration(options.keep_days * 86'400),
                        .at_once = options.at_once},
        prober_(scope, memory, budget_, asker_, world_, prober_options_) {}

  void say_plan(const std::vector<Suspect>& suspects) const {
    fmt::print("Dry run: nothing is contacted; --go does it. Contact {}, authorised by {}.\n",
               scope_.contact(), scope_.authorised_by());
    const Suspect* asked = nullptr;
    for (const Suspect& suspect : suspects) {
      const std::optional<Line> not_asked = prober_.not_asked(suspect);
      fmt::print("{}: {}\n", to_string(suspect.endpoint),
                 not_asked ? "not asked: " + not_asked->reason : "would be asked");
      if (!not_asked && asked == nullptr) asked = &suspect;
    }
    if (asked == nullptr) return;
    fmt::print(
        "Each on at most {} connections, {} of them a second, until an answer confirms a pool. As "
        "{} would be asked:\n{}",
        options_.per_endpoint, options_.rate, to_string(asked->endpoint),
        questions_of(*asked, prober_options_.who, options_.per_endpoint, world_.random()));
  }

  int go(const std::vector<Suspect>& suspects) {
    std::ofstream file;
    if (!options_.log_path.empty()) {
      errno = 0;
      file.open(options_.log_path, std::ios::binary | std::ios::app);
      if (!file) {
        fmt::print(stderr, "davy: {}: {}\n", options_.log_path, std::strerror(errno));
        return 2;
      }
    }
    std::ostream& log = file.is_open() ? file : std::cout;
    const Result<bool> confirmed = prober_.run(suspects, [&](const Line& line) {
      log << probe_event(line, scope_)
          << std::flush;  // a probe that was made is a probe that is logged
    });
    if (!confirmed) fmt::print(stderr, "davy: {}\n", confirmed.error().message);
    if (!log) fmt::print(stderr, "davy: the log could not be written\n");
    if (!confirmed || !log) return 2;
    return *confirmed ? 1 : 0;
  }

 private:
  const ProbeOptions& options_;
  const probe::Scope& scope_;
  probe::Budget budget_;
  probe::SocketAsker asker_;
  const probe::Surroundings world_ = surroundings();
  const probe::ProberOptions prober_options_;
  probe::Prober prober_;
};

// Without a scope nobody is asked: what one for these suspects would have to say.
int say_scope_wanted(const std::vector<Suspect>& suspects) {
  fmt::print(
      "# No scope was given, so nobody may be asked. One for these suspects, for --scope, once "
      "whoever answers\n# for it has agreed and the three lines below say so:\n"
      "# contact noc@your.example\n# authorised-by name, date\n# expires YYYY-MM-DD\n");
  for (const Suspect& suspect : suspects) fmt::print("allow {}\n", to_string(suspect.endpoint));
  return 0;
}

}  // namespace

int probe(const ProbeOptions& options) {
  probe::SuspectReader reader;
  if (options.scope_path.empty() && options.go)
    return refuse({ErrorKind::usage, "--go needs a written scope: --scope FILE"});
  if (const auto read = read_findings(options.findings, reader); !read) return refuse(read.error());
  if (options.scope_path.empty()) {
    say_what_was_read(reader);
    return say_scope_wanted(reader.suspects());
  }
  const auto scope = probe::Scope::load(options.scope_path);
  if (!scope) return refuse(scope.error());
  std::string path =
      options.memory_path.empty() ? state_file("probes.jsonl").value_or("") : options.memory_path;
  if (path.empty())
    return refuse({ErrorKind::usage, "no place for the memory of probes: name one with --memory"});
  const auto memory = probe::Memory::open(path, options.go);
  if (!memory) return refuse(memory.error());
  if (RAND_status() != 1) return refuse({ErrorKind::internal, "no random octets from OpenSSL"});
  say_what_was_read(reader);
  Run run(options, *scope, **memory);
  if (options.go) return run.go(reader.suspects());
  run.say_plan(reader.suspects());
  return 0;
}

}  // namespace davy::app
