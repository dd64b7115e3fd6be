#include "flow/dissect/http_gate.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/limits.hpp"
#include "flow/dissect/http_head.hpp"

namespace davy::flow {
namespace {

using enum HttpMark::Where;

// Paths are those of miners, pools and node daemons; a longer path that begins so passes too. Read
// 2026-08 in the projects named.
constexpr std::array marks{
    HttpMark{path, "/lp", "long polling of getwork pools (X-Long-Polling: /LP)"},
    HttpMark{path, "/getwork", "getwork pools that serve it by path"},
    HttpMark{path, "/gbt", "getblocktemplate pools that serve it by path"},
    HttpMark{path, "/json_rpc", "CryptoNote daemons; XMRig's daemon mode"},
    HttpMark{path, "/jsonrpc", "the same, other daemons"},
    HttpMark{path, "/getheight", "XMRig's daemon mode polls it every second"},
    HttpMark{path, "/getinfo", "XMRig's daemon mode, and CryptoNote daemons"},
    HttpMark{path, "/get_info", "the same by its newer name"},
    HttpMark{path, "/getblocktemplate", "CryptoNote daemons"},
    HttpMark{path, "/burst", "Signum nodes and pools: proof of capacity"},
    HttpMark{path, "/1/summary", "XMRig's own API"},
    HttpMark{path, "/2/summary", "XMRig's own API"},
    HttpMark{path, "/1/threads", "XMRig's own API"},
    HttpMark{path, "/2/backends", "XMRig's own API"},
    HttpMark{path, "/1/config", "XMRig's own API"},
    HttpMark{path, "/1/workers", "xmrig-proxy's own API"},
    HttpMark{path, "/api.json", "xmr-stak's and XMRig's older API"},
    HttpMark{path, "/api/v1/status", "NBMiner's and others' own API"},
    HttpMark{path, "/stat", "GMiner's and ethermine-like statistics"},
    HttpMark{path, "/summary", "T-Rex's and lolMiner's own API"},
    HttpMark{path, "/threads", "T-Rex's own API"},
    HttpMark{path, "/workers", "Rigel's and others' own API"},
    HttpMark{path, "/mine", "Arweave nodes"},
    HttpMark{path, "/cgi-bin/get_miner_status.cgi", "Antminer's web interface"},
    HttpMark{path, "/cgi-bin/minerstatus.cgi", "Antminer's web interface"},
    HttpMark{path, "/cgi-bin/luci/admin/status/btminer", "Whatsminer's web interface"},
    HttpMark{query, "requesttype=getmininginfo", "Signum's proof of capacity asks for work"},
    HttpMark{query, "requesttype=submitnonce", "Signum's proof of capacity submits"},
    HttpMark{query, "longpollid=", "getblocktemplate long polling"},
    HttpMark{agent, "xmrig", "CryptoNote miner and its proxy"},
    HttpMark{agent, "xmr-", "xmr-stak and its kin"},
    HttpMark{agent, "cpuminer", "CPU miner (getwork, getblocktemplate)"},
    HttpMark{agent, "cgminer", "ASIC miner (getwork, getblocktemplate)"},
    HttpMark{agent, "bfgminer", "ASIC miner (getwork, getblocktemplate)"},
    HttpMark{agent, "sgminer", "GPU miner"},
    HttpMark{agent, "ccminer", "GPU miner"},
    HttpMark{agent, "ethminer", "GPU miner (eth_getWork)"},
    HttpMark{agent, "poclbm", "GPU miner (getwork)"},
    HttpMark{agent, "phoenix", "GPU miners of that name"},
    HttpMark{agent, "ufasoft", "CPU miner (getwork)"},
    HttpMark{agent, "diablominer", "GPU miner (getwork)"},
    HttpMark{agent, "minerd", "CPU miner"},
    HttpMark{agent, "bmminer", "Antminer firmware"},
    HttpMark{agent, "bosminer", "Braiins firmware"},
    HttpMark{agent, "btminer", "Whatsminer firmware"},
    HttpMark{agent, "t-rex", "GPU miner"},
    HttpMark{agent, "claymore", "GPU miner"},
    HttpMark{agent, "nicehash", "hash-rate market's clients"},
    HttpMark{agent, "srbminer", "CPU and GPU miner"},
    HttpMark{agent, "wildrig", "GPU miner"},
    HttpMark{agent, "blagominer", "proof-of-capacity miner"},
    HttpMark{agent, "scavenger", "proof-of-capacity miner"},
    HttpMark{field, "x-mining-", "getwork miners: X-Mining-Extensions, X-Mining-Hashrate"},
    HttpMark{field, "x-long-polling", "getwork pools name their long-polling path"},
    HttpMark{field, "x-stratum", "getwork pools name their Stratum port"},
    HttpMark{field, "x-roll-ntime", "getwork pools allow rolling of the time"},
    HttpMark{field, "x-reject-reason", "getwork pools say why a share is refused"},
    HttpMark{field, "x-hash-difficulty", "CryptoNote daemons answer XMRig's daemon mode"},
    HttpMark{field, "x-miner", "proof-of-capacity miners name themselves"},
    HttpMark{field, "x-network: arweave", "Arweave nodes name their network"},
    HttpMark{field, "x-capacity", "proof-of-capacity miners name their plots"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// `prefix` is lower case.
bool begins_with(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(text[i]) != prefix[i]) return false;
  }
  return true;
}

// For each letter (its low six bits), one bit for each mark of that kind with that letter at `at`:
// most texts end there, the others at one or two comparisons.
static_assert(marks.size() <= 64);
constexpr std::array<std::uint64_t, 64> marks_by_letter(HttpMark::Where where, std::size_t at) {
  std::array<std::uint64_t, 64> table{};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].where == where) table[marks[i].text[at] & 63] |= std::uint64_t{1} << i;
  }
  return table;
}

