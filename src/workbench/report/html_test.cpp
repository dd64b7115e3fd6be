#include "workbench/report/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "workbench/report/html_page.hpp"
#include "workbench/report/html_style.hpp"
#include "workbench/report/sample_findings.hpp"
#include "workbench/report/timeline_svg.hpp"

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page(std::string_view language = "en") {
  return html_report(sample_findings(), sample_style(language), "0.1.0");
}

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

TEST(Html, escapes_everything_from_traffic) {
  for (const std::string_view language : {"en", "zh"}) {
    const std::string out = page(language);
    EXPECT_THAT(out, Not(HasSubstr("<script")));
    EXPECT_THAT(out, Not(HasSubstr("alert('x')")));
    EXPECT_THAT(out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(out, Not(HasSubstr("\xe2\x80\xae"))) << "right-to-left override";
    EXPECT_THAT(out, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"));
  }
}

TEST(Html, escaped_leaves_no_way_out_of_an_attribute) {
  EXPECT_EQ(escaped("a\" onload='x' <b>&"), "a&quot; onload=&#39;x&#39; &lt;b&gt;&amp;");
}

TEST(Html, needs_nothing_from_outside) {
  const std::string out = page();
  for (const std::string_view outside : {"http:", "https:", "src=", "url(", "@import", "<link"}) {
    EXPECT_THAT(out, Not(HasSubstr(std::string{outside}))) << outside;
  }
  EXPECT_THAT(out, HasSubstr("default-src 'none'"));
}

TEST(Html, closes_what_it_opens) {
  const std::string out = page();
  for (const std::string_view name :
       {"div", "table", "tr", "td", "article", "section", "ul", "li", "svg", "dl", "dt", "dd",
        "figure", "span", "small", "p", "details"}) {
    const std::string tag{name};
    const std::size_t opened =
        occurrences(out, "<" + tag + ">") + occurrences(out, "<" + tag + " ");
    EXPECT_EQ(opened, occurrences(out, "</" + tag + ">")) << name;
  }
}

TEST(Html, hides_logins) {
  for (const std::string_view language : {"en", "zh"}) {
    EXPECT_THAT(page(language), Not(HasSubstr(std::string{sample_login.substr(0, 12)})));
    EXPECT_THAT(page(language), Not(HasSubstr(std::string{sample_worker})));
  }
}

TEST(Html, speaks_one_language) {
  EXPECT_THAT(page("en"), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page("en"), Not(HasSubstr("份额")));
  EXPECT_THAT(page("zh"), HasSubstr("<html lang=\"zh-Hans\">"));
  EXPECT_THAT(page("zh"), Not(HasSubstr("What was looked at")));
}

TEST(Html, tells_the_whole_finding) {
  const std::string out = page();
  for (const std::string_view part :
       {"10.20.4.17:51234 → 203.0.113.9:3333", "Monero (XMR)", "XMRig/6.21.0", "7.83 kH/s",
        "238 accepted shares × 250 kH", "CPU assumed", "very strong, 46.0 nat",
        "cryptonote: login with pass and agent", "2021-05-18T07:03:11.000Z",
        "Attempt: the miner spoke", "Only one direction", "Stratum V2 behind Noise",
        "Blockchain node", "permission denied"}) {
    EXPECT_THAT(out, HasSubstr(std::string{part}));
  }
}

TEST(Html, style_sheets_are_embedded_to_the_octet) {
  std::string on_disk;
  for (const std::string_view name : {"page", "cards", "print"}) {
    std::ifstream file(fmt::format("{}/src/workbench/report/{}.css", DAVY_SOURCE_DIR, name));
    on_disk.append(std::istreambuf_iterator<char>(file), {});
  }
  EXPECT_GT(on_disk.size(), 5'000U);
  EXPECT_EQ(html_style(), on_disk);
}

TEST(Html, of_nothing_says_what_was_looked_at) {
  const std::string out = html_report(sample_without_mining(), sample_style(), "0.1.0");
  EXPECT_THAT(out, HasSubstr("No mining was found in what was looked at."));
  EXPECT_THAT(out, HasSubstr("98,765 packets"));
}

TEST(Html, is_bounded) {
  const std::string out = html_report(sample_of_many(2'500, 1), sample_style(), "0.1.0");
  EXPECT_EQ(occurrences(out, "<article"), finding_cards_max);
  EXPECT_THAT(out, HasSubstr("2,300 more findings are left out"));
  EXPECT_THAT(out, HasSubstr("500 more rows are left out"));
}

TEST(Html, is_the_same_every_time) { EXPECT_EQ(page(), page()); }

TEST(Timeline, draws_each_row_that_has_messages) {
  flow::Timeline timeline;
  timeline.bin_width = std::chrono::seconds{10};
  timeline.counts.resize(flow::Timeline::rows);
  timeline.counts[1][0] = 4;
  timeline.counts[1][3] = 2;
  const std::string out = timeline_html(timeline, Language::en);
  EXPECT_EQ(occurrences(out, "<svg"), 1U);
  EXPECT_THAT(out, HasSubstr("<title>Shares: 6</title>"));
  EXPECT_THAT(out, HasSubstr("M0 20h.8v-20.0h-.8z"));
  EXPECT_THAT(out, HasSubstr("M3 20h.8v-10.0h-.8z"));
}

TEST(Timeline, of_nothing_is_nothing) {
  EXPECT_EQ(timeline_html({}, Language::en), "");
  flow::Timeline empty;
  empty.bin_width = std::chrono::seconds{1};
  empty.counts.resize(flow::Timeline::rows);
  EXPECT_EQ(timeline_html(empty, Language::en), "");
}

TEST(Interval, lies_on_a_round_logarithmic_scale) {
  const std::string out = interval_html({10, 100, 900}, "W", "title");
  EXPECT_THAT(out, HasSubstr("cx=\"50.0%\"")) << "100 W is in the middle of 10 W and 1 kW";
  EXPECT_THAT(out, HasSubstr("<span>10.0 W</span><span>1.00 kW</span>"));
  EXPECT_EQ(occurrences(out, "var(--line)"), 7U) << "10, 20, 50, 100, 200, 500, 1000";
  EXPECT_THAT(interval_html({0, 0, 500}, "W", "bound"), Not(HasSubstr("circle")));
  EXPECT_EQ(interval_html({0, 0, 0}, "W", "none"), "");
}

// Writes pages to look at in a browser: tests/browser/render.sh does.
TEST(Html, pages_to_look_at) {
  const char* directory = std::getenv("DAVY_SAMPLE_DIRECTORY");
  if (directory == nullptr) GTEST_SKIP() << "DAVY_SAMPLE_DIRECTORY is not set";
  const std::string folder{directory};
  std::ofstream(folder + "/report.en.html") << page("en");
  std::ofstream(folder + "/report.zh.html") << page("zh");
  std::ofstream(folder + "/quiet.en.html")
      << html_report(sample_without_mining(), sample_style(), "0.1.0");
}

}  // namespace
}  // namespace davy::report
