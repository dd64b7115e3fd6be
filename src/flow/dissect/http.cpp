#include "flow/dissect/http.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::size_t idle_octets = 8 * 1024;  // a larger buffer is given back after its message
constexpr std::uint64_t chunk_octets_max =
    std::uint64_t{1} << 56;  // no chunk is longer; keeps the sum from overflow

// Through the first newline; all of `in` where there is none.
Bytes through_newline(Bytes in) {
  const std::size_t newline = as_text(in).find('\n');
  return newline == std::string_view::npos ? in : in.first(newline + 1);
}

bool ends_line(Bytes part) { return !part.empty() && part.back() == '\n'; }

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of("\r\n \t") == std::string_view::npos;
}

std::optional<unsigned> hex_digit(std::uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return {};
}

// RFC 9112 section 6.3: digits only, and all Content-Length fields agree.
std::optional<std::uint64_t> content_length(const HttpHead& head) {
  const std::string_view text = head.field("content-length");
  if (text.empty() || text.size() > 18) return {};
  std::uint64_t octets = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    octets = octets * 10 + static_cast<std::uint64_t>(c - '0');
  }
  for (std::size_t i = 0; i < head.field_count(); ++i) {
    const HttpField field = head.field_at(i);
    if (equal_ignoring_case(field.name, "content-length") && field.value != text) return {};
  }
  return octets;
}

bool has_no_body_by_status(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

void HttpStream::feed(Bytes bytes) {
  while (!bytes.empty()) bytes = step(bytes);
}

// Takes some of `in`, at least one octet or one change of state, and gives back the rest.
Bytes HttpStream::step(Bytes in) {
  switch (state_) {
    case State::start_line:
      return look_for_start_line(in);
    case State::fields:
      return read_fields(in);
    case State::length_body:
      return read_length_body(in);
    case State::close_body:
      append_body(in);
      return {};
    case State::chunk_size:
      return read_chunk_size(in);
    case State::chunk_data:
      return read_chunk_data(in);
    case State::chunk_end:
      return read_chunk_end(in);
    case State::trailer:
      return read_trailer(in);
    case State::lost_in_body:
      return {};
    case State::raw:
      break;
  }
  if (!held_.empty()) {  // switched from outside, with part of a line already taken
    sink_.raw(held_);
    held_ = {};
  }
  sink_.raw(in);
  return {};
}

Bytes HttpStream::look_for_start_line(Bytes in) {
  const Bytes part = through_newline(in);
  const bool whole_in_feed = ends_line(part) && held_.empty();
  if (!whole_in_feed) hold_line(part);
  if (!ends_line(part)) return {};
  std::string_view line = as_text(whole_in_feed ? part : Bytes{held_});
  line.remove_prefix(line.size() - std::min(line.size(), limits::http_start_line_octets_max));
  const auto start = find_http_start_line(line);
  if (in_step_ && !is_blank_line(line) && start != 0) {
    malformed_.add(Malformed::http);
    in_step_ = false;
  }
  if (!start) {
    held_.clear();
    return in.subspan(part.size());
  }
  return begin_head(line.substr(*start), in, part.size(), whole_in_feed);
}

// A head that lies whole in one feed is never copied: the fields are then looked for from the start
// line on.
Bytes HttpStream::begin_head(std::string_view line, Bytes in, std::size_t taken, bool in_feed) {
  state_ = State::fields;
  begin_line();
  head_octets_ = 0;
  if (in_feed) return in.subspan(taken - line.size());
  held_.erase(held_.begin(), held_.end() - static_cast<std::ptrdiff_t>(line.size()));
  head_octets_ = held_.size();
  return in.subspan(taken);
}

// Of a line only the last limits::http_start_line_octets_max octets matter.
void HttpStream::hold_line(Bytes part) {
  constexpr std::size_t kept = limits::http_start_line_octets_max;
  part = part.last(std::min(part.size(), kept));
  if (held_.size() + part.size() > 2 * kept) {
    held_.erase(held_.begin(), held_.end() - static_cast<std::ptrdiff_t>(kept));
  }
  held_.insert(held_.end(), part.begin(), part.end());
}

// Whether the line that `part` goes on with, and may end, is blank so far.
bool HttpStream::read_line_part(Bytes part) {
  for (const std::uint8_t c : part.first(std::min<std::size_t>(part.size(), 3))) {
    if (c == '\n') break;
    line_is_blank_ = line_is_blank_ && c == '\r' && line_octets_ == 0;
    ++line_octets_;
  }
  if (!ends_line(part)) return false;
  const bool blank = line_is_blank_;
  begin_line();
  return blank;
}

void HttpStream::begin_line() {
  line_octets_ = 0;
  line_is_blank_ = true;
}

Bytes HttpStream::read_fields(Bytes in) {
  const Bytes room = in.first(std::min(in.size(), limits::http_head_octets_max - head_octets_));
  std::size_t taken = 0;
  bool ended = false;
  while (!ended && taken < room.size()) {
    const Bytes part = through_newline(room.subspan(taken));
    taken += part.size();
    ended = read_line_part(part);
  }
  head_octets_ += taken;
  if (!ended || !held_.empty())
    held_.insert(held_.end(), in.begin(), in.begin() + static_cast<std::ptrdiff_t>(taken));
  if (ended) {
    report_head(as_text(held_.empty() ? in.first(taken) : Bytes{held_}));
  } else if (head_octets_ == limits::http_head_octets_max) {
    contradiction();
  }
  return in.subspan(taken);
}

void HttpStream::report_head(std::string_view text) {
  const HttpHead head(text);
  if (!head.well_formed()) malformed_.add(Malformed::http);
  state_ = State::start_line;
  delivered_ = false;
  coding_ = Coding::identity;
  sink_.head(head);
  if (!is_raw()) begin_body(head);
  held_.clear();
}

void HttpStream::switch_to_raw() {
  state_ = State::raw;
  delivered_ = true;
  body_ = {};
  inflater_.reset();
}

void HttpStream::switch_to_http() {
  state_ = State::start_line;
  in_step_ = true;
  held_.clear();
  begin_line();
}

void HttpStream::begin_body(const HttpHead& head) {
  if (!head.is_request()) {
    const bool none = no_body_ || has_no_body_by_status(head.status());
    if (head.status() >= 200) no_body_ = false;
    if (none) return end_body(true);
  }
  begin_coding(head);
  if (contains_ignoring_case(head.field("transfer-encoding"), "chunked")) {
    if (head.has("content-length")) malformed_.add(Malformed::http);
    return begin_chunk();
  }
  if (head.has("content-length")) return begin_length_body(head);
  if (head.is_request()) return end_body(true);
  state_ = State::close_body;
}

void HttpStream::begin_coding(const HttpHead& head) {
  const std::string_view coding = head.field("content-encoding");
  if (coding.empty() || equal_ignoring_case(coding, "identity")) return;
  if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) {
    coding_ = Coding::gzip;
  } else if (equal_ignoring_case(coding, "deflate")) {
    coding_ = Coding::deflate;
  } else {
    coding_ = Coding::unread;
  }
}

