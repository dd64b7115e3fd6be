// The small tables that people write beside readings: calendars, accounts, filed systems. Whatever they hold, they are taken
// or refused with one line.
#include <cstdlib>
#include <string_view>

#include "base/byte_reader.hpp"
#include "power/calendar.hpp"
#include "power/meter_context.hpp"
#include "workbench/registry/filed_systems.hpp"

namespace {

template <class T>
void one_line(const davy::Result<T>& result) {
  if (!result && result.error().message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = davy::as_text({data, size});
  const auto calendar = davy::power::Calendar::parse(text, "calendar");
  one_line(calendar);
  if (calendar)
    for (davy::power::Day day = 17'000; day < 17'030; ++day) (void)calendar->is_off(day);
  const auto contexts = davy::power::MeterContexts::parse(text, "meters");
  one_line(contexts);
  const auto systems = davy::registry::FiledSystems::parse(text, "register");
  one_line(systems);
  if (systems) (void)systems->of_meter("m3");
  return 0;
}
