#include "probe/node_answer.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"
#include "flow/dissect/conversation_builder.hpp"

namespace davy::probe {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t hash_digits = 64;
constexpr std::uint64_t height_max = std::uint64_t{1} << 40;
constexpr std::int64_t stamp_s_min =
    1'230'000'000;  // 2008-12-23: before the first block of any chain
constexpr std::int64_t stamp_s_max = 4'294'967'295;  // 32 bits in Bitcoin's headers

std::string shown(std::string_view text) {
  return flow::readable(as_bytes(text), limits::node_text_octets_max);
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

bool same_letters(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
  });
}

// "" where there is none.
std::string_view field(std::string_view head, std::string_view lower_name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t begin = at + 2;
    at = head.find("\r\n", begin);
    std::string_view line = head.substr(begin, at == std::string_view::npos ? at : at - begin);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_letters(line.substr(0, colon), lower_name))
      continue;
    line.remove_prefix(colon + 1);
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    return line;
  }
  return {};
}

std::optional<int> status_of(std::string_view head) {
  int status = 0;
  if (!head.starts_with("HTTP/1.") || head.size() < 12 || head[8] != ' ' ||
      !read_number(head.substr(9, 3), status) || status < 100)
    return std::nullopt;
  return status;
}

bool is_hash(std::string_view text) {
  return text.size() == hash_digits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

// The members of a head; `time` is called differently by each kind of node.
struct HeadNames {
  std::string_view time, previous;
};
constexpr HeadNames bitcoind_names{"time", "previousblockhash"};
constexpr HeadNames monerod_names{"timestamp", "prev_hash"};

Result<BlockHead> head_of(const object& said, const HeadNames& names) {
  BlockHead head;
  std::int64_t stamp_s = 0;
  std::string_view hash, previous;
  if (said["height"].get(head.height) != simdjson::SUCCESS ||
      said[names.time].get(stamp_s) != simdjson::SUCCESS ||
      said["hash"].get(hash) != simdjson::SUCCESS || !is_hash(hash))
    return input_error("a block without its height, time or hash: is this the kind of node?");
  if (said[names.previous].get(previous) == simdjson::SUCCESS && !is_hash(previous))
    return input_error("a block whose predecessor has no hash");
  if (head.height > height_max || stamp_s < stamp_s_min || stamp_s > stamp_s_max)
    return input_error(
        fmt::format("a block that cannot be: height {}, time {}", head.height, stamp_s));
  head.stamped = Timestamp{std::chrono::seconds{stamp_s}};
  head.hash = hash;
  head.previous = previous;
  return head;
}

std::string complaint_of(const object& answer) {
  object error;
  std::string_view message;
  if (answer["error"].get(error) != simdjson::SUCCESS) return {};
  if (error["message"].get(message) != simdjson::SUCCESS) return "an error without a message";
  return shown(message);
}

// Calls read(result) while the parsed answer lives.
template <class Read>
auto with_result(std::string_view body, Read read) -> decltype(read(element{})) {
  simdjson::dom::parser parser(limits::node_answer_octets_max);
  object answer;
  element result;
  if (parser.parse(simdjson::padded_string(body)).get(answer) != simdjson::SUCCESS)
    return input_error("the answer is no JSON object: does another program listen there?");
  if (const std::string complaint = complaint_of(answer); !complaint.empty())
    return input_error(fmt::format("the node says: {}", complaint));
  if (answer["result"].get(result) != simdjson::SUCCESS || result.is_null())
    return input_error("an answer without a result");
  return read(result);
}

}  // namespace

Result<std::optional<HttpAnswer>> read_http(std::string_view octets, bool closed) {
  const std::size_t blank = octets.find("\r\n\r\n");
  const auto more = [&](std::string_view what) -> Result<std::optional<HttpAnswer>> {
    if (closed) return input_error(fmt::format("the connection ended in the middle of {}", what));
    return std::nullopt;
  };
  if (blank == std::string_view::npos) {
    if (octets.size() > limits::http_head_octets_max || (!octets.empty() && octets[0] != 'H'))
      return input_error("the answer is no HTTP");
    return more("the answer's head");
  }
  const std::string_view head = octets.substr(0, blank);
  const auto status = status_of(head);
  if (!status || head.size() > limits::http_head_octets_max)
    return input_error("the answer is no HTTP");
  if (!field(head, "transfer-encoding").empty())
    return input_error(
        "the answer comes in chunks, as no node sends it: name the node, not a proxy");
  HttpAnswer answer{.status = *status};
  const std::string_view rest = octets.substr(blank + 4), length = field(head, "content-length");
  if (length.empty()) {
    if (!closed) return std::nullopt;
    answer.body = rest;
  } else {
    std::size_t size = 0;
    if (!read_number(length, size) || size > limits::node_answer_octets_max)
      return input_error(
          fmt::format("the answer has {} octets, more than are read", shown(length)));
    if (rest.size() < size) return more("an answer");
    answer.body = rest.substr(0, size);
    answer.stays_open =
        head.starts_with("HTTP/1.1") && !same_letters(field(head, "connection"), "close");
  }
  answer.octets = blank + 4 + answer.body.size();
  return answer;
}

Result<std::string> read_best_hash(std::string_view body) {
  return with_result(body, [](const element& result) -> Result<std::string> {
    std::string_view hash;
    if (result.get(hash) != simdjson::SUCCESS || !is_hash(hash))
      return input_error("no block's hash: is this the kind of node?");
    return std::string{hash};
  });
}

Result<BlockHead> read_bitcoind_head(std::string_view body) {
  return with_result(body, [](const element& result) -> Result<BlockHead> {
    object said;
    if (result.get(said) != simdjson::SUCCESS) return input_error("no block's head");
    return head_of(said, bitcoind_names);
  });
}

Result<BlockHead> read_monerod_last_head(std::string_view body) {
  return with_result(body, [](const element& result) -> Result<BlockHead> {
    object said;
    if (result["block_header"].get(said) != simdjson::SUCCESS)
      return input_error("no block's head: is this the kind of node?");
    return head_of(said, monerod_names);
  });
}

Result<std::vector<BlockHead>> read_monerod_heads(std::string_view body) {
  return with_result(body, [](const element& result) -> Result<std::vector<BlockHead>> {
    simdjson::dom::array headers;
    if (result["headers"].get(headers) != simdjson::SUCCESS)
      return input_error("no blocks' heads: is this the kind of node?");
    std::vector<BlockHead> heads;
    for (const element one : headers) {
      object said;
      if (one.get(said) != simdjson::SUCCESS) return input_error("no block's head");
      if (heads.size() == limits::node_headers_max)
        return input_error("more blocks than were asked for");
      auto head = head_of(said, monerod_names);
      if (!head) return std::unexpected(head.error());
      heads.push_back(std::move(*head));
    }
    return heads;
  });
}

std::string rpc_complaint(std::string_view body) {
  simdjson::dom::parser parser(limits::node_answer_octets_max);
  object answer;
  if (parser.parse(simdjson::padded_string(body)).get(answer) != simdjson::SUCCESS) return {};
  return complaint_of(answer);
}

}  // namespace davy::probe
