// The parts of a finding in words, for the terminal and the page.
//
// Shape:   printable text without logins; "" where the evidence does not tell.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "workbench/report/findings.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

std::string_view level_name(verdict::Level level, Language language);
std::string work_text(const JudgedFlow& flow);  // "stratum-v1 · XMR Monero · rx/0"
std::string shares_text(const JudgedFlow& flow, Language language);
std::string rate_text(const JudgedFlow& flow,
                      Language language);  // "8.12 kH/s (6.71 to 9.75 kH/s)"
std::string power_text(const JudgedFlow& flow, Language language);  // "110 W (45.0 to 290 W)"
// The best value; the interval in its place where it rests on few shares, "below" its upper end where it rests on none.
// Only for estimates of a flow that has a hash rate.
std::string value_text(const JudgedFlow& flow, const energy::Interval& interval,
                       std::string_view unit, Language language);
std::string few_shares_text(const JudgedFlow& flow, Language language);  // "rests on 2 shares"
std::string basis_text(const JudgedFlow& flow, Language language);       // of the hash rate
std::string assumption_text(const JudgedFlow& flow, Language language);  // of the power
std::string probability_text(double probability);                        // "0.62", "> 0.999"
std::string period_text(Timestamp first, Timestamp last, Language language);
std::string period_text(const Coverage& coverage, Language language);
std::string malformed_text(const MalformedCounts& malformed,
                           Language language);  // "malformed 3 (json 2, http 1)"
std::string conversations_text(std::uint64_t count, Language language);  // "1 conversation"
std::string hosts_text(std::uint64_t count, Language language);
std::string flows_text(std::uint64_t count, Language language);
std::string inputs_text(std::uint64_t count, Language language);
std::size_t mining_hosts(const Findings& findings);  // distinct miner addresses
std::string octets_text(std::uint64_t octets);       // "9.81 MB"

// What the coverage has to admit, in a few words; "" if nothing was malformed, truncated or dropped.
std::string trouble_text(const Coverage& coverage, Language language);

// What could not be looked for, in a few words; "" if everything was.
std::string blind_text(const Coverage& coverage, Language language);
std::string noted_text(const Coverage& coverage, Language language);

Coverage total(const std::vector<Coverage>& coverage);  // without the unreadable ones
std::size_t unreadable(const std::vector<Coverage>& coverage);

}  // namespace davy::report
