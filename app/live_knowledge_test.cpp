#include "app/live_knowledge.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace davy::app {
namespace {

namespace fs = std::filesystem;

class LiveKnowledgeTest : public testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("davy_live_knowledge_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    path = folder / "systems.csv";
    write("system,meters\nhpc,m1\n");
    options.register_path = path;
  }
  void TearDown() override { fs::remove_all(folder); }
  // Seconds are the coarsest times that file systems keep.
  void write(const std::string& text) {
    std::ofstream(path) << text;
    fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds{++writes});
  }

  fs::path folder, path;
  InspectOptions options;
  int writes = 0;
};

TEST_F(LiveKnowledgeTest, AFileThatChangedIsReadAgain) {
  auto known = LiveKnowledge::read(options);
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_NE((*known)->current().systems.of_meter("m1"), nullptr);
  EXPECT_FALSE(*(*known)->refresh());
  write("system,meters\nhpc,m2\n");
  EXPECT_TRUE(*(*known)->refresh());
  EXPECT_EQ((*known)->current().systems.of_meter("m1"), nullptr);
  EXPECT_NE((*known)->current().systems.of_meter("m2"), nullptr);
}

TEST_F(LiveKnowledgeTest, WhatIsBrokenIsToldOnceAndChangesNothing) {
  auto known = LiveKnowledge::read(options);
  ASSERT_TRUE(known);
  write("half a heading");
  EXPECT_FALSE((*known)->refresh());
  EXPECT_FALSE(*(*known)->refresh()) << "told once";
  EXPECT_NE((*known)->current().systems.of_meter("m1"), nullptr);
  write("system,meters\nhpc,m3\n");
  EXPECT_TRUE(*(*known)->refresh());
}

}  // namespace
}  // namespace davy::app
