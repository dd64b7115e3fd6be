// The heap of the program is jemalloc's, on huge pages.
//
// Why:     a capture with much mining makes hundreds of thousands of small objects that live as long as their flows. On pages
//          of 4 KiB a fifth of the time goes into touching each page first: jemalloc asks for pages of 2 MiB where the
//          kernel has them. What was freed is never given back: the next objects will want it. Giving it back piece by
//          piece tears the large pages, has the processors forget their translations, and the pages must be cleared
//          again when they are touched next: another fifth of the time. So the program is as large as it ever was.
//          Large blocks (oversize_threshold) have no place of their own either.
// Source:  jemalloc(3), TUNING.

// Read by jemalloc before main(). NOLINTNEXTLINE(misc-use-internal-linkage)
extern "C" const char* malloc_conf;
const char* malloc_conf = "thp:always,dirty_decay_ms:-1,oversize_threshold:0";
