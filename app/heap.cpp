// The heap of the program: what operator new gives, from huge pages.
//
// Why:     a capture with much mining makes hundreds of thousands of small objects that live as long as their flows. On
//          pages of 4 KiB a fifth of the time went into touching each page first, and threads waited for each other
//          while their heaps grew. On pages of 2 MiB that is gone, and with it most misses of the TLB.
// Shape:   blocks of one class of size lie side by side in a run; freed ones make a list. Runs are cut from chunks, and
//          chunks from one reserved stretch of addresses, so that where a block lies tells its class. What is larger,
//          or finds no room there, is malloc's. Small blocks' runs whose blocks are all free serve other classes again:
//          they are looked for whenever the heap has grown by a sixteenth. No memory is given back before the program
//          ends; the bounds in base/limits.hpp hold it down.
// Threads: each has a heap of its own, and a block belongs to the thread that frees it. The heap of a thread that ends
//          goes to the next one that begins.
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <utility>

namespace {

constexpr std::size_t kib = 1024, mib = 1024 * kib;
constexpr std::size_t stretch_octets = 32 * 1024 * mib;  // of addresses, not of memory
constexpr std::size_t chunk_octets = 2 * mib;            // a huge page
constexpr std::size_t span_octets = 8 * kib;             // a run is whole spans
constexpr std::size_t pooled_max = 128 * kib;
constexpr std::size_t advised_min = mib;  // larger blocks have huge pages of their own
constexpr std::size_t line_octets = 64;

// Up to 512 octets in steps of 16, then four classes for each doubling. There is no class 0.
constexpr std::size_t fine_step = 16, fine_max = 512, fine_classes = fine_max / fine_step;
constexpr std::size_t class_of(std::size_t octets) {
  if (octets <= fine_max) return octets == 0 ? 1 : (octets + fine_step - 1) / fine_step;
  const auto width = static_cast<std::size_t>(std::bit_width(octets - 1));
  return fine_classes + 1 + (width - std::bit_width(fine_max)) * 4 +
         ((octets - 1) >> (width - 3) & 3);
}
constexpr std::size_t classes = class_of(pooled_max) + 1;

constexpr std::array<std::uint32_t, classes> make_class_octets() {
  std::array<std::uint32_t, classes> octets{};
  for (std::uint32_t size = fine_step; size <= pooled_max; size += fine_step)
    octets[class_of(size)] = size;  // the largest of a class comes last
  return octets;
}
constexpr std::array<std::uint32_t, classes> class_octets = make_class_octets();
static_assert(class_octets[class_of(1)] == 16 && class_octets[class_of(17)] == 32);
static_assert(class_octets[class_of(513)] == 640 && class_octets[class_of(640)] == 640);
static_assert(class_octets[class_of(641)] == 768 && class_octets[class_of(1025)] == 1280);
static_assert(class_octets[classes - 1] == pooled_max && classes <= 256);

// Small blocks' runs are of one size, and fill chunks of their own; a large block is a run.
constexpr std::size_t small_run_octets = 32 * kib;
constexpr std::size_t small_classes = class_of(small_run_octets) + 1;
constexpr std::size_t run_octets(std::size_t block_octets) {
  return std::max(small_run_octets, block_octets);
}

struct FreeBlock {
  FreeBlock* next;
};

struct Heap {
  struct Rest {
    std::byte* begin = nullptr;
    std::byte* end = nullptr;

