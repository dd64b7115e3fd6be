// What a live sensor knows: read again when a file of it changed, without a restart.
//
// Errors:  read() fails as read_knowledge(); refresh() too, and then what was known before stays in force.
// Threads: names() is for any thread; the rest for one owner.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/inspection.hpp"

namespace davy::app {

class LiveKnowledge {
 public:
  static Result<std::unique_ptr<LiveKnowledge>> read(const InspectOptions& options);

  const Knowledge& current() const { return generations_.back()->knowledge; }
  const flow::NameJudge& names() const { return names_; }
  // True: something had changed.
  Result<bool> refresh();

 private:
  struct Generation {
    explicit Generation(Knowledge known)
        : knowledge(std::move(known)), names(knowledge.indicators) {}
    Knowledge knowledge;
    signal::KnownNames names;
  };
  // Asks those that are in force.
  class Names final : public flow::NameJudge {
   public:
    bool wants(std::string_view host) const override { return now().wants(host); }
    bool wants(const IpAddress& address) const override { return now().wants(address); }
    bool wants(const flow::CertificateFacts& facts) const override { return now().wants(facts); }
    bool may_want(Bytes certificate) const override { return now().may_want(certificate); }
    void set(const signal::KnownNames& names) { current_.store(&names, std::memory_order_release); }

   private:
    const signal::KnownNames& now() const { return *current_.load(std::memory_order_acquire); }
    std::atomic<const signal::KnownNames*> current_ = nullptr;
  };
  // Of all that it is read from.
  struct State {
    std::vector<std::filesystem::file_time_type> times = {};
    std::string stored_register = {};
    bool operator==(const State&) const = default;
  };

  explicit LiveKnowledge(InspectOptions options) : options_(std::move(options)) {}
  Result<void> read_now();
  State state() const;

  InspectOptions options_;
  State read_at_;
  std::vector<std::unique_ptr<Generation>> generations_;  // who asks may still be in the one before
  Names names_;
};

}  // namespace davy::app
