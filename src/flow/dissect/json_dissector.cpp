#include "flow/dissect/json_dissector.hpp"

#include <algorithm>
#include <cstring>

#include "base/base64.hpp"
#include "flow/dissect/json_beginning.hpp"

namespace davy::flow {
namespace {

bool begins_gzip(std::string_view text) {
  return text.size() >= 2 && text[0] == '\x1f' && text[1] == '\x8b';
}

// Behind the next line break, or nothing.
std::string_view next_line(std::string_view text) {
  const void* found = std::memchr(text.data(), '\n', text.size());
  if (found == nullptr) return {};
  return text.substr(static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) + 1);
}

// Takes each message of one call to where it belongs.
class Delivery final : public JsonReader::Handler {
 public:
  Delivery(JsonConversation& conversation, const JsonOutline& outline, Direction direction,
           Timestamp time, ConversationBuilder& out)
      : conversation_(conversation),
        outline_(outline),
        direction_(direction),
        time_(time),
        out_(out) {}

  void json(std::string_view text, bool cut) override {
    conversation_.message(direction_, time_, outline_, cut, text, 0, out_);
  }

 private:
  JsonConversation& conversation_;
  const JsonOutline& outline_;
  Direction direction_;
  Timestamp time_;
  ConversationBuilder& out_;
};

}  // namespace

void JsonReader::feed(Bytes bytes, JsonOutline& outline, Handler& handler,
                      MalformedCounts& malformed) {
  std::string_view text = as_text(bytes);
  while (!text.empty()) {
    if (inflater_) {
      text = compressed(text, outline, handler, malformed);
    } else if (!held_.empty()) {
      text = held(text, outline, handler, malformed);
    } else {
      text = plain(text, outline, handler, malformed);
    }
  }
}

// Octets in front of a message that tell its length. That such are there shows in the first that is no brace.
std::size_t JsonReader::length_at(std::string_view text, bool brace) {
  if (brace && !behind_lengths_) return 0;
  const std::size_t length = length_in_front(as_bytes(text));
  if (brace && length != 1) return 0;  // a brace that is the last octet of a length
  behind_lengths_ = behind_lengths_ || length != 0;
  return length;
}

// Reads one message at the front of `text`, or skips what is none; returns the rest.
std::string_view JsonReader::plain(std::string_view text, JsonOutline& outline, Handler& handler,
                                   MalformedCounts& malformed) {
  while (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
  if (text.empty()) return {};
  if (begins_gzip(text) && !inflating_) {
    inflater_ = std::make_unique<Inflater>(InflateFormat::gzip);
    return text;
  }
  const bool brace = text.front() == '{' || text.front() == '[';
  if (!brace && begins_as_encoded_json(as_bytes(text)))
    return encoded(text, outline, handler, malformed);
  if (const std::size_t length = length_at(text, brace)) return text.substr(length);
  if (!brace) return next_line(text);
  switch (outline.scan(text)) {
    case ScanOutcome::complete:
      handler.json(text.substr(0, outline.consumed()), false);
      return text.substr(outline.consumed());
    case ScanOutcome::incomplete: {
      if (text.size() > limits::message_octets_max) {
        malformed.add(Malformed::json_bound);
        handler.json(text, true);
        return {};
      }
      std::size_t used = 0;
      frame_.reset();
      frame_.feed(text, used);
      held_ = text;
      return {};
    }
    case ScanOutcome::too_deep:
      malformed.add(Malformed::json_bound);
      break;
    case ScanOutcome::malformed:
      malformed.add(Malformed::json);
      break;
  }
  return next_line(text.substr(std::min(outline.consumed(), text.size())));
}

// A message in base64 at the front of `text`, with its padding or without.
std::string_view JsonReader::encoded(std::string_view text, JsonOutline& outline, Handler& handler,
                                     MalformedCounts& malformed) {
  const std::size_t letters =
      std::min(text.find_first_not_of(base64_letters), limits::message_octets_max);
  std::string padded{text.substr(0, letters)};
  padded.append((4 - padded.size() % 4) % 4, '=');
  const auto message = from_base64(padded);
  if (message && outline.scan(*message) == ScanOutcome::complete) {
    handler.json(*message, false);
  } else {
    malformed.add(Malformed::json);
  }
  text.remove_prefix(std::min(letters, text.size()));
  return text.substr(std::min(text.find_first_not_of('='), text.size()));
}

std::string_view JsonReader::held(std::string_view text, JsonOutline& outline, Handler& handler,
                                  MalformedCounts& malformed) {
  std::size_t used = 0;
  const bool whole = frame_.feed(text, used);
  const std::size_t room = limits::message_octets_max - held_.size();
  held_.append(text.substr(0, std::min(used, room)));
  if (!whole && used <= room) return {};
  const ScanOutcome outcome = outline.scan(held_);
  if (outcome == ScanOutcome::complete || outcome == ScanOutcome::incomplete) {
    handler.json(held_, outcome == ScanOutcome::incomplete);
  }
  if (outcome == ScanOutcome::malformed) malformed.add(Malformed::json);
  if (outcome == ScanOutcome::too_deep || used > room) malformed.add(Malformed::json_bound);
  held_ = {};  // gives its memory back: a flow holds none between messages
  const std::string_view rest = text.substr(used);
  return whole ? rest : next_line(text);
}

std::string_view JsonReader::compressed(std::string_view text, JsonOutline& outline,
                                        Handler& handler, MalformedCounts& malformed) {
  std::vector<std::uint8_t> output;
  Bytes input = as_bytes(text);
  const InflateOutcome outcome = inflater_->feed(input, output);
  const bool ended = outcome != InflateOutcome::more;
  if (outcome != InflateOutcome::more && outcome != InflateOutcome::ok)
    malformed.add(Malformed::compression);
  std::unique_ptr<Inflater> current =
      std::move(inflater_);  // what is inflated is read as plain text
  inflating_ = true;         // gzip in gzip is not followed: it could go on without end
  feed(output, outline, handler, malformed);
  inflating_ = false;
  inflater_ = ended ? nullptr : std::move(current);
  if (!ended) return {};
  return outcome == InflateOutcome::ok ? as_text(input) : std::string_view{};
}

void JsonReader::gap(JsonOutline& outline, Handler& handler) {
  inflater_ = nullptr;
  if (held_.empty()) return;
  outline.scan(held_);
  handler.json(held_, true);
  held_ = {};
}

void JsonDissector::bytes(Direction direction, Timestamp time, Bytes bytes,
                          ConversationBuilder& out) {
  last_time_ = time;
  Delivery delivery(conversation_, outline_, direction, time, out);
  readers_[static_cast<std::size_t>(direction)].feed(bytes, outline_, delivery, malformed_);
}

void JsonDissector::gap(Direction direction, std::uint64_t, ConversationBuilder& out) {
  Delivery delivery(conversation_, outline_, direction, last_time_, out);
  readers_[static_cast<std::size_t>(direction)].gap(outline_, delivery);
}

void JsonDissector::end(ConversationBuilder& out) {
  gap(Direction::forward, 0, out);
  gap(Direction::reverse, 0, out);
}

}  // namespace davy::flow
