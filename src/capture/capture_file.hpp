// Packets from a capture file or pipe: pcap and pcapng, plain, gzip or zstd; the kind is found by content.
//
// Units:   octets, UTC nanoseconds.
// Shape:   fill() gives the packets in file order, a block at a time.
// Errors:  open() fails with one clear line (unreadable, empty, not a capture, permission denied). Damage found later
//          is counted in malformed(); what came before it stays good.
// Threads: one owner at a time.
// Source:  draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng; gzip RFC 1952; zstd RFC 8878.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/malformed.hpp"
#include "base/result.hpp"
#include "capture/input_file.hpp"
#include "capture/packet_source.hpp"

namespace davy::capture {

class CaptureFile final : public PacketSource {
 public:
  // `path` is a file, or "-" for standard input.
  static Result<CaptureFile> open(const std::string& path);
  static Result<CaptureFile> open(InputFile input);
  // Another reader of the same capture from its beginning; nothing where that cannot be, or would cost much: a pipe, a
  // compressed file. A file that grows meanwhile may end later for one than for the other.
  std::optional<CaptureFile> again() const;

  CaptureFile(CaptureFile&&) noexcept;
  CaptureFile& operator=(CaptureFile&&) noexcept;
  ~CaptureFile() override;

  // Replaces the contents of `block` by the next packets; false at the end of the file (an end that is not clean is
  // counted in malformed()). The block's bytes and packets stay valid until it is filled again.
  bool fill(PacketBlock& block) override;

  const MalformedCounts& malformed() const override;
  // Octets of the file (as stored, compressed or not) consumed so far, and in all where that is known: for progress.
  std::uint64_t stored_octets_read() const override;
  std::optional<std::uint64_t> stored_octets_total() const;

 private:
  class Impl;
  explicit CaptureFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace davy::capture
