// Datagrams of sFlow v5, each behind two octets of length, to one collector: every sample is accounted for.
#include "export_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  davy::flow::hear_messages({data, size});
  return 0;
}
