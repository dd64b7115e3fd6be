// Puts the fragments of IPv4 and IPv6 datagrams together.
//
// Units:   octets from the start of the datagram's payload.
// Shape:   where fragments overlap, what came first wins, and the overlap is counted. Datagrams
// that are not complete
//          after limits::fragment_timeout of packet time, or that must give way, are counted as
//          never completed.
// Errors:  all counted as ip_fragment: see damaged().
// Threads: one owner at a time.
// Source:  RFC 791, 815, 8200 section 4.5, 5722.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "capture/decode/cursor.hpp"

namespace davy::capture {

struct FragmentKey {
  IpAddress source;
  IpAddress destination;
  std::uint32_t identification = 0;
  std::uint16_t vlan = 0;
  std::uint8_t protocol = 0;

  friend bool operator==(const FragmentKey&, const FragmentKey&) = default;
};

struct Fragment {
  Cursor bytes;              // captured whole
  std::uint32_t offset = 0;  // at most 65,528
  bool more = false;
  Timestamp time;
  std::uint32_t ip_octets = 0;  // of the packet that carried it
  std::uint8_t protocol = 0;    // what the payload is; that of the fragment at offset 0 counts
};

class Defragmenter {
 public:
  struct Datagram {
    Cursor payload;  // lies in a buffer of take_buffers()
    std::uint32_t ip_octets = 0;
    std::uint8_t protocol = 0;
  };

  // The datagram that this fragment completes, if it does.
  std::optional<Datagram> add(const FragmentKey& key, const Fragment& fragment);

  std::vector<std::vector<std::uint8_t>> take_buffers();
  // Overlaps, impossible lengths, and datagrams that were never completed, those still waiting
  // included.
  std::uint64_t damaged() const { return damaged_ + waiting_.size(); }

 private:
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  struct Waiting {
    FragmentKey key;
    Timestamp first_seen;
    std::vector<std::uint8_t> buffer;
    std::vector<Range> ranges;  // held octets, in order, apart from each other
    std::optional<std::uint32_t> total;
    std::uint32_t fragments = 0;
    std::uint32_t ip_octets = 0;
    std::uint8_t protocol = 0;
  };
  struct Hash {
    std::size_t operator()(const FragmentKey& key) const;
  };
  using Order = std::list<Waiting>;  // oldest first

  Order::iterator find_or_begin(const FragmentKey& key, Timestamp now);
  void drop(Order::iterator waiting);
  bool insert(Waiting& waiting, const Fragment& fragment);
  void copy_missing(Waiting& waiting, const Fragment& fragment, std::uint32_t end);

  Order waiting_;
  std::unordered_map<FragmentKey, Order::iterator, Hash> index_;
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::uint64_t damaged_ = 0;
};

}  // namespace davy::capture
