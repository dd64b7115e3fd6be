// The heap of the program is jemalloc's, on huge pages.
//
// Why:     a capture with much mining makes hundreds of thousands of small objects that live as long as their flows. On pages
//          of 4 KiB a fifth of the time goes into touching each page first. jemalloc asks for pages of 2 MiB where the
//          kernel has them, and keeps what was freed for less than a second: the next
//          objects will want it. Longer is no faster, and the peak is then above a quarter of ndpiReader's.
// Source:  jemalloc(3), TUNING.

// Read by jemalloc before main(). NOLINTNEXTLINE(misc-use-internal-linkage)
extern "C" const char* malloc_conf;
const char* malloc_conf = "thp:always,dirty_decay_ms:700,muzzy_decay_ms:0";
