#include "app/dialects.hpp"

#include <fmt/format.h>

#include <iterator>

#include "flow/dissect/json_dialects.hpp"

namespace davy::app {
namespace {

using flow::Dialect;
using flow::Shape;
using flow::Speaker;

std::string_view name_of(Speaker speaker) {
  switch (speaker) {
    case Speaker::miner:
      return "miner";
    case Speaker::pool:
      return "pool";
    case Speaker::either:
      return "either";
  }
  return "";
}

// A pattern in a table cell: pipes would end it.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

void append(std::string& out, const Dialect& dialect) {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "\n## {}: `{}`\n\nCoins: {}.", dialect.title, dialect.id, dialect.coins);
  if (!dialect.algorithm.empty()) fmt::format_to(to, " Usual algorithm: {}.", dialect.algorithm);
  fmt::format_to(
      to, "\nSource: {}.\n\n| speaker | kind | evidence | form | nats |\n|---|---|---|---|---|\n",
      dialect.source);
  for (const Shape& s : dialect.shapes) {
    fmt::format_to(to, "| {} | {} | {} | {} | {:g} |\n", name_of(s.speaker), flow::name(s.kind),
                   cell(s.rule), s.pattern.empty() ? "" : fmt::format("`{}`", cell(s.pattern)),
                   s.strength_nats);
  }
}

}  // namespace

std::string dialects_markdown() {
  std::string out =
      "# Dialects, and what is evidence for each\n\n"
      "Printed by `davy dialects --markdown` from the tables that the recogniser itself uses: do "
      "not edit by hand.\n"
      "`nats`: log-likelihood ratio of one such message, mining against not. The language of the "
      "forms is described in\n"
      "`src/flow/dissect/json_pattern.hpp`.\n";
  for (const Dialect* dialect : flow::all_dialects()) append(out, *dialect);
  return out;
}

int list_dialects(bool markdown) {
  if (markdown) {
    fmt::print("{}", dialects_markdown());
    return 0;
  }
  for (const Dialect* dialect : flow::all_dialects()) {
    fmt::print("{:20} {}; {}\n", dialect->id, dialect->title, dialect->coins);
  }
  return 0;
}

}  // namespace davy::app
