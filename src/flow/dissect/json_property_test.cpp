// The scanner against another reader of JSON: on any text they must agree on what is JSON, and on what it says.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include <regex>
#include <string>
#include <vector>

#include "flow/dissect/json.hpp"

namespace davy::flow {
namespace {

std::string any_scalar() {
  return *rc::gen::elementOf(std::vector<std::string>{
      "0", "-1", "12.5", "1e5", "-0.0E-2", "18446744073709551615", "true", "false", "null", R"("")",
      R"("job")", R"("a\"b\\c\/\b\f\n\r\t")", R"("mining.\u006eotify")", R"("\u00e9")",
      "\"\xc3\xa9\"", R"("0123456789abcdef0123456789abcdef")"});
}

std::string any_space() {
  return *rc::gen::elementOf(std::vector<std::string>{"", "", "", " ", "\n", "\t \r\n"});
}

std::string any_json(int depth) {
  const int form = depth == 0 ? 0 : *rc::gen::inRange(0, 4);
  if (form <= 1) return any_scalar();
  const bool object = form == 2;
  const int members = *rc::gen::inRange(0, 5);
  std::string text = object ? "{" : "[";
  for (int i = 0; i < members; ++i) {
    if (i > 0) text += any_space() + ",";
    text += any_space();
    if (object) {
      text += *rc::gen::elementOf(std::vector<std::string>{R"("id")", R"("method")", R"("params")",
                                                           R"("m\u0065thod")", R"("")"});
      text += any_space() + ":" + any_space();
    }
    text += any_json(depth - 1);
  }
  return text + any_space() + (object ? "}" : "]");
}

std::string any_message() {
  return R"({"id":)" + any_scalar() + any_space() + R"(,"method":)" + any_scalar() +
         R"(,"params":)" + any_json(4) + "}";
}

// Some octets changed, taken out or put in.
std::string damaged(std::string text) {
  static constexpr std::string_view octets = "{}[]\",:\\0123456789.eE+-truefalsn \t\n\x01/u";
  for (int changes = *rc::gen::inRange(1, 4); changes > 0 && !text.empty(); --changes) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char octet = octets[*rc::gen::inRange<std::size_t>(0, octets.size())];
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text[at] = octet;
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        text.insert(at, 1, octet);
    }
  }
  return text;
}

// Differences that are meant: simdjson wants valid UTF-8, known escapes, and numbers that fit its types.
bool peer_is_stricter(simdjson::error_code error, const std::string& text) {
  static const std::regex large_number("[0-9]{19}|[eE][+]?[0-9]{3}");
  static const std::regex escaped_control("\\\\[\x01-\x1f]");
  switch (error) {
    case simdjson::STRING_ERROR:
    case simdjson::UTF8_ERROR:
      return true;
    case simdjson::NUMBER_ERROR:
      return std::regex_search(text, large_number);
    case simdjson::UNESCAPED_CHARS:
      return std::regex_search(text, escaped_control);
    default:
      return false;
  }
}

void expect_agreement(const std::string& text) {
  JsonOutline outline;
  simdjson::dom::parser peer;
  const ScanOutcome outcome = outline.scan(text);
  if (outcome == ScanOutcome::complete) {
    const auto error = peer.parse(std::string(text.substr(0, outline.consumed()))).error();
    if (peer_is_stricter(error, text)) return;
    RC_ASSERT(error == simdjson::SUCCESS);
  } else {
    RC_ASSERT(peer.parse(text).error() != simdjson::SUCCESS);
  }
}

RC_GTEST_PROP(JsonAgainstSimdjson, AgreesOnWhatIsJson, ()) {
  const std::string text = any_json(5);
  RC_LOG(text);
  JsonOutline outline;
  RC_ASSERT(outline.scan(text) == ScanOutcome::complete);
  expect_agreement(text);
}

RC_GTEST_PROP(JsonAgainstSimdjson, AgreesOnDamagedTexts, ()) {
  const std::string text = damaged(any_message());
  RC_LOG(text);
  expect_agreement(text);
}

void expect_same_text(const JsonNode& node, simdjson::dom::element peer) {
  std::string_view said;
  if (peer.get(said) != simdjson::SUCCESS) {
    RC_ASSERT(node.type != JsonType::string);
    return;
  }
  RC_ASSERT(node.type == JsonType::string);
  RC_ASSERT((node.text_escaped ? unescape(node.text) : std::string(node.text)) ==
            std::string(said));
}

RC_GTEST_PROP(JsonAgainstSimdjson, ReadsTheSameMethodAndId, ()) {
  const std::string text = any_message();
  RC_LOG(text);
  JsonOutline outline;
  RC_ASSERT(outline.scan(text) == ScanOutcome::complete);
  simdjson::dom::parser peer;
  const simdjson::dom::element document = peer.parse(text);
  for (const char* key : {"id", "method"})
    expect_same_text(*outline.find(outline.root(), key), document[key]);
}

RC_GTEST_PROP(JsonScan, CutAnywhereIsNeverComplete, ()) {
  const std::string text = any_message();
  const auto octets = *rc::gen::inRange<std::size_t>(0, text.size());
  JsonOutline outline;
  RC_ASSERT(outline.scan(std::string_view(text).substr(0, octets)) == ScanOutcome::incomplete);
}

RC_GTEST_PROP(JsonFrame, AgreesWithTheScanner, ()) {
  const std::string text = any_message();
  JsonOutline outline;
  RC_ASSERT(outline.scan(text) == ScanOutcome::complete);
  JsonFrame frame;
  std::size_t used = 0;
  RC_ASSERT(frame.feed(text, used));
  RC_ASSERT(used == outline.consumed());
}

}  // namespace
}  // namespace davy::flow
