#include "probe/own_probes.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/limits.hpp"
#include "flow/export/log_text.hpp"
#include "probe/event_line.hpp"

namespace davy::probe {
namespace {

constexpr double duration_s_max = 3'600;  // davy probe allows a minute

// Times that can be added to.
bool may_be(Timestamp t) {
  const Duration since_1970 = t.time_since_epoch();
  return since_1970 >= limits::export_time_min && since_1970 <= limits::export_time_max;
}

// A line longer than the bound is handed on cut, and is then counted as malformed.
void read_lines(std::istream& in, OwnProbes& probes) {
  std::string line;
  for (int c = in.get(); c != EOF; c = in.get()) {
    if (c != '\n') {
      if (line.size() <= limits::log_line_octets_max) line += static_cast<char>(c);
      continue;
    }
    probes.line(line);
    line.clear();
  }
  probes.line(line);
}

}  // namespace

struct OwnProbes::Parser {
  EventLine event;
};

OwnProbes::OwnProbes() : parser_(std::make_unique<Parser>()) {}
OwnProbes::~OwnProbes() = default;
OwnProbes::OwnProbes(OwnProbes&&) noexcept = default;
OwnProbes& OwnProbes::operator=(OwnProbes&&) noexcept = default;

Result<void> OwnProbes::read(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return input_error(fmt::format("{}: {}", path, std::strerror(errno)));
  const std::uint64_t before = events_;
  read_lines(file, *this);
  if (events_ == before)
    return input_error(fmt::format("{}: no line of it was written by davy probe", path));
  return {};
}

void OwnProbes::line(std::string_view said) {
  if (EventLine::is_blank(said)) return;
  EventLine& event = parser_->event;
  if (!event.parse(said)) {
    ++malformed_;
    return;
  }
  if (event.text("event") != "probe") return;
  ++events_;
  if (event.text("local_address").empty()) return;  // nothing was sent, or nothing answered
  const auto ours = event.endpoint("local_address", "local_port");
  const auto theirs = event.endpoint("address", "port");
  const auto begun = flow::log_time(event.text("time"));
  const double took_s = event.number("duration_s").value_or(-1);
  if (!ours || !theirs || !begun || !may_be(begun->time) ||
      !(took_s >= 0 && took_s <= duration_s_max)) {
    ++malformed_;
  } else if (made_.size() == limits::own_probes_max) {
    ++left_out_;
  } else {
    const auto took = std::chrono::duration<double>(took_s);
    made_.emplace(Ends{*ours, *theirs},
                  Time{begun->time, begun->time + std::chrono::duration_cast<Duration>(took)});
  }
}

bool OwnProbes::made(const Ends& ends, const flow::FlowRecord& record) const {
  const auto [begin, end] = made_.equal_range(ends);
  for (auto it = begin; it != end; ++it) {
    const Time& time = it->second;
    if (record.first_seen >= time.begun - clock_apart &&
        record.first_seen <= time.ended + clock_apart &&
        record.last_seen <= time.ended + clock_apart + late_max)
      return true;
  }
  return false;
}

// Which side opened the flow may not have been captured.
bool OwnProbes::made(const flow::FlowRecord& record) const {
  const flow::FlowKey& key = record.key;
  if (made_.empty() || key.transport != capture::Transport::tcp) return false;
  const Endpoint source{key.source_address, key.source_port};
  const Endpoint destination{key.destination_address, key.destination_port};
  return made({source, destination}, record) || made({destination, source}, record);
}

}  // namespace davy::probe
