#include "lab/power/estate.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "capture/input_file.hpp"
#include "power/meter_book.hpp"
#include "power/meter_file.hpp"

namespace davy::lab {

using power::PowerRecord;

std::vector<PowerRecord> read_estate(const std::string& path) {
  auto input = capture::InputFile::open(path);
  if (!input) {
    fmt::print(stderr, "{}\n", input.error().message);
    std::exit(2);
  }
  power::MeterBook book;
  power::MeterReader reader(power::MeterFileKind::csv, book, {}, path);
  std::vector<std::uint8_t> room(256 * 1024);
  while (const std::size_t got = input->read(room)) reader.octets(Bytes{room}.first(got));
  reader.end();
  return book.finish();
}

float mean_of(const PowerRecord& record) {
  double sum = 0;
  std::size_t count = 0;
  for (const float kw : record.kw) {
    if (power::is_gap(kw)) continue;
    sum += kw;
    ++count;
  }
  return count == 0 ? 0 : static_cast<float>(sum / static_cast<double>(count));
}

}  // namespace davy::lab
