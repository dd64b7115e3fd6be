#include "workbench/custody/verify.hpp"

#include <gmock/gmock.h>

#include "workbench/custody/custody_test_support.hpp"

namespace davy::custody {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

using Custody = CustodyTest;

std::vector<std::string> failures(std::string_view octets, const Expected& expected = {}) {
  return failures_of(must(verify(octets, expected)));
}

TEST_F(Custody, OfACaseHoldsAndComesToItsVerdictAgain) {
  const Sealed sealed = evidence();
  const Verification found = must(verify(sealed.octets, {.key = key.public_key()}));
  EXPECT_THAT(failures_of(found), IsEmpty());
  EXPECT_EQ(found.kind, "case");
  EXPECT_EQ(found.head.hash, sealed.head.hash);
  const auto is_verdict = [](const Check& check) {
    return check.what == "verdict" && check.outcome == Outcome::holds;
  };
  ASSERT_TRUE(std::ranges::any_of(found.checks.all(), is_verdict));
  EXPECT_THAT(std::ranges::find_if(found.checks.all(), is_verdict)->text, HasSubstr("confirmed"));
}

TEST_F(Custody, OfEverySubjectComesToItsVerdictAgain) {
  const auto subjects = must(store::subject_page(store, {.limit = 1'000})).rows;
  ASSERT_GT(subjects.size(), 2u);
  for (const store::StoredSubject& subject : subjects) {
    if (subject.key.name == "10.20.4.17") continue;
    const std::int64_t number = open_case(subject.key);
    EXPECT_THAT(failures(evidence(number).octets), IsEmpty()) << subject.key.name;
  }
}

TEST_F(Custody, OfTheSameStoreIsTheSameToTheLastOctet) {
  store::Database& database = store.database();
  must(database.begin());
  const std::string first = evidence().octets;
  database.rollback();
  EXPECT_EQ(evidence().octets, first);
}

TEST_F(Custody, NamesEachFileThatWasChangedTakenAwayOrAdded) {
  const std::string zip = evidence().octets;
  for (const ArchivedFile& file : must(unzip(zip))) {
    if (file.octets.empty()) continue;
    const std::string changed =
        with(zip, file.name, [](std::string& octets) { octets[octets.size() / 2] ^= 1; });
    EXPECT_THAT(failures(changed), Contains(HasSubstr(file.name))) << file.name;
    std::vector<ArchivedFile> fewer = must(unzip(zip));
    std::erase_if(fewer, [&](const ArchivedFile& f) { return f.name == file.name; });
    EXPECT_THAT(failures(must(zip_of(fewer))), Contains(HasSubstr(file.name))) << file.name;
  }
  std::vector<ArchivedFile> more = must(unzip(zip));
  more.push_back({.name = "more.json", .octets = "{}"});
  EXPECT_THAT(failures(must(zip_of(more))), Contains(HasSubstr("more.json: added")));
}

TEST_F(Custody, AnotherKeyThanExpectedIsTold) {
  const SigningKey other = must(SigningKey::load_or_create(file("other.key")));
  const std::string zip = evidence().octets;
  EXPECT_THAT(failures(zip, {.key = other.public_key()}), Contains(HasSubstr("another key")));
  EXPECT_THAT(failures(zip, {.fingerprint = other.public_key().fingerprint()}),
              Contains(HasSubstr("another key")));
  EXPECT_THAT(failures(zip, {.fingerprint = key.public_key().fingerprint()}), IsEmpty());
}

// Signed by whoever wrote it: only the fusion tells.
TEST_F(Custody, AVerdictThatDoesNotFollowFromItsSignalsIsTold) {
  std::vector<ArchivedFile> files = must(unzip(evidence().octets));
  std::erase_if(files, [](const ArchivedFile& file) {
    return file.name.starts_with("manifest") || file.name == public_key_name ||
           file.name == "readme.txt";
  });
  std::string& told = std::ranges::find(files, "verdict.json", &ArchivedFile::name)->octets;
  told.replace(told.find("\"basis\":\"conversation\""), 22, "\"basis\":\"attempt\"     ");
  const std::string zip = must(seal({.kind = "case", .version = "0"}, files, key));
  EXPECT_THAT(failures(zip), Contains(HasSubstr("from its signals follows probable")));
}

TEST_F(Custody, OfASubjectJudgedBeforeSupportsWereKeptSaysSo) {
  must(store.database().script("DELETE FROM verdict_support"));
  EXPECT_THAT(failures(evidence().octets), Contains(HasSubstr("cannot be derived again")));
}

TEST_F(Custody, OfTheAuditLogHoldsAndHoldsEarlierHeads) {
  const Sealed earlier = evidence();
  const ExportedAudit out = exported();
  EXPECT_EQ(out.problem, "");
  const Expected expected{.earlier = {{"earlier.zip", must(kept_head(earlier.octets, {}))}}};
  EXPECT_THAT(failures(out.sealed.octets, expected), IsEmpty());
  EXPECT_THAT(failures(evidence().octets, expected), IsEmpty());
  EXPECT_THAT(failures(earlier.octets, {.earlier = {{"later.zip", out.sealed.head}}}),
              Contains(HasSubstr("older one")));
}

TEST_F(Custody, AnAuditLogThatWasEditedShows) {
  edit("UPDATE audit SET detail = 'nothing was seen' WHERE id = 1");
  EXPECT_THAT(exported().problem, HasSubstr("entry 1"));
  EXPECT_THAT(failures(exported().sealed.octets), Contains(HasSubstr("entry 1 was changed")));
  EXPECT_THAT(failures(evidence().octets), Contains(HasSubstr("entry 1 was changed")));
}

TEST_F(Custody, AnAuditLogWithoutAnEntryShows) {
  evidence();
  evidence();
  edit("DELETE FROM audit WHERE id = 2");
  EXPECT_THAT(failures(exported().sealed.octets), Contains(HasSubstr("2 to 2 are missing")));
  EXPECT_THAT(failures(evidence().octets), Contains(HasSubstr("entry 2")));  // its head went out
}

TEST_F(Custody, AnAuditLogWithoutItsEndShows) {
  const Sealed earlier = evidence();
  evidence();
  edit("DELETE FROM audit WHERE id > 1");
  const std::vector<std::string> told = failures(exported().sealed.octets);
  EXPECT_THAT(told, Contains(HasSubstr("missing at the end")));
  const Expected expected{.earlier = {{"earlier.zip", earlier.head}}};
  EXPECT_THAT(failures(exported().sealed.octets, expected), Contains(HasSubstr("written anew")));
}

// By somebody who knows the hashes: only what was kept elsewhere tells.
TEST_F(Custody, AnAuditLogThatWasWrittenAnewShowsByAnEarlierHead) {
  const Sealed earlier = evidence();
  edit("DELETE FROM audit; DELETE FROM audit_anchor; DELETE FROM sqlite_sequence");
  for (int i = 0; i < 4; ++i)
    must(store::append_audit(store, {.at = store::at(i), .who = "li", .what = "case.open"}));
  const std::string later = exported().sealed.octets;
  EXPECT_THAT(failures(later), IsEmpty());
  const Expected expected{.earlier = {{"earlier.zip", earlier.head}}};
  EXPECT_THAT(failures(later, expected), Contains(HasSubstr("written anew")));
}

}  // namespace
}  // namespace davy::custody
