#include "flow/dissect/websocket.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t step_octets = 4 * 1024;  // unmasked at a time, on the stack
constexpr std::size_t idle_octets = 8 * 1024;  // a larger buffer is given back after its message
// RFC 7692 section 7.2.2: the sender leaves these away at the end of each message.
constexpr std::array<std::uint8_t, 4> flush_mark{0x00, 0x00, 0xff, 0xff};

}  // namespace

void WebSocketStream::feed(Bytes bytes) {
  while (!bytes.empty()) bytes = step(bytes);
}

Bytes WebSocketStream::step(Bytes in) {
  switch (state_) {
    case State::header:
      return read_header(in);
    case State::payload:
      return read_payload(in);
    case State::lost:
      return look_for_frame(in);
    case State::given_up:
      break;
  }
  return {};
}

Bytes WebSocketStream::read_header(Bytes in) {
  std::size_t taken = 0;
  auto frame = held_.empty() ? read_websocket_header(in) : std::nullopt;
  if (frame) {
    taken = frame->header_octets;
  } else {
    while (!frame && taken < in.size()) {
      held_.push_back(in[taken++]);
      frame = read_websocket_header(held_);
    }
    if (!frame) return {};
    held_.clear();
  }
  frame_ = *frame;
  begin_frame();
  return in.subspan(taken);
}

void WebSocketStream::begin_frame() {
  if (!is_valid(frame_)) {
    contradiction();
    return lose();
  }
  masked_ = frame_.masked;
  if (!frame_.shortest_length) contradiction();
  remaining_octets_ = frame_.payload_octets;
  state_ = State::payload;
  skips_frame_ = frame_.is_control();
  if (frame_.is_control()) {
    count_control();
  } else {
    begin_data_frame();
  }
  if (remaining_octets_ == 0) end_frame();
}

void WebSocketStream::begin_data_frame() {
  if (frame_.opcode == WebSocketOpcode::continuation) {
    skips_frame_ = !in_message_;
    if (!in_message_ || frame_.compressed) contradiction();
    return;
  }
  if (in_message_) {  // the one before never ended
    contradiction();
    end_message(false);
  }
  in_message_ = true;
  delivered_ = false;
  opcode_ = frame_.opcode;
  compressed_ = frame_.compressed;
}

void WebSocketStream::count_control() {
  if (frame_.opcode == WebSocketOpcode::ping) ++counts_.pings;
  if (frame_.opcode == WebSocketOpcode::pong) ++counts_.pongs;
  if (frame_.opcode == WebSocketOpcode::close) ++counts_.closes;
}

Bytes WebSocketStream::read_payload(Bytes in) {
  const Bytes part = in.first(std::min<std::uint64_t>(in.size(), remaining_octets_));
  const bool whole_in_feed = part.size() == frame_.payload_octets && frame_.final &&
                             !frame_.masked && !compressed_ && message_.empty() && !delivered_ &&
                             part.size() <= limits::message_octets_max;
  if (!skips_frame_) {
    if (whole_in_feed) {
      deliver(part, true);
    } else {
      append(part);
    }
  }
  remaining_octets_ -= part.size();
  if (remaining_octets_ == 0) end_frame();
  return in.subspan(part.size());
}

void WebSocketStream::end_frame() {
  state_ = State::header;
  if (!skips_frame_ && frame_.final) end_message(true);
}

// Unmasks a step at a time; the position in the payload follows from what remains of it.
void WebSocketStream::append(Bytes part) {
  std::uint64_t offset = frame_.payload_octets - remaining_octets_;
  std::array<std::uint8_t, step_octets> plain;
  while (!part.empty()) {
    if (delivered_ && !compressed_) return;
    Bytes step = part.first(std::min(step_octets, part.size()));
    part = part.subspan(step.size());
    if (frame_.masked) {
      unmask(step, frame_.key, offset, plain);
      offset += step.size();
      step = Bytes{plain}.first(step.size());
    }
    if (compressed_) {
      append_inflated(step);
    } else {
      message_.insert(message_.end(), step.begin(), step.end());
      cut_at_bound();
    }
  }
}

