// One direction of HTTP: never crashes, and every split of the stream gives the same events. First
// octet: how many octets a feed takes; second: whether a gap is put in. The rest is the stream.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "flow/dissect/http.hpp"
#include "flow/dissect/http_gate.hpp"

namespace {

using namespace davy;

struct Events : flow::HttpSink {
  void head(const flow::HttpHead& head) override {
    text += "\nhead " + std::string(head.method()) + std::to_string(head.status());
    for (std::size_t i = 0; i < head.field_count(); ++i) {
      text += std::to_string(head.field_at(i).name.size() + head.field_at(i).value.size()) + ' ';
    }
    if (head.status() == 101) stream->switch_to_raw();
    if (head.method() == "HEAD") stream->set_next_response_has_no_body();
  }
  void body(Bytes body, bool complete) override {
    text += complete ? "\nbody " : "\ncut ";
    text += as_text(body);
  }
  void raw(Bytes bytes) override { text += as_text(bytes); }

  std::string text;
  flow::HttpStream* stream = nullptr;
};

std::string events(Bytes bytes, std::size_t step, bool gap, MalformedCounts& malformed) {
  Events sink;
  flow::HttpStream stream(sink, malformed);
  sink.stream = &stream;
  const std::size_t middle = gap ? bytes.size() / 2 : bytes.size();
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = at < middle ? middle : bytes.size();
    const std::size_t count = std::min(step, end - at);
    stream.feed(bytes.subspan(at, count));
    at += count;
    if (gap && at == middle) stream.gap(3);
  }
  stream.end();
  return sink.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Bytes bytes = Bytes{data, size}.subspan(2);
  const bool gap = (data[1] & 1) != 0;
  flow::http_worth_following(bytes);
  MalformedCounts malformed;
  const std::string whole = events(bytes, size, gap, malformed);
  const std::string split = events(bytes, 1u + data[0], gap, malformed);
  // Where a bomb is noticed depends a little on how much had been fed by then.
  if (malformed[Malformed::compression] == 0 && whole != split) std::abort();
  return 0;
}
