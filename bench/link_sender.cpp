// Sends a capture into an interface, at a rate: a system call for many packets and no queueing discipline, because a sender that takes
// one for each is what limits a virtual link.
//
//   link_sender INTERFACE FILE.pcap MBIT_PER_S SECONDS      0 Mbit/s: as fast as it goes; 0 s: the file once
//
// Prints packets, octets, seconds and Mbit/s, and the packets that the kernel did not take at first.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t at_once = 64;
constexpr std::size_t file_header = 24, packet_header = 16;

volatile std::sig_atomic_t asked_to_end = 0;

[[noreturn]] void fail(const char* what) {
  fmt::print(stderr, "link_sender: {}: {}\n", what, std::strerror(errno));
  std::exit(2);
}

std::span<std::byte> mapped(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat facts{};
  if (file < 0 || ::fstat(file, &facts) != 0) fail(path);
  const auto octets = static_cast<std::size_t>(facts.st_size);
  void* const place = ::mmap(nullptr, octets, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (place == MAP_FAILED) fail(path);
  return {static_cast<std::byte*>(place), octets};
}

int open_link(const char* name) {
  const int link = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_ifindex = static_cast<int>(::if_nametoindex(name));
  if (link < 0 || address.sll_ifindex == 0 ||
      ::bind(link, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    fail(name);
  const int yes = 1;
  if (::setsockopt(link, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof yes) != 0)
    fail("PACKET_QDISC_BYPASS");
  return link;
}

struct Sent {
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t put_off = 0;
  std::uint64_t not_taken = 0;  // too long for the interface, or shorter than a header
};

// The next packets of the file; fewer at its end.
std::size_t take(std::span<std::byte> file, std::size_t& at, std::array<iovec, at_once>& out) {
  std::size_t count = 0;
  while (count < at_once && at + packet_header <= file.size()) {
    std::uint32_t captured = 0;
    std::memcpy(&captured, file.data() + at + 8, sizeof captured);
    if (captured > file.size() - at - packet_header) break;
    out[count++] = {file.data() + at + packet_header, captured};
    at += packet_header + captured;
  }
  return count;
}

void send_all(int link, std::span<const iovec> packets, Sent& sent) {
  std::array<mmsghdr, at_once> messages{};
  for (std::size_t i = 0; i < packets.size(); ++i) {
    messages[i].msg_hdr.msg_iov = const_cast<iovec*>(&packets[i]);
    messages[i].msg_hdr.msg_iovlen = 1;
    sent.octets += packets[i].iov_len;
  }
  for (std::size_t done = 0; done < packets.size() && asked_to_end == 0;) {
    const int took =
        ::sendmmsg(link, &messages[done], static_cast<unsigned>(packets.size() - done), 0);
    if (took > 0) {
      done += static_cast<std::size_t>(took);
    } else if (errno == EMSGSIZE || errno == EINVAL) {
      ++sent.not_taken;
      --sent.packets;
      sent.octets -= packets[done++].iov_len;
    } else if (errno == ENOBUFS || errno == EAGAIN || errno == EINTR) {
      ++sent.put_off;
      std::this_thread::yield();
    } else {
      fail("sendmmsg");
    }
  }
  sent.packets += packets.size();
}

// Until what was sent is due.
void pace(Clock::time_point began, const Sent& sent, double octets_per_s) {
  if (octets_per_s <= 0) return;
  const std::chrono::duration<double> due{static_cast<double>(sent.octets) / octets_per_s};
  const auto ahead = due - (Clock::now() - began);
  if (ahead > std::chrono::microseconds{100}) std::this_thread::sleep_for(ahead);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5)
    return fmt::print(stderr, "link_sender INTERFACE FILE.pcap MBIT_PER_S SECONDS\n"), 2;
  const std::span<std::byte> file = mapped(argv[2]);
  const int link = open_link(argv[1]);
  const double octets_per_s = std::atof(argv[3]) * 1e6 / 8;
  const std::chrono::duration<double> for_s{std::atof(argv[4])};
  std::signal(SIGINT, [](int) { asked_to_end = 1; });
  std::signal(SIGTERM, [](int) { asked_to_end = 1; });
  Sent sent;
  std::array<iovec, at_once> packets{};
  const auto began = Clock::now();
  for (std::size_t at = file_header; asked_to_end == 0;) {
    const std::size_t count = take(file, at, packets);
    if (count == 0 && for_s.count() == 0) break;
    if (count == 0) at = file_header;
    send_all(link, std::span{packets}.first(count), sent);
    if (for_s.count() > 0 && Clock::now() - began > for_s) break;
    pace(began, sent, octets_per_s);
  }
  const std::chrono::duration<double> took = Clock::now() - began;
  fmt::print(
      "{} packets, {} octets in {:.1f} s: {:.0f} Mbit/s, {:.0f} kpackets/s; {} times put off, {} "
      "that the interface does not take\n",
      sent.packets, sent.octets, took.count(),
      static_cast<double>(sent.octets) * 8 / 1e6 / took.count(),
      static_cast<double>(sent.packets) / 1e3 / took.count(), sent.put_off, sent.not_taken);
  return 0;
}