// Goes on after the bound on the message too, for the window's sake.
void WebSocketStream::append_inflated(Bytes part) {
  if (window_is_lost_ && delivered_) return;
  if (!inflater_) {
    inflater_ = std::make_unique<Inflater>(InflateFormat::raw);
    if (window_is_lost_ && keeps_window_) inflater_->blank_window();
    window_is_lost_ = false;
  }
  const InflateOutcome outcome = inflater_->feed(part, message_);
  cut_at_bound();
  if (outcome == InflateOutcome::more || outcome == InflateOutcome::ok) return;
  if (outcome != InflateOutcome::full) malformed_.add(Malformed::compression);
  drop_window();
  if (!delivered_) deliver(message_, false);
}

void WebSocketStream::drop_window() {
  window_is_lost_ = true;
  inflater_.reset();
}

void WebSocketStream::cut_at_bound() {
  if (message_.size() > limits::message_octets_max && !delivered_) {
    malformed_.add(Malformed::json_bound);
    deliver(Bytes{message_}.first(limits::message_octets_max), false);
  }
  if (delivered_) message_.clear();
}

void WebSocketStream::end_message(bool complete) {
  if (compressed_ && complete && inflater_) append_inflated(flush_mark);
  if (!delivered_) deliver(message_, complete);
  in_message_ = false;
  if (!compressed_ || !inflater_) return;
  if (!complete) {
    drop_window();
  } else if (keeps_window_) {
    inflater_->next_message();
  } else {
    inflater_.reset();
  }
}

void WebSocketStream::deliver(Bytes payload, bool complete) {
  delivered_ = true;
  ++counts_.messages;
  sink_.message(opcode_, payload, complete);
  message_.clear();
  if (message_.capacity() > idle_octets) message_ = {};
}

void WebSocketStream::gap(std::uint64_t octets) {
  if (octets == 0 || state_ == State::given_up) return;
  if (state_ != State::payload || octets > remaining_octets_) return lose();
  if (!skips_frame_) {
    if (compressed_) drop_window();
    if (!delivered_) deliver(message_, false);
  }
  remaining_octets_ -= octets;
  if (remaining_octets_ == 0) end_frame();
}

void WebSocketStream::lose() {
  if (in_message_) end_message(false);
  drop_window();
  held_.clear();
  lost_octets_ = 0;
  state_ = State::lost;
}

Bytes WebSocketStream::look_for_frame(Bytes in) {
  const Bytes part = in.first(std::min(in.size(), limits::websocket_hold_octets_max));
  held_.insert(held_.end(), part.begin(), part.end());
  while (state_ == State::lost && find_in_held()) read_held();
  return in.subspan(part.size());
}

// Drops what begins no frame from the front. False where nothing was found (yet).
bool WebSocketStream::find_in_held() {
  const FrameExpectation expected{.masked = masked_, .compressed = true};
  std::size_t dropped = 0;
  FrameGuess answer = FrameGuess::no;
  while (dropped < held_.size()) {
    answer = guess_websocket_frame(Bytes{held_}.subspan(dropped), expected);
    if (answer != FrameGuess::no) break;
    ++dropped;
    answer = FrameGuess::more_octets_needed;
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(dropped));
  lost_octets_ += dropped;
  if (answer == FrameGuess::yes) return true;
  if (lost_octets_ > limits::websocket_lost_octets_max) {
    contradiction();
    held_ = {};
    state_ = State::given_up;
  }
  return false;
}

// Reads on from the frame found; what is left where the stream is lost again is looked through once
// more.
void WebSocketStream::read_held() {
  const std::vector<std::uint8_t> held = std::exchange(held_, {});
  state_ = State::header;
  Bytes rest = held;
  while (!rest.empty() && state_ != State::lost) rest = step(rest);
  if (state_ != State::lost) return;
  held_.assign(rest.begin(), rest.end());
}

}  // namespace davy::flow
