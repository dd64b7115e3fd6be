// How many processors this process may run on: fewer than the machine has under taskset, in a container or a cpuset.
//
// Errors:  none; at least 1.
// Threads: any; of the thread that asks.
// Source:  sched_getaffinity(2). std::thread::hardware_concurrency() tells what the machine has (glibc 2.36).
#pragma once

namespace davy {

unsigned processors_allowed();

// As many threads as a command takes unless it is told: what is left of the machine is for others.
unsigned usual_threads();

}  // namespace davy
