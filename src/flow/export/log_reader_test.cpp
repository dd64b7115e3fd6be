#include "flow/export/log_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>

#include "base/limits.hpp"
#include "flow/export/log_reader_test_support.hpp"

namespace davy::flow {
namespace {

const std::string zeek_text =
    "#separator \\x09\n#path\tdns\n#fields\tts\tid.orig_h\tquery\tanswers\tTTLs\n"
    "1772438401.5\t10.0.0.1\tpool.example\t192.0.2.1,192.0.2.2\t60,60\n";
const std::string zeek_line =
    R"({"ts":1772438401.5,"uid":"C1","id.orig_h":"10.0.0.1","query":"pool.example"})";

std::string file(const std::string& name) {
  std::ifstream in(std::string(DAVY_SOURCE_DIR) + "/tests/logs/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(LogKind, is_found_by_content) {
  EXPECT_EQ(log_kind(zeek_text), LogKind::zeek_text);
  EXPECT_EQ(log_kind("\xef\xbb\xbf\r\n#fields\tts\tuid\n"), LogKind::zeek_text);
  EXPECT_EQ(log_kind(zeek_line), LogKind::zeek_json);
  EXPECT_EQ(log_kind(R"({ "_path" : "conn", "ts" :1})"), LogKind::zeek_json);
  EXPECT_EQ(log_kind(file("eve.json")), LogKind::eve);
  EXPECT_EQ(log_kind(file("nfdump.json")), LogKind::nfdump_json);
  EXPECT_EQ(log_kind(file("nfdump.csv")), LogKind::nfdump_csv);
}

TEST(LogKind, is_nothing_where_it_is_none) {
  for (const char* none :
       {"", "\n\n", "{}", "[", "{\"ts\":1}", "{\"event_type\":\"flow\"}", "#", "# a note\n",
        "#separator", "ts,uid\n", "flows,bytes,packets\n", "\xd4\xc3\xb2\xa1",
        R"({"ts":1,"uid":"7f3a"})", R"({"ts":1,"user_agent":"\"uid\":"})",
        "plain text with \"event_type\": \"timestamp\":"}) {
    EXPECT_EQ(log_kind(none), std::nullopt) << none;
  }
}

TEST(LogReader, lines_end_as_they_like) {
  const std::string crlf = "\xef\xbb\xbf" + zeek_line + "\r\n\r\n \t\r\n" + zeek_line + "\r\n";
  const ReadLog log(LogKind::zeek_json, crlf);
  EXPECT_EQ(log.lookups.size(), 2u);
  EXPECT_EQ(log.reader.lines(), 2u);
  EXPECT_EQ(log.bad(), 0u);
  std::string text = zeek_text;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
    text.insert(at, "\r");
  EXPECT_EQ(ReadLog(LogKind::zeek_text, text).told, ReadLog(LogKind::zeek_text, zeek_text).told);
}

TEST(LogReader, a_line_that_is_too_long_is_skipped) {
  for (const std::size_t piece : {std::size_t{0}, std::size_t{4096}}) {
    const std::string fits(limits::log_line_octets_max, 'x');
    const ReadLog log(LogKind::zeek_json,
                      zeek_line + "\n" + fits + "x" + fits + "\n" + zeek_line + "\n", piece);
    EXPECT_EQ(log.lookups.size(), 2u);
    EXPECT_EQ(log.bad(), 1u);
    EXPECT_EQ(log.reader.lines(), 3u);
    const ReadLog endless(LogKind::zeek_json, zeek_line + "\n" + fits + fits, piece);
    EXPECT_EQ(endless.lookups.size(), 1u);
    EXPECT_EQ(endless.bad(), 1u);
  }
}

TEST(LogReader, a_line_that_just_fits_is_read) {
  std::string line = zeek_line.substr(0, zeek_line.size() - 1) + ",\"x\":\"";
  line += std::string(limits::log_line_octets_max - line.size() - 2, 'x') + "\"}";
  ASSERT_EQ(line.size(), limits::log_line_octets_max);
  EXPECT_EQ(ReadLog(LogKind::zeek_json, line + "\n").lookups.size(), 1u);
  EXPECT_EQ(ReadLog(LogKind::zeek_json, line + " \n").lookups.size(), 0u);
}

TEST(LogReader, an_empty_log_is_nothing) {
  for (const LogKind kind : {LogKind::zeek_text, LogKind::zeek_json, LogKind::eve,
                             LogKind::nfdump_json, LogKind::nfdump_csv}) {
    const ReadLog log(kind, "");
    EXPECT_EQ(log.bad() + log.reader.lines(), 0u) << name(kind);
    EXPECT_EQ(log.reader.first_time(), std::nullopt);
  }
}

TEST(LogReader, tells_the_first_and_the_last_time) {
  const ReadLog log(LogKind::eve, file("eve.json"));
  EXPECT_EQ(to_rfc3339(*log.reader.first_time()), "2026-03-02T08:00:00.771179Z");
  EXPECT_EQ(to_rfc3339(*log.reader.last_time()), "2026-03-02T08:08:02.787350Z");
}

struct Sample {
  LogKind kind;
  std::string text;
};

std::vector<Sample> samples() {
  return {{LogKind::eve, file("eve.json")},
          {LogKind::nfdump_json, file("nfdump.json")},
          {LogKind::nfdump_csv, file("nfdump.csv")},
          {LogKind::zeek_text, zeek_text + zeek_text},
          {LogKind::zeek_json, zeek_line + "\n" + zeek_line}};
}

TEST(LogReader, every_piece_length_tells_the_same) {
  for (const Sample& sample : samples()) {
    const ReadLog whole(sample.kind, sample.text);
    for (std::size_t piece = 1; piece < 300; ++piece)
      ASSERT_TRUE(ReadLog(sample.kind, sample.text, piece).same_as(whole))
          << name(sample.kind) << " " << piece;
  }
}

// Damaged anywhere, in any pieces: the same events and counts, and never more events than the whole log has.
RC_GTEST_PROP(LogReaderProperty, pieces_tell_the_same_of_damaged_logs, ()) {
  static const std::vector<Sample> all = samples();
  const Sample& sample = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  std::string text = sample.text;
  const int damages = *rc::gen::inRange(1, 4);
  for (int i = 0; i < damages; ++i)
    text[*rc::gen::inRange<std::size_t>(0, text.size())] =
        *rc::gen::element('\n', '"', '{', '}', ',', '\t', '\\', '9', '\0', '\r', '#');
  const ReadLog whole(sample.kind, text);
  const ReadLog pieces(sample.kind, text, *rc::gen::inRange<std::size_t>(1, 200));
  RC_ASSERT(pieces.same_as(whole));
}

}  // namespace
}  // namespace davy::flow
