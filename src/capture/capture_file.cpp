#include "capture/capture_file.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "capture/file/record_parser.hpp"

namespace davy::capture {

class CaptureFile::Impl {
 public:
  explicit Impl(InputFile input) : input_(std::move(input)) {}

  Result<void> start();
  bool fill(PacketBlock& block);
  const MalformedCounts& malformed();
  std::optional<InputFile> input_again() const { return input_.again(); }
  std::uint64_t stored_octets_read() const { return input_.stored_octets_read(); }
  std::optional<std::uint64_t> stored_octets_total() const { return input_.stored_octets_total(); }

 private:
  std::size_t read_at_least(std::vector<std::uint8_t>& buffer, std::size_t held,
                            std::size_t wanted);
  Bytes refill(std::vector<std::uint8_t>& buffer);
  void consume(Bytes window, const Parsed& parsed);
  void end(std::size_t octets_left);

  InputFile input_;
  std::unique_ptr<RecordParser> parser_;
  std::vector<std::uint8_t> carried_;  // the front of a record whose end comes with the next fill
  std::size_t needed_ = 1;
  std::size_t to_skip_ = 0;
  bool ended_ = false;
  MalformedCounts stream_malformed_;
  MalformedCounts malformed_;
};

// Reads on behind the `held` octets until `wanted` are there or the stream ends; gives how many are
// there. One read usually fills the buffer; a pipe gives less, and its packets must not wait for
// more.
std::size_t CaptureFile::Impl::read_at_least(std::vector<std::uint8_t>& buffer, std::size_t held,
                                             std::size_t wanted) {
  const std::size_t room = std::max(wanted, limits::capture_block_octets);
  if (buffer.size() < room) buffer.resize(room);
  do {
    const std::size_t got = input_.read(std::span(buffer).subspan(held));
    if (got == 0) break;
    held += got;
  } while (held < wanted);
  return held;
}

Result<void> CaptureFile::Impl::start() {
  if (auto known = input_.check_capture(); !known) return known;
  const std::size_t held = read_at_least(carried_, 0, pcap_header_octets);
  carried_.resize(held);
  const Bytes start = carried_;
  if (is_pcapng(start)) {
    parser_ = pcapng_parser();
    return {};
  }
  parser_ = pcap_parser(start);
  carried_.erase(carried_.begin(), carried_.begin() + pcap_header_octets);
  return {};
}

// The carried octets and what comes behind them, at the front of `buffer`: at least `needed_`,
// unless the stream ends.
Bytes CaptureFile::Impl::refill(std::vector<std::uint8_t>& buffer) {
  if (buffer.size() < limits::capture_block_octets) buffer.resize(limits::capture_block_octets);
  for (std::size_t got = 1; to_skip_ > 0 && got > 0; to_skip_ -= got) {
    got = input_.read(std::span(buffer).first(std::min<std::size_t>(to_skip_, buffer.size())));
  }
  if (buffer.size() < carried_.size()) buffer.resize(carried_.size());
  std::copy(carried_.begin(), carried_.end(), buffer.begin());
  std::size_t held = carried_.size();
  if (held < needed_) held = read_at_least(buffer, held, needed_);
  return {buffer.data(), held};
}

bool CaptureFile::Impl::fill(PacketBlock& block) {
  block.packets.clear();
  if (block.packets.capacity() == 0) block.packets.reserve(limits::capture_block_octets / 64);
  while (!ended_ && block.packets.empty()) {
    const Bytes window = refill(block.bytes);
    if (window.size() < needed_) {
      end(window.size());
    } else {
      consume(window, parser_->parse(window, block.packets));
    }
  }
  return !block.packets.empty();
}

void CaptureFile::Impl::consume(Bytes window, const Parsed& parsed) {
  needed_ = parsed.needed;
  ended_ = parsed.stop;
  to_skip_ = parsed.used > window.size() ? parsed.used - window.size() : 0;
  const Bytes left = window.subspan(std::min(parsed.used, window.size()));
  carried_.assign(left.begin(), left.end());
}

// Fewer octets than any record's or block's header are no record that was cut: some writers leave them.
constexpr std::size_t trailing_octets = 12;

// A damaged stream says itself what is wrong; otherwise octets left over, or still to be skipped,
// are a cut.
void CaptureFile::Impl::end(std::size_t octets_left) {
  ended_ = true;
  const std::optional<Malformed> damage = input_.damage();
  if (damage) {
    stream_malformed_.add(*damage);
  } else if (octets_left > 0 && octets_left < trailing_octets && to_skip_ == 0) {
    stream_malformed_.add(Malformed::capture_trailing);
  } else if (octets_left > 0 || to_skip_ > 0) {
    stream_malformed_.add(Malformed::capture_cut);
  }
}

const MalformedCounts& CaptureFile::Impl::malformed() {
  malformed_ = stream_malformed_;
  malformed_.add(parser_->malformed());
  return malformed_;
}

Result<CaptureFile> CaptureFile::open(const std::string& path) {
  auto input = InputFile::open(path);
  if (!input) return std::unexpected(input.error());
  return open(std::move(*input));
}

Result<CaptureFile> CaptureFile::open(InputFile input) {
  auto impl = std::make_unique<Impl>(std::move(input));
  if (auto started = impl->start(); !started) return std::unexpected(started.error());
  return CaptureFile(std::move(impl));
}

std::optional<CaptureFile> CaptureFile::again() const {
  auto input = impl_->input_again();
  if (!input) return std::nullopt;
  auto opened = open(std::move(*input));
  if (!opened) return std::nullopt;
  return std::move(*opened);
}

CaptureFile::CaptureFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CaptureFile::CaptureFile(CaptureFile&&) noexcept = default;
CaptureFile& CaptureFile::operator=(CaptureFile&&) noexcept = default;
CaptureFile::~CaptureFile() = default;

bool CaptureFile::fill(PacketBlock& block) { return impl_->fill(block); }
const MalformedCounts& CaptureFile::malformed() const { return impl_->malformed(); }
std::uint64_t CaptureFile::stored_octets_read() const { return impl_->stored_octets_read(); }
std::optional<std::uint64_t> CaptureFile::stored_octets_total() const {
  return impl_->stored_octets_total();
}

}  // namespace davy::capture
