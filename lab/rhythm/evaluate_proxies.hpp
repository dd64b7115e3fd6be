// How well miners behind a proxy are found, and what else has many clients of one service.
#pragma once

#include <cstddef>
#include <cstdint>

namespace davy::lab {

// Proxies with eight miners each, all in TLS.
void behind_a_proxy(std::size_t proxies, std::uint64_t seed);
// Services that are no proxies of miners: none of their clients may be made probable.
void many_clients_of_one_service(std::size_t services, std::uint64_t seed);

}  // namespace davy::lab
