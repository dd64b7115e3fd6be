// For the tests of HttpStream: records its events, and feeds bytes in chosen splits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/dissect/deflate_test_support.hpp"
#include "flow/dissect/http.hpp"

namespace davy::flow::test {

// One line an event: "head POST /" or "head 200", "body <text>" or "cut <text>". Raw octets are
// joined, because their split is that of the feeds.
struct HttpEvents : HttpSink {
  void head(const HttpHead& head) override {
    events.push_back(head.is_request()
                         ? "head " + std::string(head.method()) + " " + std::string(head.target())
                         : "head " + std::to_string(head.status()));
    if (stream != nullptr && (head.status() == 101 || head.method() == "CONNECT")) {
      stream->switch_to_raw();
    }
  }
  void body(Bytes body, bool complete) override {
    events.push_back((complete ? "body " : "cut ") + std::string(as_text(body)));
  }
  void raw(Bytes bytes) override { raw_text += as_text(bytes); }

  std::vector<std::string> events;
  std::string raw_text;
  HttpStream* stream = nullptr;  // set: 101 and CONNECT switch to raw
};

struct HttpRun {
  std::vector<std::string> events;
  std::string raw_text;
  MalformedCounts malformed;
};

// The events of `text` fed `step` octets at a time (0: whole), then closed.
inline HttpRun run_http(std::string_view text, std::size_t step = 0) {
  HttpRun run;
  HttpEvents sink;
  HttpStream stream(sink, run.malformed);
  sink.stream = &stream;
  if (step == 0) step = text.size();
  for (std::size_t at = 0; at < text.size(); at += step)
    stream.feed(as_bytes(text.substr(at, step)));
  stream.end();
  run.events = sink.events;
  run.raw_text = sink.raw_text;
  return run;
}

}  // namespace davy::flow::test
