#include "base/processors.hpp"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace davy {

unsigned processors_allowed() {
  cpu_set_t allowed;
  // Fails where the machine has more processors than the set holds (1,024).
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
    return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
}

unsigned usual_threads() {
  constexpr unsigned most = 2;
  return std::min(most, processors_allowed());
}

}  // namespace davy
