#include "base/late_library.hpp"

namespace davy {

Result<LateLibrary> LateLibrary::open(const char* file, const char* package) {
  void* const handle = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle != nullptr) return LateLibrary(handle, file);
  const char* const why = ::dlerror();  // names the file
  return std::unexpected(
      Error{ErrorKind::internal,
            std::string(why == nullptr ? file : why) + "; install it: apt-get install " + package});
}

Error LateLibrary::missing() const {
  return {ErrorKind::internal, file_ + " has no function " + missing_};
}

}  // namespace davy
