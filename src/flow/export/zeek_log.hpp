// Zeek's logs: conn, ssl, quic, dns and http, as tab-separated text and as JSON lines.
//
// Units:   octets of orig_ip_bytes, resp_ip_bytes (OctetsOf::ip); where these are missing, of orig_bytes, resp_bytes
//          (OctetsOf::payload). TCP flags are what `history` tells of SYN, ACK, FIN and RST; PSH and URG it does not tell.
// Shape:   which log a line is of stands in `#path` (or `_path` in JSON), otherwise in the fields that it has. Text: `#fields`
//          may change in mid-file, as in logs put together; separators, set separators, the marks for unset and empty are
//          those of the headings; \xNN is undone. forward = Zeek's originator; client_known where the history shows who
//          opened the connection.
//          ssl: next_protocol is what the server chose, so it stands in for the client's first ALPN.
//          dns: one lookup for each address among the answers, whatever aliases lie between.
//          ssl, dns, quic and http carry no VLAN: the key of their names has 0 where conn may have one.
// Errors:  Malformed::log_line: no heading yet, a number of fields other than the heading's, ends or counts that are none.
//          A line of text that its line break does not end is cut, however many fields it has.
// Bounds:  limits::log_columns_max, limits::log_list_items_max, limits::host_names_per_flow_max.
// Threads: one owner.
// Source:  Zeek's documentation of base/protocols/{conn,ssl,dns,http,quic}/main.zeek and of its ASCII and JSON writers;
//          packages zeek/salesforce/ja3 and foxio/ja4 for their fields.
#pragma once

#include <memory>

#include "flow/export/log_format.hpp"
#include "flow/export/log_output.hpp"

namespace davy::flow {

std::unique_ptr<LogFormat> zeek_text_log(LogOutput& output);
std::unique_ptr<LogFormat> zeek_json_log(LogOutput& output);

}  // namespace davy::flow