    std::size_t octets() const { return static_cast<std::size_t>(end - begin); }
  };
  struct Class {
    FreeBlock* free = nullptr;
    Rest run;  // that is being cut into blocks
  };
  std::array<Class, classes> of_class;
  FreeBlock* free_runs = nullptr;  // of small blocks
  Rest small_chunk, large_chunk;   // that are being cut into runs
  std::size_t chunks = 0;
  std::size_t chunks_when_gathered = 0;
  Heap* next_idle = nullptr;
};

// Nothing lies in the last addresses, so until there is a stretch no block is taken for one of it.
constinit std::uintptr_t stretch_begin = UINTPTR_MAX - stretch_octets;
constinit std::array<std::uint8_t, stretch_octets / span_octets> class_of_span{};
constinit std::atomic<std::size_t> stretch_used = 0;
constinit std::mutex idle_mutex;
constinit Heap* idle = nullptr;
constinit thread_local Heap* own = nullptr;

// Fails where addresses are limited or overcommitment is forbidden. Without huge pages all is slower, and nothing else.
bool reserve() {
  void* const found = mmap(nullptr, stretch_octets + chunk_octets, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (found == MAP_FAILED) return false;
  const auto at = reinterpret_cast<std::uintptr_t>(found);
  stretch_begin = at + (chunk_octets - at % chunk_octets);
  madvise(reinterpret_cast<void*>(stretch_begin), stretch_octets, MADV_HUGEPAGE);
  return true;
}

std::byte* new_chunk() {
  static const bool is_reserved = reserve();  // by the first thread, while it is the only one
  if (!is_reserved) return nullptr;
  const std::size_t offset = stretch_used.fetch_add(chunk_octets, std::memory_order_relaxed);
  if (offset >= stretch_octets) return nullptr;
  return reinterpret_cast<std::byte*>(stretch_begin + offset);
}

std::size_t span_of(const void* block) {
  return (reinterpret_cast<std::uintptr_t>(block) - stretch_begin) / span_octets;
}

struct GivesHeapBack {
  ~GivesHeapBack() {
    if (own == nullptr) return;
    const std::scoped_lock lock(idle_mutex);
    own->next_idle = idle;
    idle = own;
    own = nullptr;
  }
};

[[gnu::noinline]] Heap* begin_own() {
  static thread_local GivesHeapBack at_end;
  static_cast<void>(at_end);
  const std::scoped_lock lock(idle_mutex);
  if (idle != nullptr) {
    own = idle;
    idle = own->next_idle;
  } else if (void* const memory = std::malloc(sizeof(Heap)); memory != nullptr) {
    own = ::new (memory) Heap;
  }
  return own;
}

std::size_t run_of(const void* block) {
  return (reinterpret_cast<std::uintptr_t>(block) - stretch_begin) / small_run_octets;
}

// Takes the blocks of runs whose `count` of free blocks says that there are no others out of their list.
void take_out_free_runs(Heap& heap, std::size_t number, std::uint16_t* count) {
  constexpr std::uint16_t taken = UINT16_MAX;
  const std::size_t blocks = small_run_octets / class_octets[number];
  FreeBlock** link = &heap.of_class[number].free;
  while (FreeBlock* const block = *link) {
    std::uint16_t& free = count[run_of(block)];
    if (free != blocks && free != taken) {
      link = &block->next;
      continue;
    }
    *link = block->next;
    const std::size_t offset = run_of(block) * small_run_octets;
    auto* const run = reinterpret_cast<std::byte*>(stretch_begin + offset);
    if (free == blocks) free = taken;
    if (reinterpret_cast<std::byte*>(block) == run)
      heap.free_runs = ::new (run) FreeBlock{heap.free_runs};
  }
}

void gather_free_runs(Heap& heap) {
  heap.chunks_when_gathered = heap.chunks;
  const std::size_t runs = stretch_used.load(std::memory_order_relaxed) / small_run_octets;
  auto* const count = static_cast<std::uint16_t*>(std::calloc(runs, sizeof(std::uint16_t)));
  if (count == nullptr) return;
  for (std::size_t number = 1; number < small_classes; ++number)
    for (const FreeBlock* b = heap.of_class[number].free; b != nullptr; b = b->next)
      ++count[run_of(b)];
  for (std::size_t number = 1; number < small_classes; ++number)
    take_out_free_runs(heap, number, count);
  std::free(count);
}

// The run's memory; nothing where there is no more.
std::byte* find_run(Heap& heap, std::size_t octets) {
  const bool small = octets == small_run_octets;
  Heap::Rest& chunk = small ? heap.small_chunk : heap.large_chunk;
  if (chunk.octets() < octets && heap.chunks > heap.chunks_when_gathered * 17 / 16)
    gather_free_runs(heap);
  if (small && heap.free_runs != nullptr) {
    FreeBlock* const run = heap.free_runs;
    heap.free_runs = run->next;
    return reinterpret_cast<std::byte*>(run);
  }
  if (chunk.octets() < octets) {
    std::byte* const fresh = new_chunk();
    if (fresh == nullptr) return nullptr;
    ++heap.chunks;
    chunk = {fresh, fresh + chunk_octets};
  }
  return std::exchange(chunk.begin, chunk.begin + octets);
}

bool begin_run(Heap& heap, std::size_t number) {
  const std::size_t block = class_octets[number], octets = run_octets(block);
  std::byte* const run = find_run(heap, octets);
  if (run == nullptr) return false;
  heap.of_class[number].run = {run, run + octets / block * block};
  std::memset(&class_of_span[span_of(run)], static_cast<int>(number), octets / span_octets);
  return true;
}

[[gnu::noinline]] void* cut_block(Heap& heap, std::size_t number) {
  Heap::Rest& run = heap.of_class[number].run;
  if (run.begin == run.end && !begin_run(heap, number)) return nullptr;
  return std::exchange(run.begin, run.begin + class_octets[number]);
}

[[gnu::noinline]] void* from_malloc(std::size_t octets, std::size_t alignment) {
  if (octets < advised_min) return std::aligned_alloc(alignment, octets);
  void* const block = std::aligned_alloc(chunk_octets, octets);
  if (block != nullptr) madvise(block, octets, MADV_HUGEPAGE);
  return block;
}

void* or_throw(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void* take(std::size_t octets, std::size_t alignment) {
  if (octets <= pooled_max) [[likely]] {
    Heap* const heap = own != nullptr ? own : begin_own();
    const std::size_t number = class_of(octets);
    if (heap != nullptr) {
      if (FreeBlock* const block = heap->of_class[number].free; block != nullptr) {
        heap->of_class[number].free = block->next;
        return block;
      }
      if (void* const block = cut_block(*heap, number); block != nullptr) return block;
    }
  }
  return or_throw(from_malloc(octets, alignment));
}

void give(void* block) noexcept {
  const std::size_t span = span_of(block);
  Heap* const heap = own != nullptr ? own : begin_own();
  if (span >= class_of_span.size() || heap == nullptr) return std::free(block);
  FreeBlock*& first = heap->of_class[class_of_span[span]].free;
  first = ::new (block) FreeBlock{first};
}

}  // namespace

void* operator new(std::size_t octets) { return take(octets, fine_step); }
// Runs begin at a line, so blocks of whole lines do.
void* operator new(std::size_t octets, std::align_val_t alignment) {
  const auto asked = static_cast<std::size_t>(alignment);
  if (asked > line_octets) return or_throw(from_malloc(octets, asked));
  return take((octets + line_octets - 1) / line_octets * line_octets, line_octets);
}
void operator delete(void* block) noexcept {
  if (block != nullptr) give(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }
void operator delete(void* block, std::align_val_t) noexcept { operator delete(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  operator delete(block);
}
