#include "capture/capture_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "base/limits.hpp"
#include "capture/file/capture_builder_test.hpp"

namespace davy::capture::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::int64_t second = 1'000'000'000;

Octets three_packets() {
  return pcap_header() + pcap_record(text("one")) + pcap_record(text("two"), 2) +
         pcap_record(text("three"), 3);
}
std::vector<ReadPacket> three_read() {
  return {{second, "one", 3, 1}, {2 * second, "two", 3, 1}, {3 * second, "three", 5, 1}};
}

TEST(Pcap, in_every_resolution_and_byte_order) {
  for (const bool big : {false, true}) {
    const Order n{big};
    const Octets micro = pcap_header(n) + pcap_record(text("x"), 5, 7, n, 99);
    EXPECT_THAT(read_octets(micro).packets, ElementsAre(ReadPacket{5 * second + 7000, "x", 99, 1}));
    const Octets nano = pcap_header(n, pcap_nanoseconds, 113) + pcap_record(text("x"), 5, 7, n);
    EXPECT_THAT(read_octets(nano).packets, ElementsAre(ReadPacket{5 * second + 7, "x", 1, 113}));
  }
}

TEST(Pcap, of_the_modified_kind) {
  const Order n;
  const Octets record = n(5, 4) + n(7, 4) + n(3, 4) + n(3, 4) + zeros(8) + text("abc");
  const Octets file = pcap_header(n, pcap_modified) + record + record;
  const ReadPacket packet{5 * second + 7000, "abc", 3, 1};
  EXPECT_THAT(read_octets(file).packets, ElementsAre(packet, packet));
}

TEST(Pcap, times_are_unsigned_and_link_types_have_16_bits) {
  const Order n;
  const Octets file = pcap_header(n, pcap_microseconds) + pcap_record({}, 0xffffffff, 999'999);
  Octets with_fcs = file;
  with_fcs[23] = 0x54;  // the upper bits tell of a frame check sequence
  EXPECT_THAT(read_octets(with_fcs).packets,
              ElementsAre(ReadPacket{0xffffffff * second + 999'999'000, "", 0, 1}));
}

TEST(Pcap, without_packets_is_sound) {
  const ReadFile file = read_octets(pcap_header());
  EXPECT_EQ(file.error, "");
  EXPECT_TRUE(file.packets.empty());
  EXPECT_EQ(file.malformed.total(), 0u);
}

TEST(Pcap, records_that_cross_blocks_stay_whole) {
  Octets file = pcap_header();
  std::vector<ReadPacket> expected;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const std::string data(1 + i * 37 % 5000, static_cast<char>('a' + i % 26));
    file = file + pcap_record(text(data), i);
    expected.push_back({i * second, data, static_cast<std::uint32_t>(data.size()), 1});
  }
  ASSERT_GT(file.size(), 3 * limits::capture_block_octets);
  const ReadFile read = read_octets(file);
  EXPECT_EQ(read.packets, expected);
  EXPECT_EQ(read.octets_read, file.size());
  EXPECT_EQ(read_octets(gzip(file)).packets, expected);
  EXPECT_EQ(read_octets(zstd(file)).packets, expected);
}

TEST(Pcap, the_largest_packet_is_read_and_one_octet_more_ends_the_file) {
  const Octets largest(limits::packet_octets_max, 'x');
  const Octets before = pcap_header() + pcap_record(text("a")) + pcap_record(largest);
  const ReadFile file = read_octets(before + pcap_record(largest + text("y")) + pcap_record({}));
  ASSERT_EQ(file.packets.size(), 2u);
  EXPECT_EQ(file.packets[1].data.size(), limits::packet_octets_max);
  EXPECT_EQ(file.malformed[Malformed::capture_record_length], 1u);
  EXPECT_EQ(file.malformed.total(), 1u);
}

TEST(Pcap, a_cut_anywhere_keeps_what_came_before) {
  const Octets whole = three_packets();
  for (std::size_t size = 24u; size < whole.size(); ++size) {
    const ReadFile file = read_octets({whole.begin(), whole.begin() + static_cast<long>(size)});
    const std::size_t complete = size < 43 ? 0u : size < 62 ? 1u : 2u;
    const std::size_t behind = size - (size < 43   ? 24u
                                       : size < 62 ? 43u
                                                   : 62u);  // octets of the record that was cut
    const bool clean = behind == 0;
    const bool trailing = behind > 0 && behind < 12;
    EXPECT_EQ(file.packets.size(), complete) << size;
    EXPECT_EQ(file.malformed[Malformed::capture_cut], clean || trailing ? 0u : 1u) << size;
    EXPECT_EQ(file.malformed[Malformed::capture_trailing], trailing ? 1u : 0u) << size;
    EXPECT_EQ(file.malformed.total(), clean ? 0u : 1u) << size;
  }
}