void HttpStream::begin_length_body(const HttpHead& head) {
  const auto octets = content_length(head);
  if (!octets) return contradiction();
  remaining_octets_ = *octets;
  state_ = State::length_body;
  if (*octets == 0) {
    coding_ = Coding::identity;
    end_body(true);
  }
}

Bytes HttpStream::read_length_body(Bytes in) {
  const Bytes part = in.first(std::min<std::uint64_t>(in.size(), remaining_octets_));
  remaining_octets_ -= part.size();
  const bool whole_in_feed = remaining_octets_ == 0 && !delivered_ && body_.empty() &&
                             coding_ == Coding::identity &&
                             part.size() <= limits::http_body_octets_max;
  if (whole_in_feed) {
    deliver(part, true);
  } else {
    append_body(part);
  }
  if (remaining_octets_ == 0) end_body(true);
  return in.subspan(part.size());
}

void HttpStream::append_body(Bytes part) {
  if (delivered_ || coding_ == Coding::unread) return;
  if (coding_ != Coding::identity) return append_inflated(part);
  const std::size_t room = limits::http_body_octets_max - body_.size();
  const Bytes kept = part.first(std::min(room, part.size()));
  body_.insert(body_.end(), kept.begin(), kept.end());
  if (kept.size() < part.size()) deliver(body_, false);
}

