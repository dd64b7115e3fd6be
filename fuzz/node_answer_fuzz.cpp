// What listens where a node should: whatever it answers, a block that is taken from it could be one, an answer lies inside
// the octets that came, and words for people are short and printable.
#include <cstdint>
#include <cstdlib>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"
#include "probe/node_answer.hpp"

namespace {

using namespace davy;
using namespace davy::probe;

void require(bool held) {
  if (!held) std::abort();
}

void check(const BlockHead& head) {
  require(head.height <= std::uint64_t{1} << 40 && head.hash.size() == 64);
  require(head.previous.empty() || head.previous.size() == 64);
  require(to_rfc3339(head.stamped) >= "2008" && to_rfc3339(head.stamped) < "2107");
}

void check_words(const std::string& words) {
  require(words.size() <= limits::node_text_octets_max + 100);
  for (const char c : words) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

template <class T, class Check>
void check(const Result<T>& result, Check check_one) {
  result ? check_one(*result) : check_words(result.error().message);
}

void read_body(std::string_view body) {
  check(read_best_hash(body), [](const std::string& hash) { require(hash.size() == 64); });
  check(read_bitcoind_head(body), [](const BlockHead& head) { check(head); });
  check(read_monerod_last_head(body), [](const BlockHead& head) { check(head); });
  check(read_monerod_heads(body), [](const std::vector<BlockHead>& heads) {
    require(heads.size() <= limits::node_headers_max);
    for (const BlockHead& head : heads) check(head);
  });
  check_words(rpc_complaint(body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets = as_text({data, size});
  for (const bool closed : {false, true}) {
    const auto answer = read_http(octets, closed);
    if (!answer) check_words(answer.error().message);
    if (!answer || !*answer) continue;
    require((*answer)->octets <= size && (*answer)->body.size() <= (*answer)->octets);
    require((*answer)->status >= 100 && (*answer)->status <= 999);
    read_body((*answer)->body);
  }
  read_body(octets);
  return 0;
}
