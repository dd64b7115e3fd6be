#include "flow/dissect/duino_coin.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/hex.hpp"
#include "base/limits.hpp"
#include "flow/dissect/binary_frames.hpp"

namespace davy::flow {
namespace {

enum ShapeIndex : std::size_t {
  greeting,
  request,
  tier_request,
  new_job,
  result,
  good,
  bad,
  refused
};

constexpr std::size_t hash_digits = 40;  // SHA-1
constexpr std::size_t fields_max = 10;
constexpr std::size_t requests_held_max = 4;
constexpr double numbers_for_difficulty = 100;

// Difficulty tiers that the pools know.
constexpr std::array<std::string_view, 13> tiers{"LOW",   "MEDIUM", "NET",  "EXTREME", "AVR",
                                                 "ARM",   "DUE",    "MEGA", "ESP8266", "ESP8266H",
                                                 "ESP32", "ESP32S", "PICO"};

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (fields.size() < fields_max) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) break;
    line.remove_prefix(comma + 1);
  }
  return fields;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.' || c == '@';
  });
}
bool is_whole_number(std::string_view text) {
  return !text.empty() && text.size() <= 12 && std::ranges::all_of(text, is_digit);
}
bool is_hash(std::string_view text) { return text.size() == hash_digits && is_hex(text); }
double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
bool is_decimal(std::string_view text) {
  double value = 0;
  const auto end = text.data() + text.size();
  return !text.empty() && std::from_chars(text.data(), end, value).ptr == end;
}

// A number alone, as old miners send it, or followed by a hash rate.
bool is_result(std::string_view line) {
  const auto fields = fields_of(line);
  return is_whole_number(fields[0]) &&
         (fields.size() == 1 || fields[1].empty() || is_decimal(fields[1]));
}

std::string_view first_line(Bytes payload) {
  std::string_view line = as_text(payload);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool is_duino_greeting(std::string_view line) {
  return line.size() == 3 && is_digit(line[0]) && line[1] == '.' && is_digit(line[2]);
}

bool is_duino_job_request(std::string_view line) {
  const auto fields = fields_of(line);
  return fields.size() >= 2 && fields.size() <= 4 && fields[0] == "JOB" && is_name(fields[1]) &&
         (fields.size() == 2 || is_name(fields[2]));
}

bool is_duino_job(std::string_view line) {
  const auto fields = fields_of(line);
  return fields.size() == 3 && is_hash(fields[0]) && is_hash(fields[1]) &&
         is_whole_number(fields[2]);
}

bool begins_as_duino_coin_slowly(Bytes first_payload) {
  const std::string_view line = first_line(first_payload);
  return is_duino_greeting(line) || is_duino_job_request(line) || is_duino_job(line);
}

void DuinoCoin::bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) {
  end_line(opposite(direction), out);
  Side& from = side(direction);
  const bool first = !from.spoke;
  from.spoke = true;
  from.time = time;
  for (std::string_view text = as_text(bytes); !text.empty();) {
    const std::size_t end = text.find('\n');
    const std::string_view part = text.substr(0, end);
    if (from.line.size() + part.size() > limits::text_line_octets_max) {
      if (!from.overlong) out.malformed(Malformed::binary_frame);
      from.overlong = true;
      from.line.clear();
    } else if (!from.overlong) {
      from.line += part;
    }
    if (end == std::string_view::npos) break;
    end_line(direction, out);
    text.remove_prefix(end + 1);
  }
  // A first request is shorter than any segment, so its segment holds all of it.
  if (first && is_duino_job_request(from.line)) end_line(direction, out);
}

void DuinoCoin::gap(Direction direction, std::uint64_t, ConversationBuilder&) {
  side(direction).line.clear();
  side(direction).overlong = false;
  job_open_ = answer_open_ = false;
}

void DuinoCoin::end(ConversationBuilder& out) {
  end_line(Direction::forward, out);
  end_line(Direction::reverse, out);
  report_requests(out);  // nobody answered: an attempt
}

