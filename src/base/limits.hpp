// Every bound of the system, in path order. What happens at a bound is counted and shown in coverage.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace davy::limits {

// capture
inline constexpr std::size_t packet_octets_max =
    256 * 1024;  // captured length of one packet; larger is malformed
inline constexpr std::size_t capture_block_octets =
    256 * 1024;  // bytes read at a time; stays in the L2 cache
inline constexpr int zstd_window_log_max =
    27;  // 128 MiB, what `zstd --ultra -22` needs; more is refused
inline constexpr std::size_t pcapng_block_octets_max =
    16 * 1024 * 1024;  // a larger non-packet block is skipped, never held
inline constexpr std::size_t pcapng_interfaces_max =
    65'536;                                           // in one section; further ones are malformed
inline constexpr std::size_t decode_nesting_max = 8;  // tunnels inside each other
inline constexpr std::size_t fragment_datagrams_max =
    1'024;  // datagrams being put together; the oldest gives way
inline constexpr std::size_t fragments_per_datagram_max = 64;
inline constexpr Duration fragment_timeout =
    std::chrono::seconds{30};  // RFC 791 suggests 15 s, Linux uses 30 s

// flow
inline constexpr std::size_t flow_shards = 16;  // fixed, so that results do not depend on threads
inline constexpr std::size_t flows_max =
    10'000'000;  // all shards; the least recently used give way
inline constexpr Duration flow_idle_timeout = std::chrono::minutes{30};
inline constexpr Duration flow_active_timeout =
    std::chrono::hours{0};  // 0: a flow is reported once, at its end
inline constexpr std::size_t conversations_max =
    400'000;  // flows whose content is followed, all shards
inline constexpr std::size_t push_logs_max =
    8'192;  // flows that look like mining whose pushes are timed, all shards: 200 MiB; those that look so first
inline constexpr std::size_t blocks_kept = 512;  // of one conversation: when its work moved on
inline constexpr std::size_t block_rows_max =
    2'000'000;  // of files of blocks: ten years of a fast chain
inline constexpr std::size_t synchrony_flows_max = 2'000;  // compared each with each, in one input
inline constexpr std::size_t proxy_clients_max =
    256;  // of one service, compared with its upstreams
inline constexpr std::size_t proxy_upstreams_max = 8;  // of one host
inline constexpr std::size_t held_octets_max =
    1024ull * 1024 * 1024;  // for what is incomplete, all conversations; beyond it
inline constexpr std::size_t held_octets_free =
    4 * 1024;  // those that hold more than this are let go
inline constexpr std::size_t records_max =
    200'000;  // conversations told of one capture, mining and others each
inline constexpr std::size_t stream_hold_octets_max =
    256 * 1024;  // out-of-order octets held for one direction
inline constexpr std::size_t stream_hold_segments_max = 128;
inline constexpr Duration stream_hold_time_max =
    std::chrono::seconds{30};  // no sender waits longer to fill a hole
inline constexpr std::size_t stream_acknowledged_hold_segments =
    8;  // a hole that the receiver has acknowledged was lost
inline constexpr Duration stream_acknowledged_hold_time =
    std::chrono::seconds{2};  // by the capture: this long it may be late
inline constexpr std::int64_t stream_jump_octets =
    16 * 1024 * 1024;  // a sequence number further away is a stray one
inline constexpr std::size_t stream_jump_segments =
    3;  // strays in a row that agree: the numbers moved

// conversations
inline constexpr std::size_t dissect_nesting_max = 4;  // tunnels inside each other (SOCKS, CONNECT)
inline constexpr std::size_t message_octets_max =
    64 * 1024;  // one JSON message held while it is incomplete
inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t http_head_octets_max = 16 * 1024;
inline constexpr std::size_t http_body_octets_max =
    64 * 1024;                                         // of a longer body this much is looked at
