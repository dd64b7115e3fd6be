#include "capture/input_file.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "capture/file/record_parser.hpp"

namespace davy::capture {

Result<InputFile> InputFile::open(const std::string& path) {
  auto stored = open_stored(path);
  if (!stored) return std::unexpected(stored.error());
  InputFile input;
  input.name_ = input_name(path);
  input.is_standard_input_ = path == "-";
  input.stored_ = std::move(*stored);
  input.find_kind();
  if (const int failed = input.stored_.stream->read_error(); failed != 0)
    return read_failure(input.name_, failed);
  return input;
}

void InputFile::find_kind() {
  stored_start_ = stored_.stream->peek(pcap_header_octets);
  if (is_gzip(stored_start_)) expanded_ = gzip_stream(*stored_.stream);
  if (is_zstd(stored_start_)) expanded_ = zstd_stream(*stored_.stream);
}

std::optional<InputFile> InputFile::again() const {
  if (expanded_ || is_standard_input_ || !stored_.octets_total) return std::nullopt;
  auto stream = stored_.stream->again();
  if (!stream) return std::nullopt;
  InputFile input;
  input.name_ = name_;
  input.stored_ = {std::move(stream), stored_.octets_total};
  input.find_kind();
  return input;
}

// One read mostly brings more than is wanted; a pipe gives less, and its packets must not wait for more.
Bytes InputFile::start(std::size_t wanted) {
  std::size_t held = start_.size();
  while (held < wanted) {
    start_.resize(std::max(wanted, held + limits::capture_block_octets));
    const std::size_t got = stream().read(std::span(start_).subspan(held));
    held += got;
    start_.resize(held);
    if (got == 0) break;
  }
  return start_;
}

std::size_t InputFile::read(std::span<std::uint8_t> out) {
  const std::size_t kept = std::min(start_.size() - start_used_, out.size());
  if (kept == 0) return stream().read(out);
  std::copy_n(start_.begin() + static_cast<std::ptrdiff_t>(start_used_), kept, out.begin());
  start_used_ += kept;
  if (start_used_ == start_.size()) start_ = {}, start_used_ = 0;
  return kept;
}

Result<void> InputFile::check_capture() {
  const Bytes begin = start(pcap_header_octets);
  return check_kind(name_, stored_start_, begin, expanded_ ? expanded_->damage() : std::nullopt);
}

std::optional<Malformed> InputFile::damage() const {
  if (const auto stored = stored_.stream->damage()) return stored;
  return expanded_ ? expanded_->damage() : std::nullopt;
}

}  // namespace davy::capture
