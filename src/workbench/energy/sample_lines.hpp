// Event lines that tests are made of.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace davy::energy {

// 10 kW (9 to 12) from one day to another: 744 hours are 7,440 kWh (6,696 to 8,928).
inline std::string sample_meter(std::string_view id, std::string_view first, std::string_view last,
                                std::string_view verdict = "probable") {
  return fmt::format(
      R"({{"event":"mining_subject","subject":{{"kind":"meter","id":"{}"}},"verdict":"{}","probability":0.97,)"
      R"("electricity":{{"pattern":"constant","onset":{{"lower":"{}T00:00:00.000000Z","best":"{}T00:00:00.000000Z",)"
      R"("upper":"{}T00:00:00.000000Z"}},"last":"{}T00:00:00.000000Z","power":{{"lower":9,"best":10,"upper":12,)"
      R"("unit":"kW","at_least":true}},"energy":{{"lower":6696,"best":7440,"upper":8928,"unit":"kWh"}}}},"reasons":[]}})",
      id, verdict, first, first, first, last);
}

// 100 W (50 to 300) at 8 kH/s.
inline std::string sample_flow(std::string_view host, int port, std::string_view first,
                               std::string_view last, std::string_view verdict = "confirmed") {
  return fmt::format(
      R"({{"event":"mining_flow","source_address":"{}","source_port":{},"destination_address":"198.51.100.7",)"
      R"("destination_port":3333,"transport_protocol":"tcp","first_seen":"{}","last_seen":"{}","miner_side":"source",)"
      R"("coin":"XMR","verdict":"{}","probability":0.99,"algorithm":"RandomX","hash_rate":{{"lower":7000,"best":8000,)"
      R"("upper":9000,"unit":"H/s"}},"power":{{"lower":50,"best":100,"upper":300,"unit":"W","hardware":"CPU"}}}})",
      host, port, first, last, verdict);
}

inline std::string sample_host(std::string_view host) {
  return fmt::format(
      R"({{"event":"mining_subject","subject":{{"kind":"host","id":"{}"}},"verdict":"confirmed","probability":0.99,)"
      R"("reasons":[],"flows":[]}})",
      host);
}

}  // namespace davy::energy