inline constexpr std::size_t inflate_ratio_max = 200;  // beyond it a compressed body is a bomb
inline constexpr std::size_t inflate_octets_max = 256 * 1024;  // of one message
inline constexpr std::size_t inflate_ratio_from_octets =
    16 * 1024;  // below it a high ratio is no bomb, only a repeat
inline constexpr std::size_t http_fields_max =
    96;  // header fields of one head; further ones are ignored
inline constexpr std::size_t http_start_line_octets_max =
    8 * 1024;  // RFC 9112 section 3 recommends at least 8,000
inline constexpr std::size_t http_chunk_line_octets_max = 256;  // a chunk's size with its extension
inline constexpr std::size_t http_first_look_octets =
    1'024;  // of a first segment, to decide if it is worth following
inline constexpr std::size_t websocket_hold_octets_max =
    4 * 1024;  // held while looking for a frame after a gap
inline constexpr std::size_t websocket_lost_octets_max =
    1024 * 1024;  // looked through after one gap; then given up
inline constexpr std::size_t socks_text_octets_max =
    255;  // a user name or host name of SOCKS4, whose length has no field
inline constexpr std::size_t binary_frame_hold_octets_max =
    4096;  // of a longer binary message this much is looked at
inline constexpr std::size_t text_line_octets_max =
    512;  // one line of a dialect that is text, not JSON
inline constexpr std::size_t host_names_per_flow_max = 8;
inline constexpr std::size_t named_flows_max =
    131'072;  // whose names are kept until they end, all shards: 1 KiB each; beyond it only names of interest
inline constexpr std::size_t name_segments_max =
    12;  // of each direction that are looked at for a hello or a certificate
inline constexpr std::size_t address_lookups_max =
    65'536;  // names of interest that clients looked up and the addresses given, in one input
inline constexpr std::size_t tls_hello_octets_max =
    16 * 1024;  // of a handshake message held while it is incomplete
inline constexpr std::size_t certificates_octets_max = 16 * 1024;
inline constexpr std::size_t dns_names_max = 64;  // answers of one DNS message that are looked at
inline constexpr std::size_t dns_pointers_max = 16;  // followed for one name
inline constexpr std::size_t dns_connections_max =
    512;  // to port 53 over TCP, followed at once; the one silent for longest gives way
inline constexpr std::size_t dns_connection_octets_max =
    64 * 1024;  // of one, out of order; beyond it the connection is let go
inline constexpr std::size_t quic_pieces_max = 64;  // of a hello, held apart by holes
inline constexpr std::size_t quic_initials_max =
    16;  // packets of one flow that a hello is looked for in
inline constexpr std::size_t quic_failures_max =
    8;  // and that do not decrypt: a server's look like a client's

// flow exports and logs
inline constexpr std::size_t exporters_max =
    1'024;  // address and observation domain; more are refused
inline constexpr std::size_t export_templates_max = 4'096;  // of one exporter
inline constexpr std::size_t export_fields_max = 256;       // of one template
inline constexpr std::size_t export_template_fields_max =
    256 * 1024;  // of all templates of all exporters: some 10 MiB; further ones are refused
inline constexpr std::size_t export_waiting_octets_max =
    32 * 1024;  // of one exporter, held until their template comes; the oldest give way
inline constexpr std::size_t export_samplers_max = 64;  // of one exporter; further ones are ignored
inline constexpr std::uint32_t export_sequence_jump_max =
    1u << 24;  // further ahead nothing was missed: the numbers moved
inline constexpr Duration export_time_ahead_max =
    std::chrono::hours{24};  // of the receiver's clock; later times cannot be
inline constexpr Duration export_time_distance_max =
    std::chrono::hours{24 * 3653};  // ten years from the message's own time
inline constexpr Duration export_time_rounding =
    std::chrono::seconds{1};  // an end so much before its start is rounding
inline constexpr std::size_t export_message_octets_max = 65'535;
inline constexpr std::size_t exported_flows_max =
    2'000'000;  // being put together at once; further ones are left out, and counted
