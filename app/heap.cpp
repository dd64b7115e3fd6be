// The heap of the program is jemalloc's, on huge pages.
//
// Why:     a capture with much mining makes hundreds of thousands of small objects that live as long as their flows. On pages
//          of 4 KiB a fifth of the time goes into touching each page first: jemalloc asks for pages of 2 MiB where the
//          kernel has them. What was freed is never given back: the next objects will want it. Giving it back piece by
//          piece tears the large pages, has the processors forget their translations, and the pages must be cleared
//          again when they are touched next: another fifth of the time. So the program is as large as it ever was.
//          Large blocks (oversize_threshold) have no place of their own either.
//          A program that watches for years is another thing: what one thread frees another made, pieces of all ages lie side by
//          side, and a heap that never gives back grows for hours (1,241 MiB after five minutes, where 550 are used with this).
// Source:  jemalloc(3), TUNING.
#include "app/heap.hpp"

#include <jemalloc/jemalloc.h>
#include <sys/types.h>

#include <array>

// Sanitizers bring a heap of their own.
#pragma weak mallctl

// Read by jemalloc before main(). NOLINTNEXTLINE(misc-use-internal-linkage)
extern "C" const char* malloc_conf;
const char* malloc_conf = "thp:always,dirty_decay_ms:-1,oversize_threshold:0";

namespace davy::app {

void let_heap_give_back() {
  if (mallctl == nullptr) return;
  ssize_t after_ms = 5'000;
  // Of arenas to come, and of those that are there (MALLCTL_ARENAS_ALL is 4096).
  constexpr std::array settings{"arenas.dirty_decay_ms", "arena.4096.dirty_decay_ms"};
  for (const char* setting : settings)
    mallctl(setting, nullptr, nullptr, &after_ms, sizeof after_ms);
}

}  // namespace davy::app
