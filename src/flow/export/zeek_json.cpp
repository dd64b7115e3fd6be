#include <vector>

#include "flow/export/json_record.hpp"
#include "flow/export/zeek_log.hpp"
#include "flow/export/zeek_record.hpp"

namespace davy::flow {
namespace {

std::vector<JsonName> names_at_the_top() {
  std::vector<JsonName> names;
  for (const std::string_view name : zeek_field_names) names.push_back({"", name});
  return names;
}

class ZeekJsonLog : public LogFormat {
 public:
  explicit ZeekJsonLog(LogOutput& output) : output_(output), json_(names_at_the_top()) {}

  void line(const LogLine& line) override {
    if (!json_.read(line)) return output_.bad_line();
    for (std::size_t i = 0; i < zeek_fields; ++i) record_.fields[i] = json_[i];
    record_.answers = json_.list(static_cast<std::size_t>(ZeekField::answers));
    record_.ttls = json_.list(static_cast<std::size_t>(ZeekField::ttls));
    record_.list_cut = json_.list_cut();
    const bool named = record_.has(ZeekField::path);
    tell(record_, named ? zeek_path(record_[ZeekField::path]) : ZeekPath::unknown, output_);
  }

 private:
  LogOutput& output_;
  JsonRecord json_;
  ZeekRecord record_;
};

}  // namespace

std::unique_ptr<LogFormat> zeek_json_log(LogOutput& output) {
  return std::make_unique<ZeekJsonLog>(output);
}

}  // namespace davy::flow
