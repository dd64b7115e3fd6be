// Answers that are dear to work out, kept for a while: an account reads all mining that was ever found, which takes seconds at a
// large site.
//
// Shape:   what is quick is worked out for each who asks. What is not stands for answer_stands: who asks later gets the old one at
//          once, and it is worked out anew meanwhile. Only the first who asks waits.
// Errors:  those of working it out; one that arises behind the scenes leaves the old answer standing, and the next who asks tries.
// Bounds:  standing_answers_max answers; the one worked out longest ago gives way.
// Threads: any; one thread of its own at a time.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/result.hpp"
#include "base/time.hpp"

namespace davy::api {

inline constexpr Duration answer_stands = std::chrono::minutes{1};
inline constexpr Duration answer_is_quick = std::chrono::milliseconds{50};
inline constexpr std::size_t standing_answers_max = 64;

template <class T>
class StandingAnswers {
 public:
  using Make = std::function<Result<T>()>;

  // `make` works it out now; `make_later` does so on a thread of its own, after this has returned.
  Result<T> get(const std::string& key, Timestamp now, const Make& make, Make make_later) {
    const auto answer = kept(key);
    if (!answer || answer->took <= answer_is_quick) return work_out(key, now, make);
    // A clock that was set back makes it old, too.
    if (now < answer->at || now - answer->at > answer_stands)
      begin(key, now, std::move(make_later));
    return answer->value;
  }

 private:
  struct Kept {
    T value = {};
    Timestamp at = {};
    Duration took = {};
  };

  std::optional<Kept> kept(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = answers_.find(key);
    if (found == answers_.end()) return std::nullopt;
    return found->second;
  }

  Result<T> work_out(const std::string& key, Timestamp now, const Make& make) {
    const auto began = std::chrono::steady_clock::now();
    auto value = make();
    if (value) keep(key, {*value, now, std::chrono::steady_clock::now() - began});
    return value;
  }

  void keep(const std::string& key, Kept answer) {
    const std::lock_guard lock(mutex_);
    if (answers_.size() >= standing_answers_max && !answers_.contains(key))
      answers_.erase(
          std::ranges::min_element(answers_, {}, [](const auto& a) { return a.second.at; }));
    answers_[key] = std::move(answer);
  }

  void begin(const std::string& key, Timestamp now, Make make) {
    const std::lock_guard lock(mutex_);
    if (busy_) return;
    busy_ = true;
    // The thread before has done its work: nothing is waited for.
    worker_ = std::jthread([this, key, now, make = std::move(make)] {
      // What failed is worked out when it is asked for. NOLINTNEXTLINE(bugprone-unused-return-value)
      static_cast<void>(work_out(key, now, make));
      const std::lock_guard done(mutex_);
      busy_ = false;
    });
  }

  std::mutex mutex_;
  std::map<std::string, Kept> answers_;
  bool busy_ = false;
  std::jthread worker_;  // last: it ends before what it uses
};

}  // namespace davy::api