inline constexpr std::size_t intervals_per_flow_max = 256;  // the last ones
inline constexpr std::size_t log_line_octets_max =
    1024 * 1024;                                       // a longer line is skipped, and counted
inline constexpr std::size_t log_columns_max = 1'024;  // that the heading of a log may name
inline constexpr std::size_t log_list_items_max =
    64;  // of one list in a line (answers, names); further ones are left out, and counted
inline constexpr std::size_t log_flow_ids_max =
    4'096;  // flows of EVE remembered, so that `flow` and `netflow` of one flow count once
inline constexpr std::size_t exports_inside_max =
    64;  // destinations that a capture has export messages for, told by name; further ones are counted
inline constexpr Duration export_time_min =
    std::chrono::hours{24 * 7'305};  // since 1970, so 1990: no exporter is older; a clock not set
inline constexpr Duration export_time_max =
    std::chrono::hours{24 * 49'674};  // 2106, where 32-bit seconds since 1970 end
inline constexpr Duration export_time_jump_max =
    std::chrono::hours{24 * 3'652};  // ten years: a piece that lasts or leaps longer is out of time
inline constexpr std::size_t export_time_jump_records =
    3;  // leaps in a row that agree: the log itself went on elsewhere

// indicators
inline constexpr std::size_t indicators_max =
    2'000'000;  // rows of all lists together; some 100 octets each
inline constexpr std::size_t indicator_text_octets_max = 255;  // of a pattern: *. and 253
inline constexpr std::size_t indicator_globs_max = 256;  // patterns such as xmr-* under one name
inline constexpr std::size_t indicator_file_octets_max = 512ull * 1024 * 1024;  // read at once
inline constexpr std::size_t indicator_line_octets_max = 64 * 1024;  // a longer line is left out

// probes
inline constexpr std::size_t probe_reply_octets_max =
    16 * 1024;                                             // of one connection; then it is left
inline constexpr double probe_connections_per_s_max = 10;  // in all, whatever is asked for
inline constexpr std::size_t probe_connections_per_endpoint_max = 16;
inline constexpr std::size_t probe_suspects_max = 10'000;  // of one run; further ones are counted
inline constexpr std::size_t probe_memory_max =
    100'000;  // endpoints remembered; the oldest give way
inline constexpr std::size_t probe_scope_lines_max = 10'000;
inline constexpr Duration probe_again_after = std::chrono::hours{24};  // never sooner
inline constexpr std::size_t own_probes_max = 1'000'000;  // connections of logs of probes

// blocks asked of a node
inline constexpr std::size_t node_answer_octets_max = 4 * 1024 * 1024;  // with its HTTP head
inline constexpr std::size_t node_headers_max = 500;      // asked for at once: some 400 KiB
inline constexpr std::size_t node_blocks_max = 100'000;   // of one run: two years of Bitcoin
inline constexpr std::size_t node_text_octets_max = 200;  // of a node's own words in a message

// meters
inline constexpr std::size_t meters_max =
    20'000;  // of one run, each quantity of a meter is one; further ones are counted
inline constexpr std::size_t meter_hours_each_max =
    35'064;  // of one meter, four years at six octets: the newest are kept, older ones counted
inline constexpr std::size_t meter_patterns_max =
    65'535;  // ways in which readings fall into an hour; beyond it only how many there were is kept
inline constexpr std::size_t meter_jump_readings =
    3;  // that agree on a time far ahead before older hours give way to it
inline constexpr std::int32_t meter_jump_hours = 31 * 24;  // what is far
inline constexpr std::size_t meter_second_passes_max =
    16;                                      // hours of one meter that daylight saving repeats
inline constexpr double meter_kw_max = 1e7;  // ten times the largest power station: no meter
inline constexpr std::size_t meter_line_octets_max = 4 * 1024 * 1024;  // a longer line is skipped
inline constexpr std::size_t meter_columns_max = 65'536;               // that a heading may name
inline constexpr std::size_t meter_sample_octets =
    256 * 1024;  // of a file, held to understand its columns and dates
inline constexpr std::size_t meter_notes_max = 8;  // lines of one file that are told by number
inline constexpr std::size_t meter_json_octets_max =
    64 * 1024 * 1024;  // of one series or resource, read at once
inline constexpr std::size_t meter_waiting_readings_max =
    500'000;  // of Green Button, until their unit comes
inline constexpr std::size_t meter_mapping_octets_max = 64 * 1024;
inline constexpr std::size_t meter_xml_depth_max = 64;
inline constexpr std::size_t meter_xml_text_octets_max = 1'024;  // of one element that is read
inline constexpr std::size_t calendar_kinds_max = 8;
inline constexpr std::size_t panel_meters_max =
    64;  // accounts that one account is compared with: the work grows with the cube

// energy: tables that people bring, and findings that are accounted
inline constexpr std::size_t table_columns_max = 256;    // further ones are left out
inline constexpr std::size_t energy_days_max = 100'000;  // of one series: 270 years
inline constexpr std::size_t energy_file_octets_max =
    256ull * 1024 * 1024;  // a series, read at once
inline constexpr std::size_t energy_findings_max =
    1'000'000;  // meters, hosts and flows that are accounted; further ones are counted

// store
inline constexpr Duration store_busy_timeout = std::chrono::seconds{5};  // for another process
inline constexpr std::size_t store_statements_max = 128;           // kept prepared by a connection
inline constexpr std::size_t store_terms_remembered_max = 10'000;  // by a connection
inline constexpr std::size_t store_batch_rows_max = 100'000;       // signals of one transaction
inline constexpr std::size_t store_name_octets_max = 512;  // of names and keys: longer ones are cut
inline constexpr std::size_t store_detail_octets_max = 4'096;     // of an entry of the audit log
inline constexpr std::size_t store_event_octets_max = 64 * 1024;  // of an event line kept
inline constexpr std::size_t store_flows_per_subject_max =
    1'000;  // the oldest give way, and are counted
inline constexpr std::size_t store_event_flows_max =
    100;  // told in the event line of a subject; the rest are in its flows
inline constexpr std::size_t store_page_rows_max = 1'000;        // of one query
inline constexpr std::size_t store_cells_max = 20'000;           // of coverage, of one query
inline constexpr std::size_t store_coverage_hours_max = 10'000;  // of one input: the last ones
inline constexpr std::size_t store_deletion_rows = 5'000;        // deleted at a time
inline constexpr Duration store_retention_leap_max = std::chrono::hours{
    24 * 400};  // since retention was last applied; a longer one is a wrong clock
inline constexpr std::size_t store_problems_max = 100;  // that a check tells

inline constexpr std::size_t text_field_octets_max =
    128;                                                 // agent, login, pool: longer ones are cut
inline constexpr std::size_t evidence_octets_max = 200;  // one excerpt
inline constexpr std::size_t evidence_per_flow_max = 8;

// casework, register, API
inline constexpr std::size_t case_text_octets_max = 4'000;
inline constexpr std::size_t case_items_max = 10'000;         // log lines of one case
inline constexpr std::size_t register_systems_max = 100'000;  // rows of one table
inline constexpr std::size_t register_found_max = 100'000;    // subjects held against the register
inline constexpr std::size_t watched_files_max = 100'000;     // of one folder
inline constexpr std::size_t api_body_octets_max = 8 * 1024 * 1024;
inline constexpr std::size_t api_threads = 16;           // half of them for streams of events
inline constexpr std::chrono::seconds api_patience{10};  // with who sends or reads slowly
inline constexpr double api_logins_a_minute = 10;        // of one address
inline constexpr std::size_t api_addresses_max = 10'000;

}  // namespace davy::limits