TEST(Compressed, gzip_and_zstd_of_one_and_more_members) {
  const Octets whole = three_packets();
  const auto middle = whole.begin() + 50;
  const Octets first(whole.begin(), middle), rest(middle, whole.end());
  EXPECT_EQ(read_octets(gzip(whole)).packets, three_read());
  EXPECT_EQ(read_octets(gzip(first) + gzip({}) + gzip(rest)).packets, three_read());
  EXPECT_EQ(read_octets(zstd(whole)).packets, three_read());
  EXPECT_EQ(read_octets(zstd(first) + zstd(rest)).packets, three_read());
  const Octets skippable = le(0x184d2a53, 4) + le(5, 4) + text("extra");
  EXPECT_EQ(read_octets(skippable + zstd(whole)).packets, three_read());
}

TEST(Compressed, zeros_behind_gzip_are_padding_and_other_octets_are_damage) {
  const ReadFile padded = read_octets(gzip(three_packets()) + zeros(700));
  EXPECT_EQ(padded.packets, three_read());
  EXPECT_EQ(padded.malformed.total(), 0u);
  const ReadFile trailing = read_octets(gzip(three_packets()) + text("what is this?"));
  EXPECT_EQ(trailing.packets, three_read());
  EXPECT_EQ(trailing.malformed[Malformed::capture_compression], 1u);
}

TEST(Compressed, a_cut_or_damaged_stream_keeps_what_came_before) {
  Octets noise(300'000);
  std::uint32_t state = 1;
  for (auto& octet : noise) {
    state = state * 1'664'525 + 1'013'904'223;
    octet = static_cast<std::uint8_t>(state >> 24);
  }
  const Octets packet(noise.begin(), noise.begin() + 1000);
  Octets file = pcap_header();
  for (int i = 0; i < 250; ++i)
    file = file + pcap_record({noise.begin() + 1000 * i, noise.begin() + 1000 * i + 1000});
  for (const auto& compressed : {gzip(file), zstd(file)}) {
    const auto half = compressed.begin() + static_cast<long>(compressed.size() / 2);
    const ReadFile cut = read_octets({compressed.begin(), half});
    EXPECT_GT(cut.packets.size(), 10u);
    EXPECT_LT(cut.packets.size(), 250u);
    EXPECT_EQ(cut.packets.at(0).data, as_text(packet));
    EXPECT_EQ(cut.malformed[Malformed::capture_cut], 1u);
    EXPECT_EQ(cut.malformed.total(), 1u);
  }
  Octets damaged = zstd(three_packets()) + zstd(three_packets());
  damaged[zstd(three_packets()).size() + 9] ^= 0xff;
  const ReadFile file_damaged = read_octets(damaged);
  EXPECT_EQ(file_damaged.packets.size(), 3u);
  EXPECT_EQ(file_damaged.malformed[Malformed::capture_compression], 1u);
}

TEST(Compressed, a_window_beyond_the_bound_is_refused) {
  // A zstd frame header that asks for a window of 2^31 octets (RFC 8878 section 3.1.1.1.2).
  const Octets frame = le(0xfd2fb528, 4) + be(0x00, 1) + be((31 - 10) << 3, 1) + zeros(40);
  EXPECT_THAT(read_octets(frame).error, HasSubstr("damaged"));
}

TEST(Compressed, a_bomb_is_streamed_in_one_block) {
  Octets file = pcap_header();
  const Octets zero_record = pcap_record(zeros(60'000), 0);
  for (int i = 0; i < 500; ++i) file.insert(file.end(), zero_record.begin(), zero_record.end());
  const TemporaryFile bomb(gzip(file));  // 30 MB from 30 KB
  auto opened = CaptureFile::open(bomb.path());
  ASSERT_TRUE(opened);
  PacketBlock block;
  std::size_t packets = 0;
  while (opened->fill(block)) {
    packets += block.packets.size();
    EXPECT_LE(block.bytes.size(), limits::capture_block_octets + limits::packet_octets_max);
  }
  EXPECT_EQ(packets, 500u);
}

TEST(Pipe, packets_come_as_they_are_written) {
  const TemporaryFile name({});
  std::filesystem::remove(name.path());
  ASSERT_EQ(::mkfifo(name.path().c_str(), 0600), 0);
  int descriptor = -1;
  std::thread writer([&] {
    descriptor = ::open(name.path().c_str(), O_WRONLY);
    const Octets start = pcap_header() + pcap_record(text("one"));
    for (const std::uint8_t octet : start) EXPECT_EQ(::write(descriptor, &octet, 1), 1);
  });
  auto file = CaptureFile::open(name.path());
  writer.join();
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->stored_octets_total().has_value());
  PacketBlock block;
  ASSERT_TRUE(file->fill(block)) << "although the pipe is still open";
  EXPECT_EQ(block.packets.size(), 1u);
  ::close(descriptor);
  EXPECT_FALSE(file->fill(block));
  EXPECT_EQ(file->malformed().total(), 0u);
}

TEST(Pipe, standard_input_is_a_hyphen) {
  const TemporaryFile file(three_packets());
  const int kept = ::dup(STDIN_FILENO);
  const int descriptor = ::open(file.path().c_str(), O_RDONLY);
  ::dup2(descriptor, STDIN_FILENO);
  EXPECT_EQ(read_path("-").packets, three_read());
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
  ::close(descriptor);
}

TEST(Open, tells_the_size_for_progress) {
  const TemporaryFile name(three_packets());
  EXPECT_EQ(CaptureFile::open(name.path())->stored_octets_total(), three_packets().size());
}

TEST(Again, the_same_packets_from_the_beginning_even_of_a_file_that_lost_its_name) {
  const TemporaryFile name(three_packets());
  auto file = CaptureFile::open(name.path());
  ASSERT_TRUE(file);
  PacketBlock block, other;
  ASSERT_TRUE(file->fill(block));
  std::filesystem::remove(name.path());
  auto again = file->again();
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->fill(other));
  EXPECT_EQ(other.packets.size(), 3u);
  EXPECT_NE(other.packets[0].data, block.packets[0].data);
  EXPECT_FALSE(again->fill(other));
  EXPECT_EQ(again->malformed().total(), 0u);
}
TEST(Again, not_of_what_is_compressed_or_cannot_be_read_twice) {
  const TemporaryFile compressed(gzip(three_packets()));
  const auto file = CaptureFile::open(compressed.path());
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->again());
  const TemporaryFile plain(three_packets());
  const int kept = ::dup(STDIN_FILENO);
  const int descriptor = ::open(plain.path().c_str(), O_RDONLY);
  ::dup2(descriptor, STDIN_FILENO);
  const auto standard_input = CaptureFile::open("-");
  ASSERT_TRUE(standard_input);
  EXPECT_FALSE(standard_input->again());
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
  ::close(descriptor);
}

