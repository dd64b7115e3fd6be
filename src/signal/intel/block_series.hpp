// When the blocks of chains came: the clock that every pool's jobs follow.
//
// Units:   UTC nanoseconds: when whoever wrote them down came to know of the block. The time that its miner wrote into it is
//          off by seconds to minutes, and is told apart.
// Shape:   a series for each coin and kind of time, sorted, each block once. A file has a line a block: time, ticker, height,
//          and `arrival` or `header` (nothing: arrival), separated by tabs; time as RFC 3339 or in seconds since 1970, with
//          fractions; # begins a comment; a heading may come first. `davy blocks` writes such files.
// Errors:  a file that cannot be read, or has lines that are none of this: Result, with the line's number.
// Bounds:  limits::block_rows_max rows in all.
// Threads: values.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "flow/flow_record.hpp"

namespace davy::signal {

enum class BlockTime : std::uint8_t {
  arrival,  // observed
  header,   // as its miner wrote it
};

struct BlockSeries {
  std::string coin;    // ticker; "" where it is not known
  std::string source;  // the file, or "mining that was read"
  std::vector<Timestamp> blocks;
  BlockTime times = BlockTime::arrival;
};

bool is_ticker(std::string_view text);  // "XMR": capitals and digits, 12 at most
inline constexpr std::string_view block_series_heading = "time\tcoin\theight\ttimes\n";
std::string block_series_line(Timestamp time, std::string_view coin, std::uint64_t height,
                              BlockTime times);

Result<std::vector<BlockSeries>> read_block_series(const std::string& path);
Result<std::vector<BlockSeries>> parse_block_series(std::string_view text,
                                                    const std::string& source);

// The clocks that mining which was read gives away: when its work moved to another block. One miner in clear is a clock for
// all hidden ones of its chain, whatever their pool.
std::vector<BlockSeries> series_of_read_mining(std::span<const flow::FlowRecord> records);

}  // namespace davy::signal
