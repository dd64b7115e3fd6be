// `davy indicators`: lists of names and addresses, from the forms that people have to the one that `davy` reads; and what it knows already.
#pragma once

#include <string>
#include <vector>

namespace davy::app {

struct ImportListOptions {
  std::vector<std::string> inputs;
  std::string category = "pool";
  std::string source;       // "": the file's name
  std::string date;         // "": today, in UTC
  std::string output_path;  // "-": standard output
};

struct ShowIndicatorsOptions {
  std::vector<std::string> inputs;  // tables beside the one that comes with the program
  std::string category;             // "": all
  std::vector<std::string> names;   // host names, addresses, ja3:…, ja4:…
};

// Exit status: 0 done, 2 an input could not be read, an output not written, nothing usable in a list, or a wrong option.
int import_lists(const ImportListOptions& options);
int list_indicators(const ShowIndicatorsOptions& options);
int show_indicators(const ShowIndicatorsOptions& options);

}  // namespace davy::app
