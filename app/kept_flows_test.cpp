#include "app/kept_flows.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace davy::app {
namespace {

using report::Findings;
using report::JudgedFlow;

// Two hosts, with two flows and one.
Findings found() {
  Findings findings;
  for (std::uint16_t port = 1; port <= 3; ++port) {
    JudgedFlow flow;
    flow.record.key.source_port = port;
    flow.record.packets = {10, 12};
    flow.verdict.level = verdict::Level::confirmed;
    flow.verdict.reasons.push_back({.detector = "mining_conversation", .evidence = "a login"});
    findings.mining.push_back(std::move(flow));
  }
  findings.subjects.push_back({.id = "10.0.0.1", .verdict = {}, .flows = {0, 1}});
  findings.subjects.push_back({.id = "10.0.0.2", .verdict = {}, .flows = {2}});
  return findings;
}

std::ptrdiff_t kept_of(const KeptFlows& kept, const Findings& findings) {
  return std::ranges::count_if(findings.mining,
                               [&](const JudgedFlow& flow) { return kept.has(flow); });
}

TEST(KeptFlows, WhatWasWrittenIsKept) {
  KeptFlows kept;
  EXPECT_EQ(kept_of(kept, found()), 0);
  kept.become(found());
  EXPECT_EQ(kept_of(kept, found()), 3);
}

TEST(KeptFlows, AnotherPacketOrAnotherWordIsNews) {
  KeptFlows kept;
  kept.become(found());
  Findings longer = found();
  ++longer.mining[0].record.packets[1];
  EXPECT_EQ(kept_of(kept, longer), 2);
  Findings said = found();
  said.mining[1].verdict.reasons.push_back(
      {.detector = "synchrony", .evidence = "in step with another"});
  EXPECT_EQ(kept_of(kept, said), 2);
}

TEST(KeptFlows, AnotherFlowOfTheSamePortsIsAnother) {
  KeptFlows kept;
  kept.become(found());
  Findings later = found();
  later.mining[2].record.first_seen += std::chrono::seconds{1};
  EXPECT_EQ(kept_of(kept, later), 2);
}

TEST(KeptFlows, OnlyFlowsOfSubjectsThatWereWrittenAreAdded) {
  KeptFlows kept;
  Findings written = found();
  written.subjects.pop_back();
  kept.add(written);
  EXPECT_EQ(kept_of(kept, found()), 2);
  kept.add(found());
  EXPECT_EQ(kept_of(kept, found()), 3);
}

TEST(KeptFlows, ALookAtEverythingForgetsTheOthers) {
  KeptFlows kept;
  kept.become(found());
  kept.become({});
  EXPECT_EQ(kept_of(kept, found()), 0);
}

}  // namespace
}  // namespace davy::app
