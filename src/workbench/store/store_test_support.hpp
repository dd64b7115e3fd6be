// A folder of its own for each test, and short ways to make rows.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>

#include "workbench/store/signals.hpp"
#include "workbench/store/store.hpp"
#include "workbench/store/subjects.hpp"

namespace davy::store {

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "davy-store-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~StoreTest() override {
    std::error_code none;
    std::filesystem::remove_all(folder, none);
  }

  std::string file(std::string_view name = "davy.store") const { return (folder / name).string(); }
  Store open(std::string_view name = "davy.store", Access access = Access::write) const {
    auto store = Store::open(file(name), access, std::chrono::milliseconds{300});
    if (!store) throw std::runtime_error(store.error().message);  // ends the test
    return std::move(*store);
  }

  std::filesystem::path folder;
};

// The value, or the end of the test with the message.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
template <class T>
std::string message_of(const Result<T>& result) {
  return result ? "no error" : result.error().message;
}

inline constexpr std::int64_t test_day = 18'765;  // 2021-05-18
inline Timestamp at(std::int64_t seconds_of_day, std::int64_t day = test_day) {
  return start_of_day(day) + std::chrono::seconds{seconds_of_day};
}

inline NewSignal signal_about(std::string host, std::string evidence, Timestamp when) {
  return {.subject = {"host", std::move(host)},
          .sensor = "border",
          .detector = "rhythm",
          .independence_group = "shape",
          .observed_at = when,
          .window_first = when - std::chrono::minutes{10},
          .window_last = when,
          .strength_nats = 3.5,
          .evidence = std::move(evidence),
          .input = "border.pcap",
          .pack_version = "built-in"};
}

inline Judgement judged(std::string host, verdict::Level level, double probability,
                        Timestamp when) {
  return {.subject = {"host", std::move(host)},
          .level = level,
          .probability = probability,
          .first_seen = when,
          .last_seen = when,
          .event = fmt::format("{{\"probability\":{}}}", probability)};
}

inline std::int64_t number_of(Store& store, std::string_view sql) {
  return must(store.database().integer(sql)).value_or(-1);
}

}  // namespace davy::store
