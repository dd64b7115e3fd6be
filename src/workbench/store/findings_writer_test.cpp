#include "workbench/store/findings_writer.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "workbench/report/sample_findings.hpp"
#include "workbench/store/backup.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/names.hpp"
#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Writer = StoreTest;

WriteCounts write(Store& store, const report::Findings& findings) {
  return must(write_findings(store, findings, report::sample_style(), "border", at(0)));
}

TEST_F(Writer, keeps_subjects_flows_signals_and_coverage) {
  Store store = open();
  const report::Findings findings = report::sample_findings();
  const WriteCounts counts = write(store, findings);
  EXPECT_EQ(counts.subjects_added + counts.subjects_same + counts.subjects_changed,
            findings.subjects.size() + findings.related_loads.size());
  EXPECT_EQ(counts.related_left_out, findings.related.size());
  EXPECT_GT(counts.signals_added, 0U);
  EXPECT_GT(counts.flows_added, 0U);
  EXPECT_GT(counts.coverage_hours, 0U);
  const auto miner = must(find_subject(store, {"host", "10.20.4.17"}));
  ASSERT_TRUE(miner);
  const SubjectDetail detail = must(subject_detail(store, *miner)).value();
  EXPECT_EQ(detail.subject.level, verdict::Level::confirmed);
  EXPECT_EQ(detail.subject.coin, "XMR");
  EXPECT_EQ(detail.subject.dialect, "cryptonote");
  EXPECT_THAT(detail.event, StartsWith(R"({"event":"mining_subject")"));
  const auto flows = must(flows_of(store, *miner)).rows;
  ASSERT_FALSE(flows.empty());
  EXPECT_THAT(flows.back().event, StartsWith(R"({"event":"mining_flow")"));
  EXPECT_FALSE(must(signals_of(store, *miner)).rows.empty());
  EXPECT_TRUE(must(check(store)).problems.empty());
}

TEST_F(Writer, keeps_the_names_of_the_other_ends) {
  Store store = open();
  report::Findings findings = report::sample_findings();
  findings.mining[findings.subjects[0].flows.at(0)].record.conversation->pool =
      "eu.pool.example.org:4444";
  write(store, findings);
  const auto miner = must(find_subject(store, {"host", findings.subjects[0].id}));
  EXPECT_THAT(must(names_of(store, miner.value())),
              testing::IsSupersetOf({"eu.pool.example.org", "pool.example.org", "example.org"}));
}

TEST_F(Writer, a_flow_that_is_kept_is_not_written_again_and_its_subject_is) {
  Store store = open();
  const WriteCounts first = write(store, report::sample_findings());
  const WriteCounts again =
      must(write_findings(store, report::sample_findings(), report::sample_style(), "border", at(0),
                          [](const report::JudgedFlow&) { return true; }));
  EXPECT_EQ(again.flows_added + again.flows_updated, 0U);
  EXPECT_LT(again.signals_repeated, first.signals_added) << "only those of meters";
  EXPECT_EQ(again.subjects_same, first.subjects_added);
}

TEST_F(Writer, the_same_findings_again_add_nothing) {
  Store store = open();
  const WriteCounts first = write(store, report::sample_findings());
  const WriteCounts again = write(store, report::sample_findings());
  EXPECT_EQ(again.subjects_added, 0U);
  EXPECT_EQ(again.subjects_changed, 0U);
  EXPECT_EQ(again.signals_added, 0U);
  EXPECT_EQ(again.signals_repeated, first.signals_added + first.signals_repeated);
  EXPECT_EQ(again.flows_added, 0U);
  EXPECT_EQ(again.coverage_hours, 0U);
  EXPECT_GT(again.inputs_repeated, 0U);
}

// The whole file is searched, free pages and all.
TEST_F(Writer, keeps_no_login) {
  {
    Store store = open();
    write(store, report::sample_findings());
    must(store.database().script("PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  std::ifstream stored(file(), std::ios::binary);
  const std::string octets((std::istreambuf_iterator<char>(stored)), {});
  EXPECT_GT(octets.size(), 10'000U);
  EXPECT_EQ(octets.find(report::sample_login.substr(0, 12)), std::string::npos);
  EXPECT_EQ(octets.find(report::sample_worker), std::string::npos);
  EXPECT_NE(octets.find("login-"), std::string::npos);
}

TEST_F(Writer, of_much_goes_in_several_transactions_and_has_a_bound) {
  Store store = open();
  report::Findings findings = report::sample_of_many(6'000, 4);
  for (std::size_t first = 0; first < 6'000; first += 1'500) {
    report::JudgedSubject subject;
    subject.id = fmt::format("host-{}", first);
    for (std::size_t i = first; i < first + 1'500; ++i) subject.flows.push_back(i);
    subject.verdict = findings.mining[first].verdict;
    findings.subjects.push_back(std::move(subject));
  }
  const WriteCounts counts = write(store, findings);
  EXPECT_EQ(counts.flows_added + counts.flows_updated, 6'000U);
  EXPECT_EQ(counts.subjects_added, 4U);
  EXPECT_TRUE(must(check(store)).problems.empty());
  for (const StoredSubject& subject : must(subject_page(store, {.limit = 1'000})).rows) {
    EXPECT_LE(subject.flows, limits::store_flows_per_subject_max);
    EXPECT_EQ(subject.flows + subject.flows_left_out, 1'500U - counts.flows_updated / 4);
    EXPECT_THAT(must(subject_detail(store, subject.id))->event, StartsWith("{\"event\""));
  }
}

TEST_F(Writer, of_nothing_keeps_nothing) {
  Store store = open();
  const WriteCounts counts = write(store, {});
  EXPECT_EQ(counts.subjects_added, 0U);
  EXPECT_TRUE(must(subject_page(store, {})).rows.empty());
}

}  // namespace
}  // namespace davy::store