TEST(Open, each_failure_is_one_line_with_a_remedy) {
  EXPECT_EQ(read_path("/nowhere/at-all.pcap").error,
            "/nowhere/at-all.pcap: No such file or directory; check the path");
  EXPECT_EQ(read_path("/tmp").error, "/tmp: is a directory; name the captures in it");
  EXPECT_THAT(read_octets({}).error, HasSubstr("is empty; record it again or leave it out"));
  EXPECT_THAT(read_octets(pcap_header() + zeros(0)).error, "");
  const Octets header = pcap_header();
  EXPECT_THAT(read_octets({header.begin(), header.begin() + 23}).error,
              HasSubstr("a pcap file that ends inside its header; record or copy it again"));
}

TEST(Open, names_what_is_no_capture) {
  const auto kind = [](const Octets& contents) {
    const std::string error = read_octets(contents).error;
    return error.substr(std::min(error.size(), error.find("no capture, flow")));
  };
  const std::string no_capture =
      "no capture, flow export, log or readings of meters that are known here, but ";
  EXPECT_EQ(kind(text("\x89PNG\r\n\x1a\n") + zeros(40)), no_capture + "a PNG image");
  EXPECT_EQ(kind(text("PK\x03\x04 and so on")), no_capture + "a zip archive: unpack it first");
  EXPECT_EQ(kind(text("x")), no_capture + "of a kind that is not known here");
  EXPECT_EQ(kind(gzip(text("hello, hello"))), no_capture + "of a kind that is not known here");
  EXPECT_EQ(kind(gzip(gzip(three_packets()))), no_capture + "compressed twice: decompress it once");
  EXPECT_THAT(read_octets(gzip({})).error, HasSubstr("the compressed data hold nothing"));
}

TEST(Open, permission_denied) {
  const TemporaryFile file(three_packets());
  ::chmod(file.path().c_str(), 0);
  const uid_t self = ::geteuid();
  constexpr uid_t nobody = 65534;
  const bool dropped = self != 0 || ::seteuid(nobody) == 0;  // root may read everything
  const std::string error = read_path(file.path()).error;
  ASSERT_TRUE(dropped && ::seteuid(self) == 0);
  EXPECT_THAT(error, HasSubstr("Permission denied; ask its owner for read permission"));
}

TEST(Open, damaged_from_the_start) {
  Octets damaged = gzip(three_packets());
  damaged[3] = 0xff;  // flags that do not exist
  EXPECT_THAT(read_octets(damaged).error, HasSubstr("damaged at their start; copy the file again"));
}

}  // namespace
}  // namespace davy::capture::testing
