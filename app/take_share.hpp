// A thread's packets of a block through its flow tables.
//
// Threads: the owner of the tables.
#pragma once

#include "app/block_reader.hpp"

namespace davy::app {

void take_share(const Share& mine);

}  // namespace davy::app
