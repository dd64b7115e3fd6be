// What davy calls itself on the wire: src/probe says it, src/signal knows its own questions by it.
#pragma once

#include <string_view>

namespace davy {

// With a slash and the version behind it as agent, alone as vendor or worker.
inline constexpr std::string_view own_agent = "davy-probe";
// No coin's addresses look like this, and whoever reads a pool's log knows what it was. It holds none of the words by
// which a pool's refusal is told (src/probe/refusal.cpp): "wallet" said first by us would count for nothing.
inline constexpr std::string_view own_login = "davy-probe.no-account";

}  // namespace davy
