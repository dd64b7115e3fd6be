// How the heap is used. See heap.cpp for how it is made.
#pragma once

namespace davy::app {

// For programs that run for years: what was freed goes back to the system within seconds. Before other threads begin.
void let_heap_give_back();

}  // namespace davy::app