void HttpStream::append_inflated(Bytes part) {
  if (!inflater_) {
    const auto format = coding_ == Coding::gzip ? InflateFormat::gzip : InflateFormat::zlib_or_raw;
    inflater_ = std::make_unique<Inflater>(format, limits::http_body_octets_max);
  }
  const InflateOutcome outcome = inflater_->feed(part, body_);
  if (outcome == InflateOutcome::more || outcome == InflateOutcome::ok) return;
  if (outcome != InflateOutcome::full) malformed_.add(Malformed::compression);
  deliver(body_, false);
}

// `complete`: the framing came to its end. A compressed stream must have come to its own as well.
void HttpStream::end_body(bool complete) {
  if (is_raw()) return;
  state_ = State::start_line;
  in_step_ = true;
  if (delivered_) return;
  if (complete && inflater_ && inflater_->outcome() == InflateOutcome::more) {
    malformed_.add(Malformed::compression);
    complete = false;
  }
  deliver(body_, complete && coding_ != Coding::unread);
}

void HttpStream::deliver(Bytes body, bool complete) {
  delivered_ = true;
  sink_.body(body, complete);
  body_.clear();
  if (body_.capacity() > idle_octets) body_ = {};
  inflater_.reset();
}

// The message in progress is cut; the reader goes on at the next start line.
void HttpStream::resynchronise() {
  state_ = State::start_line;
  in_step_ = false;
  held_.clear();
  if (!delivered_) deliver(body_, false);
}

void HttpStream::contradiction() {
  malformed_.add(Malformed::http);
  resynchronise();
}

// RFC 9112 section 7.1.
void HttpStream::begin_chunk() {
  state_ = State::chunk_size;
  begin_line();
  remaining_octets_ = 0;
  size_seen_ = false;
  size_ended_ = false;
}

Bytes HttpStream::read_chunk_size(Bytes in) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == '\n' && size_seen_) {
      begin_line();
      head_octets_ = 0;
      state_ = remaining_octets_ == 0 ? State::trailer : State::chunk_data;
      return in.subspan(i + 1);
    }
    if (!read_chunk_size_octet(in[i])) {
      contradiction();
      return in.subspan(i);
    }
  }
  return {};
}

// False where it cannot belong to a chunk's size line.
bool HttpStream::read_chunk_size_octet(std::uint8_t c) {
  if (++line_octets_ > limits::http_chunk_line_octets_max) return false;
  if (size_ended_) return c != '\n';
  if (const auto digit = hex_digit(c)) {
    size_seen_ = true;
    remaining_octets_ = remaining_octets_ << 4 | *digit;
    return remaining_octets_ <= chunk_octets_max;
  }
  size_ended_ = size_seen_;
  return size_seen_ && (c == ';' || c == ' ' || c == '\t' || c == '\r');
}

Bytes HttpStream::read_chunk_data(Bytes in) {
  const Bytes part = in.first(std::min<std::uint64_t>(in.size(), remaining_octets_));
  remaining_octets_ -= part.size();
  append_body(part);
  if (remaining_octets_ == 0 && !is_raw()) state_ = State::chunk_end;
  return in.subspan(part.size());
}

Bytes HttpStream::read_chunk_end(Bytes in) {
  const bool carriage_return = in[0] == '\r' && line_octets_++ == 0;
  if (!carriage_return && in[0] != '\n') {
    contradiction();
    return in;
  }
  if (in[0] == '\n') begin_chunk();
  return in.subspan(1);
}

Bytes HttpStream::read_trailer(Bytes in) {
  const Bytes part = through_newline(in);
  head_octets_ += part.size();
  if (read_line_part(part)) {
    end_body(true);
  } else if (head_octets_ > limits::http_head_octets_max) {
    contradiction();
  }
  return in.subspan(part.size());
}

void HttpStream::gap(std::uint64_t octets) {
  if (octets == 0 || is_raw()) return;
  const bool length_is_known = state_ == State::length_body || state_ == State::chunk_data;
  if (length_is_known && octets <= remaining_octets_) {
    remaining_octets_ -= octets;
    if (!delivered_) deliver(body_, false);
    if (remaining_octets_ != 0) return;
    if (state_ == State::chunk_data) {
      state_ = State::chunk_end;
    } else {
      end_body(false);
    }
    return;
  }
  const bool lasts_until_close = state_ == State::close_body || state_ == State::lost_in_body;
  resynchronise();
  if (lasts_until_close) state_ = State::lost_in_body;
}

void HttpStream::end() {
  if (is_raw()) return;
  if (state_ == State::close_body) end_body(true);
  resynchronise();
}

}  // namespace davy::flow
