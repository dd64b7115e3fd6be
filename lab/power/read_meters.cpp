// Reads files of readings as davy does, and says how quickly: to measure the reading alone.
//
//   read_meters FILE…
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <memory>

#include "power/meter_file.hpp"

namespace {

using namespace davy;

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Input {
  std::unique_ptr<FILE, int (*)(FILE*)> file;
  std::array<std::uint8_t, 262'144> octets{};

  explicit Input(const char* path) : file(std::fopen(path, "rb"), &std::fclose) {}
  Bytes next() {
    return Bytes{octets.data(), std::fread(octets.data(), 1, octets.size(), file.get())};
  }
};

void read(const char* path, power::MeterBook& book) {
  Input input(path);
  if (!input.file) return;
  Bytes piece = input.next();
  const auto kind =
      power::meter_file_kind(as_text(piece.first(std::min<std::size_t>(piece.size(), 8192))));
  power::MeterReader reader(kind.value_or(power::MeterFileKind::csv), book, {}, path);
  for (; !piece.empty(); piece = input.next()) reader.octets(piece);
  reader.end();
  for (const std::string& note : reader.counts().notes) fmt::print("  {}\n", note);
  if (!reader.problem()) fmt::print("  {}\n", reader.problem().error().message);
  fmt::print("  {}; {}\n", reader.counts().layout, reader.counts().unit);
}

}  // namespace

int main(int count, char** paths) {
  power::MeterBook book;
  const double begin_s = cpu_s();
  for (int i = 1; i < count; ++i) read(paths[i], book);
  const double read_s = cpu_s() - begin_s;
  const auto readings = static_cast<double>(book.readings());
  const std::size_t octets = book.octets();
  const std::size_t records = book.finish().size();
  fmt::print(
      "read_meters: {:.0f} readings of {} meters in {:.2f} s, {:.1f} million a second; hours "
      "take {:.1f} MB, and {:.2f} s to finish\n",
      readings, records, read_s, readings / read_s / 1e6, static_cast<double>(octets) / 1e6,
      cpu_s() - begin_s - read_s);
}
