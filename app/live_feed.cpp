#include "app/live_feed.hpp"

namespace davy::app {

void LiveCounts::add(const LiveCounts& other) {
  packets += other.packets;
  octets += other.octets;
  flows += other.flows;
  malformed += other.malformed;
  left_out += other.left_out;
  dropped_kernel += other.dropped_kernel;
  exporter_gaps += other.exporter_gaps;
}

}  // namespace davy::app
