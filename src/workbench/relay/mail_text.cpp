#include "workbench/relay/mail_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/base64.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "workbench/report/utf8.hpp"
#include "workbench/store/store.hpp"

namespace davy::relay {
namespace {

using verdict::Level;

constexpr std::array<std::string_view, 7> week_days{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t base64_line = 76;

// "Mon, 30 Nov 2026 09:48:51 +0000"
std::string letter_date(Timestamp time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<std::chrono::seconds>(time - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                     week_days[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// A day and a minute, as people read it.
std::string short_time(Timestamp time) {
  std::string text = to_rfc3339(time).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string_view section(const Message& message) {
  if (message.kind == Kind::test) return "Test";
  if (message.of_case) return "Cases";
  return message.level <= Level::suspected ? "Findings" : "No longer findings";
}

// Findings before cases, the most certain first, then as they came.
std::vector<const Message*> in_order(std::span<const Message> messages) {
  std::vector<const Message*> all;
  for (const Message& message : messages) all.push_back(&message);
  std::ranges::stable_sort(all, {}, [](const Message* m) {
    return std::pair{m->of_case.has_value(), m->of_case ? Level::confirmed : m->level};
  });
  return all;
}

std::string line_of(const Message& message) {
  std::string line = fmt::format("{}  {}", short_time(message.at), headline(message));
  if (!message.reasons.empty())
    line += "\r\n                  " + report::printable(message.reasons.front().evidence);
  if (message.of_case && message.of_case->is_open)
    line += fmt::format("\r\n                  due {} UTC", short_time(message.of_case->due_at));
  return std::string{store::cut(line, letter_line_octets_max)};
}

std::string text_of(std::span<const Message> messages, const Outlet& outlet) {
  std::string text, under;
  const auto all = in_order(messages);
  const std::size_t shown = std::min(all.size(), outlet.lines);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string_view heading = section(*all[i]);
    if (heading != under) text += fmt::format("{}{}\r\n", text.empty() ? "" : "\r\n", heading);
    under = heading;
    text += line_of(*all[i]) + "\r\n";
  }
  if (shown < all.size())
    text += fmt::format("\r\n… and {} more: see the console.\r\n", all.size() - shown);
  return text + fmt::format("\r\nTimes are UTC. Sent by davy, outlet {}.\r\n", outlet.name);
}

std::string subject_of(std::span<const Message> messages) {
  if (messages.size() == 1) return "[davy] " + headline(messages.front());
  const auto cases =
      std::ranges::count_if(messages, [](const Message& m) { return m.of_case.has_value(); });
  const auto findings = static_cast<std::ptrdiff_t>(messages.size()) - cases;
  return fmt::format("[davy] {} changes of findings, {} of cases", findings, cases);
}

// RFC 2047: words of at most 75 octets; an encoded word holds whole characters.
std::string encoded_subject(std::string_view text) {
  constexpr std::size_t word_octets = 42;
  text = store::cut(text, 200);
  std::string encoded;
  while (!text.empty()) {
    const std::string_view word = store::cut(text, word_octets);
    encoded +=
        fmt::format("{}=?UTF-8?B?{}?=", encoded.empty() ? "" : "\r\n ", base64(as_bytes(word)));
    text.remove_prefix(word.size());
  }
  return encoded;
}

std::string in_lines(std::string_view text) {
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(base64_line, text.size())))
    lines += std::string{text.substr(0, base64_line)} + "\r\n";
  return lines;
}

}  // namespace

std::string letter(std::span<const Message> messages, const Outlet& outlet, const Origin& origin,
                   Timestamp now) {
  const std::string mark = to_hex(sha256(outlet.name)).substr(0, 8);
  std::string text = fmt::format("Date: {}\r\nFrom: Davy <{}>\r\nTo: {}\r\n", letter_date(now),
                                 outlet.from, fmt::join(outlet.to, ",\r\n "));
  text += fmt::format("Subject: {}\r\nMessage-ID: <{}.{}@{}>\r\n",
                      encoded_subject(subject_of(messages)), messages.back().id, mark,
                      outlet.from.substr(outlet.from.find('@') + 1));
  text +=
      fmt::format("Auto-Submitted: auto-generated\r\nX-Mailer: davy {}\r\nMIME-Version: 1.0\r\n",
                  origin.version);
  text += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  return text + in_lines(base64(as_bytes(text_of(messages, outlet))));
}

}  // namespace davy::relay
