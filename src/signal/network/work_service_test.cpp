#include "signal/network/work_service.hpp"

#include <gtest/gtest.h>

namespace davy::signal {
namespace {

using flow::ConversationRecord;
using flow::Direction;
using flow::FlowRecord;

FlowRecord flow_between(const char* client, std::uint16_t port, const char* service) {
  FlowRecord record;
  record.key.source_address = *parse_ip_address(client);
  record.key.destination_address = *parse_ip_address(service);
  record.key.source_port = port;
  record.key.destination_port = 9332;
  record.conversation = std::make_unique<ConversationRecord>();
  return record;
}

FlowRecord mining(const char* client) {
  FlowRecord record = flow_between(client, 40000, "10.0.0.40");
  record.conversation->miner_spoke = record.conversation->pool_spoke = true;
  record.conversation->miner_sends = Direction::forward;
  return record;
}

FlowRecord node_rpc(const char* client, const char* service) {
  FlowRecord record = flow_between(client, 40001, service);
  record.conversation->related = flow::RelatedClass::node_rpc;
  return record;
}

TEST(WorkServices, NodeRpcOfAMinerToItsServiceIsSuspect) {
  WorkServices services;
  services.learn(mining("10.0.0.13"));
  const auto signal = services.same_service(node_rpc("10.0.0.13", "10.0.0.40"));
  ASSERT_TRUE(signal);
  EXPECT_EQ(signal->basis, Basis::behaviour);
  EXPECT_GT(signal->strength_nats, 0);
}

TEST(WorkServices, AnotherClientOrServiceIsNot) {
  WorkServices services;
  services.learn(mining("10.0.0.13"));
  EXPECT_FALSE(services.same_service(node_rpc("10.0.0.14", "10.0.0.40")));
  EXPECT_FALSE(services.same_service(node_rpc("10.0.0.13", "10.0.0.41")));
}

TEST(WorkServices, AnAttemptTeachesNothing) {
  WorkServices services;
  FlowRecord attempt = mining("10.0.0.13");
  attempt.conversation->pool_spoke = false;
  services.learn(attempt);
  EXPECT_FALSE(services.same_service(node_rpc("10.0.0.13", "10.0.0.40")));
}

TEST(WorkServices, OtherJsonRpcStaysQuiet) {
  WorkServices services;
  services.learn(mining("10.0.0.13"));
  FlowRecord other = node_rpc("10.0.0.13", "10.0.0.40");
  other.conversation->related = flow::RelatedClass::json_rpc;
  EXPECT_FALSE(services.same_service(other));
}

FlowRecord half(const char* client, std::uint64_t given, std::uint64_t returned) {
  FlowRecord record = flow_between(client, 40002, "10.0.0.40");
  auto marks = std::make_unique<flow::WorkMarks>();
  marks->given[0] = given;
  marks->returned[0] = returned;
  record.conversation->work_marks = std::move(marks);
  return record;
}

TEST(WorkServices, HalvesOfThreeJobsAreAConversation) {
  WorkServices services;
  for (const std::uint64_t job : {11U, 12U, 13U}) {
    services.learn(half("10.0.0.13", job, 0));
    services.learn(half("10.0.0.13", 0, job));
  }
  const auto signal = services.joined_work(half("10.0.0.13", 11, 0));
  ASSERT_TRUE(signal);
  EXPECT_EQ(signal->basis, Basis::structure);
  EXPECT_TRUE(signal->reasons[0].evidence.starts_with("3 jobs"));
  EXPECT_FALSE(services.joined_work(mining("10.0.0.13")));
}

TEST(WorkServices, JobsThatNobodyReturnsAreNone) {
  WorkServices services;
  for (const std::uint64_t job : {11U, 12U, 13U, 14U}) {
    services.learn(half("10.0.0.13", job, 0));
    services.learn(half("10.0.0.13", 0, job + 100));
    services.learn(half("10.0.0.14", 0, job));  // another client
  }
  services.learn(half("10.0.0.13", 0, 11));
  services.learn(half("10.0.0.13", 0, 12));
  EXPECT_FALSE(services.joined_work(half("10.0.0.13", 11, 0)));
  EXPECT_FALSE(services.joined_work(half("10.0.0.14", 0, 11)));
}

}  // namespace
}  // namespace davy::signal
