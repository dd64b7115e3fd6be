// What a JSON message holds that mining cannot do without, whatever its words: work, a difficulty, a job's identifier, a nonce.
//
// Units:   octets as they are written out (two hex digits are one octet).
// Shape:   work is long and opaque: hex of 40 digits or more, base64 of 40 letters or more, or a list of 16 octets or more.
// Threads: KnownJobs has one owner; the functions have no state.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "flow/dissect/json_message.hpp"

namespace davy::flow {

// The last jobs that were handed out: what they are called, and how long their blocks are.
class KnownJobs {
 public:
  void add(std::uint64_t identifier, std::uint32_t block_octets) {
    jobs_[seen_++ % jobs_.size()] = {identifier, block_octets};
  }
  std::uint32_t seen() const { return seen_; }
  bool any_called(std::uint64_t identifier) const;
  bool any_with_block_of(std::uint32_t octets) const;

 private:
  struct Job {
    std::uint64_t identifier = 0;  // hash; 0: no job
    std::uint32_t block_octets = 0;
  };
  std::array<Job, 8> jobs_{};
  std::uint32_t seen_ = 0;
};

struct UnlistedFeatures {
  std::uint64_t identifier = 0;    // hash of a job's identifier; 0: none
  bool identifier_named = false;   // it stands under a name for one
  bool identifier_of_job = false;  // under a name that says job, task or work
  std::uint32_t work_octets = 0;   // of the longest work; 0: none
  std::uint32_t block_octets = 0;  // of the longest that is named after a block or its header
  bool work_in_hex = false;
  bool nonce = false;               // hex of 4 to 16 octets that is no known job
  bool nonce_named = false;         // it stands under that name, in any form
  bool proof = false;               // a hash with so many zeros in front that work was spent on it
  bool difficulty = false;          // a number, hex or work under a name that holds a word for it
  bool difficulty_by_name = false;  // the same under just such a name
  bool difficulty_of_work =
      false;                 // such a one that a machine works at: a thousand and more, or hex
  bool returns_job = false;  // a known job's identifier anywhere
  bool returns_job_by_name = false;  // the same under a name for one
};

UnlistedFeatures features_of(const JsonMessage& message, const KnownJobs& jobs);

// What kind of thing a message says that it is: its method, or the member that stands for one, or nothing.
std::string_view word_of(const JsonMessage& message, std::string_view method);

// Does `text` hold one of `words`, in letters of any case? Looks at its first 64 octets.
bool any_of_words(std::string_view text, std::initializer_list<std::string_view> words);
bool says_difficulty(std::string_view text);

}  // namespace davy::flow
