// Storj: the preface that its nodes, satellites and clients send before anything else, TLS included.
//
// Shape:   the eight octets "DRPC!!!1" first in a direction tell DRPC apart from what else the port serves; then TLS or frames.
//          Who stores files sends it as well as who rents out disks: it says which network, not who earns.
// Errors:  none: what does not fit says nothing.
// Threads: one owner.
// Source:  storj/drpc, the migration header of package drpcmigrate; not held against a capture.
#pragma once

#include <string_view>

#include "flow/dissect/dissector.hpp"

namespace davy::flow {

inline constexpr std::string_view storj_preface = "DRPC!!!1";

inline bool begins_as_storj(Bytes first_payload) {
  return as_text(first_payload).starts_with(storj_preface);
}

class Storj final : public Dissector {
 public:
  void bytes(Direction, Timestamp, Bytes bytes, ConversationBuilder& out) override {
    if (!begins_as_storj(bytes)) return;
    out.related(RelatedClass::storage_network,
                "Storj: the preface DRPC!!!1 opens the connection; clients that only store files "
                "send it too");
  }
  void gap(Direction, std::uint64_t, ConversationBuilder&) override {}
  bool gave_up() const override { return true; }  // the preface says it all
};

}  // namespace davy::flow
