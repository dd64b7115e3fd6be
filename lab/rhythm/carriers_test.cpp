// The simulated sessions' tunnels against what live runs measured, lab/tunnels/sizes.tsv.
#include "lab/sessions/carriers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace davy::lab {
namespace {

struct Measured {
  std::string carrier, side;
  std::uint32_t octets = 0;
  double own = 0, back = 0;
};

std::vector<Measured> measured() {
  std::ifstream file(DAVY_SOURCE_DIR "/lab/tunnels/sizes.tsv");
  std::vector<Measured> rows;
  std::string line;
  std::getline(file, line);  // the columns
  while (std::getline(file, line)) {
    Measured row;
    std::istringstream(line) >> row.carrier >> row.side >> row.octets >> row.own >> row.back;
    rows.push_back(row);
  }
  return rows;
}

const Disguise* disguise_of(const std::string& name) {
  const auto all = carriers();
  const auto found = std::ranges::find(all, name, &Carrier::name);
  return found == all.end() ? nullptr : &found->disguise;
}

TEST(Carriers, AreAllMeasured) {
  std::set<std::string> names;
  for (const Measured& row : measured()) names.insert(row.carrier);
  EXPECT_EQ(names.size(), carriers().size());
  for (const Carrier& carrier : carriers()) EXPECT_TRUE(names.contains(std::string(carrier.name)));
}

TEST(Carriers, MakeTheSizesOfLiveRuns) {
  for (const Measured& row : measured()) {
    const Disguise* disguise = disguise_of(row.carrier);
    ASSERT_NE(disguise, nullptr) << row.carrier;
    const Message message{0, row.side == "client", row.octets};
    EXPECT_EQ(wrapped_octets(*disguise, message), row.own)
        << row.carrier << ' ' << row.side << ' ' << row.octets;
  }
}

TEST(Carriers, AcknowledgeWhereTheInnerConnectionIsCarried) {
  for (const Measured& row : measured()) {
    const Disguise& disguise = *disguise_of(row.carrier);
    const double octets = disguise.acknowledged_within_s > 0 ? wrapped_octets(disguise, {}) : 0;
    // One of a message, or one of each segment.
    if (row.octets >= 1300) continue;
    EXPECT_EQ(row.back, octets) << row.carrier << ' ' << row.octets;
  }
}

TEST(PutOn, AcknowledgesWhatNobodyAnswersInTime) {
  Random random(1);
  // A share and its answer, then a job.
  Messages messages{{10, true, 100}, {10.1, false, 40}, {20, false, 300}};
  Disguise disguise = *disguise_of("openvpn_udp");
  disguise.keep_alive_s = 0;
  put_on(disguise, random, messages);
  EXPECT_TRUE(messages[0].is_datagram);
  ASSERT_EQ(messages.size(), 5U);
  EXPECT_EQ(messages[0].octets, 176U);
  EXPECT_EQ(messages[1].octets, 116U);  // carries the server's acknowledgement
  EXPECT_TRUE(messages[2].from_client);
  EXPECT_NEAR(messages[2].time_s, 10.1003, 1e-9);
  EXPECT_EQ(messages[2].octets, 76U);
  EXPECT_EQ(messages[4].octets, 76U);
}

TEST(PutOn, AServerThatDoesNotAnswerAcknowledgesLate) {
  Random random(1);
  Messages messages{{10, true, 100}};
  Disguise disguise = *disguise_of("wireguard");
  disguise.keep_alive_s = 0;
  put_on(disguise, random, messages);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_FALSE(messages[1].from_client);
  EXPECT_NEAR(messages[1].time_s, 10.04, 1e-9);
  EXPECT_EQ(messages[1].octets, 96U);
}

TEST(PutOn, LeavesAPlainConversationAsItIs) {
  Random random(1);
  Messages messages{{1, true, 100}, {2, false, 40}};
  put_on(*disguise_of("plain"), random, messages);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].octets, 100U);
}

}  // namespace
}  // namespace davy::lab
