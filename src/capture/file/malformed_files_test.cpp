// The damaged captures of tests/malformed/capture_file, by name: what each is taken for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "capture/file/capture_builder_test.hpp"

namespace davy::capture::testing {
namespace {

const std::filesystem::path folder = DAVY_SOURCE_DIR "/tests/malformed/capture_file";

// What reading a file came to: the error behind its name, or packets and the reasons that were counted.
std::string outcome(const std::filesystem::path& path) {
  const ReadFile file = read_path(path);
  if (!file.error.empty()) return file.error.substr(path.string().size() + 2);
  std::string out = std::to_string(file.packets.size()) + " packets";
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    const auto reason = static_cast<Malformed>(i);
    if (file.malformed[reason] == 0) continue;
    out += ", " + std::to_string(file.malformed[reason]) + " " + std::string(name(reason));
  }
  return out;
}

const std::map<std::string, std::string> expected{
    {"empty", "is empty; record it again or leave it out"},
    {"gzip_bomb", "40 packets"},
    {"gzip_cut", "1 packets, 1 capture_cut"},
    {"gzip_damaged", "1 packets, 1 capture_record_length"},
    {"gzip_in_gzip",
     "no capture, flow export, log or readings of meters that are known here, but compressed "
     "twice: decompress it once"},
    {"gzip_trailing_octets", "2 packets, 1 capture_compression"},
    {"not_a_capture",
     "no capture, flow export, log or readings of meters that are known here, but a PNG image"},
    {"one_octet",
     "no capture, flow export, log or readings of meters that are known here, but of a kind that "
     "is not known here"},
    {"pcap_captured_more_than_sent", "1 packets"},
    {"pcap_header_cut", "a pcap file that ends inside its header; record or copy it again"},
    {"pcap_record_cut", "1 packets, 1 capture_cut"},
    {"pcap_record_header_cut", "1 packets, 1 capture_trailing"},
    {"pcap_record_length_huge", "1 packets, 1 capture_record_length"},
    {"pcap_record_length_over_bound", "0 packets, 1 capture_record_length"},
    {"pcap_zeros_behind_header", "100 packets"},
    {"pcapng_block_length_huge", "0 packets, 1 capture_cut"},
    {"pcapng_block_length_zero", "0 packets, 1 capture_block"},
    {"pcapng_block_lengths_differ", "1 packets, 1 capture_block"},
    {"pcapng_byte_order_unknown", "0 packets, 1 capture_block"},
    {"pcapng_cut", "3 packets, 1 capture_cut"},
    {"pcapng_interface_unknown", "0 packets, 1 capture_block"},
    {"pcapng_option_longer_than_block", "1 packets, 1 capture_block"},
    {"pcapng_packet_block_length_huge", "0 packets, 1 capture_block, 1 capture_cut"},
    {"pcapng_packet_longer_than_block", "0 packets, 1 capture_block"},
    {"pcapng_resolution_absurd", "2 packets"},
    {"pcapng_section_alone", "0 packets"},
    {"pcapng_section_length_short", "0 packets, 1 capture_block"},
    {"zstd_cut", "the compressed data are damaged at their start; copy the file again"},
    {"zstd_damaged", "the compressed data are damaged at their start; copy the file again"},
    {"zstd_window_2_gib", "the compressed data are damaged at their start; copy the file again"},
};

TEST(MalformedFiles, each_is_taken_for_what_it_is) {
  std::map<std::string, std::string> seen;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    seen[entry.path().filename()] = outcome(entry.path());
  }
  EXPECT_EQ(seen, expected);
}

}  // namespace
}  // namespace davy::capture::testing
