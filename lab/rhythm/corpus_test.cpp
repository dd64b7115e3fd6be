#include "lab/rhythm/corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "lab/rhythm/corpus_files.hpp"

namespace davy::lab {
namespace {

namespace fs = std::filesystem;

constexpr const char* columns = "file\tlabel\tdialect\tproto\tsrc\tsport\tdst\tdport\tduration_s\n";
// The flow of the golden: eight minutes of Stratum.
constexpr const char* golden_ends = "10.25.9.223\t34722\t203.0.113.206\t3333\t480.8\n";

class Corpus : public testing::Test {
 protected:
  Corpus() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(fs::path(DAVY_SOURCE_DIR) / "tests/golden/stratum_v1/input.pcap",
                  folder / "lab__one.pcap");
  }
  ~Corpus() override { fs::remove_all(folder); }
  void labels(const std::string& rows) { std::ofstream(folder / "flows.tsv") << columns << rows; }
  std::string path() const { return folder.string(); }

  fs::path folder = fs::path(testing::TempDir()) / "davy_lab_corpus_test" /
                    testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(Corpus, labels_are_found_by_both_ends_either_way_round) {
  labels(std::string("a.pcap\tmining\tstratum-v1\ttcp\t") + golden_ends +
         "a.pcap\tbenign\t\ttcp\t203.0.113.206\t3333\t10.25.9.223\t34722\t1\n"  // the first counts
         "a.pcap\tbenign\t\tudp\t10.0.0.1\t53\t10.0.0.2\t53\t1\n"
         "a.pcap\tbenign\t\ttcp\t10.0.0.1\t\t10.0.0.2\t\t1\n"
         "b.pcap\tconn-only\t\ttcp\t10.0.0.1\t1\t10.0.0.2\t2\t0.5\n");
  const auto read = read_labels(path());
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  ASSERT_EQ(read->at("a.pcap").size(), 1u);
  const Label& label = read->at("a.pcap").at(ends({"203.0.113.206", 3333}, {"10.25.9.223", 34722}));
  EXPECT_TRUE(label.is_mining());
  EXPECT_EQ(label.what(), "stratum-v1");
  EXPECT_DOUBLE_EQ(label.duration_s, 480.8);
  EXPECT_FALSE(read->at("b.pcap").begin()->second.is_judged());
}

TEST_F(Corpus, without_labels_is_none) {
  EXPECT_FALSE(corpus_rhythms(path()));
  EXPECT_FALSE(corpus_intervals(path()));
  EXPECT_FALSE(corpus_suspects(path()));
}

TEST_F(Corpus, a_labelled_flow_becomes_samples) {
  labels(std::string("lab__one.pcap\tmining\tstratum-v1\ttcp\t") + golden_ends);
  const auto samples = corpus_rhythms(path());
  ASSERT_TRUE(samples);
  ASSERT_EQ(samples->flows.size(), 1u);
  EXPECT_TRUE(samples->flows[0].mining);
  EXPECT_EQ(samples->flows[0].what, "stratum-v1");
  EXPECT_NEAR(samples->flows[0].duration_s, 480.8, .1);
  EXPECT_EQ(samples->samples.size(), 4u);  // at 1, 2 and 5 minutes, and at the end
  for (const Sample& s : samples->samples) EXPECT_EQ(s.features.size(), rhythm_subject().features);
}

TEST_F(Corpus, what_is_not_labelled_or_of_no_judged_label_is_left_out) {
  labels(std::string("lab__one.pcap\tmining-attempt\tstratum-v1\ttcp\t") + golden_ends);
  EXPECT_TRUE(corpus_rhythms(path())->flows.empty());
  EXPECT_TRUE(corpus_suspects(path())->empty());
  labels("lab__one.pcap\tmining\tstratum-v1\ttcp\t10.25.9.223\t34723\t203.0.113.206\t3333\t480\n");
  EXPECT_TRUE(corpus_rhythms(path())->flows.empty());
}

TEST_F(Corpus, a_capture_that_cannot_be_read_has_no_flows_but_its_labels_count) {
  std::ofstream(folder / "lab__two.pcap") << "no capture";
  labels(std::string("lab__two.pcap\tmining\tstratum-v1\ttcp\t") + golden_ends +
         "lab__three.pcap\tmining\tstratum-v1\ttcp\t" + golden_ends);
  EXPECT_TRUE(corpus_rhythms(path())->flows.empty());
  EXPECT_TRUE(corpus_intervals(path())->flows.empty());
  const auto flows = corpus_suspects(path());
  ASSERT_TRUE(flows);
  ASSERT_EQ(flows->size(), 2u);
  EXPECT_FALSE((*flows)[0].by_rhythm);
}

TEST_F(Corpus, tells_source_duration_and_whether_it_is_suspected) {
  labels(std::string("lab__one.pcap\tmining\tstratum-v1\ttcp\t") + golden_ends);
  const auto flows = corpus_suspects(path());
  ASSERT_TRUE(flows);
  ASSERT_EQ(flows->size(), 1u);
  EXPECT_EQ((*flows)[0].source, "lab");
  EXPECT_DOUBLE_EQ((*flows)[0].duration_s, 480.8);
  EXPECT_TRUE((*flows)[0].by_rhythm);
  EXPECT_FALSE((*flows)[0].by_intervals);  // less than ten minutes
}

TEST_F(Corpus, packets_are_counted_from_the_clients_side) {
  const auto flows = counted_flows((folder / "lab__one.pcap").string());
  ASSERT_EQ(flows.size(), 1u);
  EXPECT_EQ(to_string(flows[0].client), "10.25.9.223");
  EXPECT_EQ(flows[0].client_port, 34722);
  EXPECT_EQ(flows[0].packets.size(), 98u + 60u);
  EXPECT_EQ(std::ranges::count_if(flows[0].packets, &CountedPacket::from_client), 98);
}

}  // namespace
}  // namespace davy::lab
