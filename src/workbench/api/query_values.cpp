// Values of a query, of answers and of the audit log that many routes share.
#include <algorithm>
#include <charconv>

#include "base/whole_number.hpp"
#include "workbench/api/routes.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/store/audit.hpp"

namespace davy::api {
namespace {

constexpr std::size_t rows_usual = 50;
constexpr std::size_t rows_max = 200;

}  // namespace

std::string time_text(Timestamp time) { return to_rfc3339(time); }

// RFC 3339 in UTC: "2026-11-30T08:15:00Z", with or without a fraction.
std::optional<Timestamp> time_of(std::string_view text) {
  const bool utc = text.size() >= 20 && text[10] == 'T' && text.ends_with('Z');
  if (!utc || text.substr(11, 2) > "23" || text.substr(0, 4) > "2200") return std::nullopt;
  return energy::parse_time(text);
}

Result<void> audited(const Asked& asked, std::string_view who, std::string_view what,
                     std::string object, std::string detail) {
  const auto head = store::append_audit(asked.api.store(), {.at = asked.request.now,
                                                            .who = std::string{who},
                                                            .what = std::string{what},
                                                            .object = std::move(object),
                                                            .detail = std::move(detail)});
  if (!head) return std::unexpected(head.error());
  return {};
}

Response denial(const casefile::Denied& denied) {
  using Why = casefile::Denied::Why;
  switch (denied.why) {
    case Why::not_found:
      return problem(404, denied.title, denied.remedy);
    case Why::not_allowed:
      return problem(403, denied.title, denied.remedy);
    case Why::conflict:
      return problem(409, denied.title, denied.remedy);
    case Why::wrong_input:
      return problem(400, denied.title, denied.remedy);
  }
  return problem(400, denied.title, denied.remedy);
}

std::optional<std::int64_t> number_of(std::string_view text) {
  return whole_number<std::int64_t>(text);
}

void write_texts(report::JsonWriter& json, std::string_view key,
                 const std::vector<std::string>& texts) {
  json.key(key);
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

std::size_t limit_of(const Request& request) {
  std::size_t limit = rows_usual;
  if (const auto text = request.asked("limit"))
    std::from_chars(text->data(), text->data() + text->size(), limit);
  return std::clamp<std::size_t>(limit, 1, rows_max);
}

}  // namespace davy::api
