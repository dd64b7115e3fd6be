// What a parser of names made of the octets that it was given.
//
// Threads: a value.
#pragma once

#include <cstdint>

namespace davy::flow {

enum class NameOutcome : std::uint8_t {
  other,       // something else: there is no name here, and none will come
  incomplete,  // what is there fits, and more is needed
  malformed,   // it contradicts itself: the caller counts Malformed::name
  complete,
};

}  // namespace davy::flow