void DuinoCoin::end_line(Direction direction, ConversationBuilder& out) {
  Side& from = side(direction);
  std::string_view line = from.line;
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (!line.empty() && !from.overlong) read(direction, from.time, line, out);
  from.line.clear();
  from.overlong = false;
}

void DuinoCoin::read(Direction direction, Timestamp time, std::string_view line,
                     ConversationBuilder& out) {
  const auto miner = out.record().miner_sends;
  const bool may_be_miner = !miner || *miner == direction;
  const bool may_be_pool = !miner || *miner != direction;
  if (may_be_miner) read_from_miner(direction, time, line, out);
  if (may_be_pool) read_from_pool(direction, time, line, out);
  if (!out.is_mining() && lines_unknown_ < lines_unknown_max) ++lines_unknown_;
}

void DuinoCoin::read_from_miner(Direction direction, Timestamp time, std::string_view line,
                                ConversationBuilder& out) {
  const Dialect& dialect = dialects::duino_coin;
  const auto fields = fields_of(line);
  if (is_duino_job_request(line)) {
    read_request(direction, time, line, out);
  } else if (job_open_ && is_result(line)) {
    report(dialect, dialect.shapes[result], time, direction, as_bytes(line), out);
    out.share_submitted(time);
    if (fields.size() > 1) out.set_reported_hash_rate(number(fields[1]));
    if (fields.size() > 2) out.set_agent(fields[2]);
    if (fields.size() > 3) out.set_worker(fields[3]);
    job_open_ = false;
    answer_open_ = true;
  }
}

void DuinoCoin::read_request(Direction direction, Timestamp time, std::string_view line,
                             ConversationBuilder& out) {
  if (gave_up()) return;
  answer_open_ = false;
  request_direction_ = direction;
  if (unanswered_.size() < requests_held_max) unanswered_.push_back({time, std::string(line)});
  if (confirmed_) report_requests(out);
}

void DuinoCoin::report_requests(ConversationBuilder& out) {
  const Dialect& dialect = dialects::duino_coin;
  for (const Request& kept : unanswered_) {
    const auto fields = fields_of(kept.line);
    const bool tier = fields.size() > 2 && std::ranges::find(tiers, fields[2]) != tiers.end();
    const Shape& shape = dialect.shapes[tier ? tier_request : request];
    report(dialect, shape, kept.time, request_direction_, as_bytes(kept.line), out);
    out.set_login(fields[1]);
    if (tier) out.set_coin(dialect.coin, 1, "dialect");
  }
  unanswered_.clear();
}

void DuinoCoin::read_from_pool(Direction direction, Timestamp time, std::string_view line,
                               ConversationBuilder& out) {
  const Dialect& dialect = dialects::duino_coin;
  const bool answers_request = !unanswered_.empty() && direction != request_direction_;
  const auto say = [&](ShapeIndex shape) {
    report(dialect, dialect.shapes[shape], time, direction, as_bytes(line), out);
  };
  if (is_duino_job(line)) {
    confirmed_ = true;
    report_requests(out);
    say(new_job);
    out.set_coin(dialect.coin, 2, "form of the work");
    out.set_algorithm(dialect.algorithm, 2);
    const double difficulty = number(fields_of(line)[2]);
    out.set_work(difficulty * numbers_for_difficulty / 2, difficulty);
    job_open_ = true;
  } else if (answer_open_ && (line == "GOOD" || line == "BLOCK")) {
    say(good);
    out.share_answered(time, true);
    answer_open_ = false;
  } else if (answer_open_ && line.starts_with("BAD")) {
    say(bad);
    out.share_answered(time, false);
    answer_open_ = false;
  } else if (answers_request && (line.starts_with("INVU") || line.starts_with("BAD"))) {
    confirmed_ = true;
    report_requests(out);
    say(refused);
  } else if (is_duino_greeting(line)) {
    if (!confirmed_) say(greeting);
  } else if (answers_request) {
    unanswered_.clear();
    lines_unknown_ = lines_unknown_max;
  }
}

}  // namespace davy::flow
