// One piece of news: a subject whose verdict changed, or a case that took a step. What every outlet words in its own way.
//
// Units:   times UTC.
// Shape:   several changes of one subject since the last sending are one message that counts them; `id` stays the same when it
//          is sent again, so a receiver can drop doubles.
// Privacy: logins are pseudonyms and excerpts redacted, as the store has them; what people wrote into a case stays there.
// Bounds:  reasons_max reasons, steps_max steps; texts as the store cut them.
// Threads: a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "verdict/verdict.hpp"

namespace davy::relay {

inline constexpr std::size_t reasons_max = 5;
inline constexpr std::size_t steps_max = 20;

enum class Kind : std::uint8_t { verdict, case_step, test };
std::string_view name(Kind kind);  // "verdict", "case", "test"

struct Reason {
  std::string detector = {};
  std::string evidence = {};
};

// The first flow that the verdict rests on.
struct Ends {
  std::string source_address = {};
  std::int64_t source_port = 0;
  std::string destination_address = {};
  std::int64_t destination_port = 0;
  std::string transport = {};  // "tcp", "udp"
};

struct CaseStep {
  std::string action = {};  // "open", "next_phase", "overdue", … as in the case's log
  Timestamp at = {};
};

struct CaseNews {
  std::int64_t case_id = 0;
  std::string phase = {};
  Timestamp due_at = {};
  bool is_open = true;
  std::vector<CaseStep> steps = {};  // the latest ones, oldest first
};

struct Message {
  std::string id = {};
  Kind kind = Kind::verdict;
  Timestamp first_at = {};    // of the first of its changes
  Timestamp at = {};          // of the last one
  std::uint64_t changes = 1;  // of the verdict, or steps of the case
  std::string subject_kind = {};
  std::string subject = {};
  std::string unit = {};
  std::string coin = {};
  std::string dialect = {};
  verdict::Level level = verdict::Level::unknown;
  std::optional<verdict::Level> level_before = {};  // nothing: it had no verdict
  double probability = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  std::vector<Reason> reasons = {};
  std::optional<Ends> ends = {};
  std::optional<CaseNews> of_case = {};
};

// One line for people: "confirmed mining: host 10.1.2.3 (stratum-v1, BTC); was suspected; 3 changes". No line breaks, whatever
// names came from traffic.
std::string headline(const Message& message);

// Marked as a test in every field that people read.
Message test_message(std::string_view id, Timestamp now);

}  // namespace davy::relay