template <HttpMark::Where where, std::size_t letter_at>
bool begins_with_mark(std::string_view text) {
  static constexpr auto by_letter = marks_by_letter(where, letter_at);
  if (text.size() <= letter_at) return false;
  for (auto left = by_letter[lower(text[letter_at]) & 63]; left != 0; left &= left - 1) {
    const std::string_view mark = marks[static_cast<std::size_t>(std::countr_zero(left))].text;
    if (!begins_with(text, mark)) continue;
    if (where != path || text.size() == mark.size() || text[mark.size()] == '/') return true;
  }
  return false;
}

// A path mark is a whole path or a folder of it: "/stat" is not "/static".
bool path_is_marked(std::string_view text) {
  return text.size() > 1 && begins_with_mark<path, 1>(text.substr(0, text.find('?')));
}

bool query_is_marked(std::string_view parameters) {
  for (;;) {
    if (begins_with_mark<query, 0>(parameters)) return true;
    const std::size_t next = parameters.find('&');
    if (next == std::string_view::npos) return false;
    parameters.remove_prefix(next + 1);
  }
}

bool target_is_marked(std::string_view target) {
  if (begins_with(target, "http://")) {  // a request to a proxy names the host first
    const std::size_t slash = target.find('/', 7);
    target = slash == std::string_view::npos ? std::string_view{} : target.substr(slash);
  }
  if (path_is_marked(target)) return true;
  const std::size_t mark = target.find('?');
  return mark != std::string_view::npos && query_is_marked(target.substr(mark + 1));
}

// A miner that nobody listed still tends to call itself "…Miner/1.0"; browsers all begin with the
// same word.
bool agent_is_marked(std::string_view value) {
  if (value.starts_with("Mozilla/")) return false;
  return begins_with_mark<agent, 0>(value) || value.find("iner/") != std::string_view::npos;
}

std::string_view value_after(std::string_view line, std::size_t colon) {
  std::string_view value = line.substr(std::min(colon, line.size()));
  while (!value.empty() && (value[0] == ':' || value[0] == ' ')) value.remove_prefix(1);
  return value;
}

bool field_is_marked(std::string_view line, bool request) {
  if (line.size() < 6) return false;
  switch (lower(line[0])) {
    case 'x':
      return begins_with_mark<field, 2>(line);
    case 'u':
      if (!request) return false;
      if (begins_with(line, "user-agent:")) return agent_is_marked(value_after(line, 10));
      return begins_with(line, "upgrade:") &&
             contains_ignoring_case(value_after(line, 7), "websocket");
    case 'c':
      return !request && begins_with(line, "content-type:") &&
             (contains_ignoring_case(value_after(line, 12), "json") ||
              contains_ignoring_case(value_after(line, 12), "event-stream"));
    default:
      return false;
  }
}

// Small servers leave out what their content is.
bool is_untyped_object(std::string_view body, bool typed) {
  return !typed && body.starts_with('{');
}

bool any_field_is_marked(std::string_view lines, bool request) {
  bool typed = request;
  while (!lines.empty()) {
    const std::size_t newline = lines.find('\n');
    const std::string_view line = lines.substr(0, newline);
    const bool whole = newline != std::string_view::npos;
    if (line.empty() || line[0] == '\r')  // the head ends
      return whole && is_untyped_object(lines.substr(newline + 1), typed);
    if (field_is_marked(line, request)) return true;
    if (!whole) return false;
    typed = typed || begins_with(line, "content-type:");
    lines.remove_prefix(newline + 1);
  }
  return false;
}

bool start_line_is_marked(std::string_view line) {
  if (line.starts_with("HTTP/1.")) return line.size() >= 12 && line.substr(9, 3) == "101";
  if (line.starts_with("POST ") || line.starts_with("PUT ") || line.starts_with("CONNECT ")) {
    return true;
  }
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view target = line.substr(space + 1);
  return target_is_marked(target.substr(0, target.find(' ')));
}

}  // namespace

bool http_worth_following(Bytes first_segment) {
  if (!begins_as_http(first_segment)) return false;
  const std::string_view text = as_text(first_segment).substr(0, limits::http_first_look_octets);
  const std::size_t newline = text.find('\n');
  if (start_line_is_marked(text.substr(0, newline))) return true;
  if (newline == std::string_view::npos) return false;
  return any_field_is_marked(text.substr(newline + 1), !text.starts_with("HTTP"));
}

std::span<const HttpMark> http_marks() { return marks; }

}  // namespace davy::flow
