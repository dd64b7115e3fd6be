#include "signal/network/own_probe.hpp"

#include <gtest/gtest.h>

namespace davy::signal {
namespace {

flow::FlowRecord flow_with(std::string agent, std::string login) {
  flow::FlowRecord record;
  record.last_seen = record.first_seen + std::chrono::seconds{2};
  record.conversation = std::make_unique<flow::ConversationRecord>();
  record.conversation->agent = std::move(agent);
  record.conversation->login = std::move(login);
  record.conversation->miner_spoke = true;
  return record;
}

TEST(OwnProbe, IsKnownByItsNames) {
  for (const auto& [agent, login] :
       {std::pair{"davy-probe/0.1.0", "davy-probe.no-account"}, std::pair{"davy-probe/0.1.0", ""},
        std::pair{"", "davy-probe.no-account"}, std::pair{"davy-probe", ""},
        std::pair{"", "davy-probe"}}) {
    const auto signal = own_probe_by_name(flow_with(agent, login));
    ASSERT_TRUE(signal) << agent << login;
    EXPECT_EQ(signal->basis, Basis::recognised);
    EXPECT_LT(signal->strength_nats, 0);
  }
  for (const auto& [agent, login] :
       {std::pair{"", ""}, std::pair{"davy-probed/1", "davy"}, std::pair{"XMRig/6.21.0", "4abc"},
        std::pair{"x davy-probe/1", "xdavy-probe.no-account"}})
    EXPECT_FALSE(own_probe_by_name(flow_with(agent, login))) << agent << login;
}

// Whoever takes our name to hide mines for nothing.
TEST(OwnProbe, DoesNothingThatEarns) {
  const auto named = [] { return flow_with("davy-probe/0.1.0", "davy-probe.no-account"); };
  auto submits = named();
  submits.conversation->shares.submitted = 1;
  EXPECT_FALSE(own_probe_by_name(submits));
  auto reports = named();
  reports.conversation->messages[flow::MessageKind::hash_rate].count = 1;
  EXPECT_FALSE(own_probe_by_name(reports));
  auto stays = named();
  stays.last_seen = stays.first_seen + std::chrono::minutes{4};
  EXPECT_FALSE(own_probe_by_name(stays));
  auto unread = named();
  unread.conversation->messages_unread = 1;
  EXPECT_FALSE(own_probe_by_name(unread));
  EXPECT_FALSE(own_probe_by_name(flow::FlowRecord{}));
}

}  // namespace
}  // namespace davy::signal
