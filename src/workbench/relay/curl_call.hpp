// libcurl with an owner: one handle that keeps its connection, and errors that say what to do. Only relay/ includes this.
// The library is opened with the first call.
//
// Units:   times as Duration.
// Shape:   the first call makes the library ready; certificates are always checked, redirects never followed, the environment's
//          proxies never used. TLS 1.2 at least.
// Errors:  "" is success.
// Bounds:  answer_octets_max of what comes back are kept.
// Threads: one owner. SIGPIPE must be ignored by the program.
// Source:  curl.se/libcurl/c.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "workbench/relay/carrier.hpp"

namespace davy::relay {

inline constexpr std::size_t answer_octets_max = 300;

// What we use of libcurl.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;

  static const Result<Curl>& loaded();
};

class CurlCall {
 public:
  static Result<CurlCall> make(const Outlet& outlet, const Origin& origin);

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_->easy_setopt(handle_.get(), option, value);
  }
  // What went wrong, in words; "": nothing.
  std::string perform();
  long status() const;  // of HTTP or SMTP, the last one; 0: none came
  std::optional<Duration> retry_after() const;
  std::string answer() const;  // the beginning of what came back, printable

 private:
  struct Inner {
    std::string place;
    std::string ca;
    std::function<bool()> stopped;
    std::string answer;
    std::array<char, CURL_ERROR_SIZE> error{};
  };
  CurlCall(const Curl& curl, CURL* handle, std::unique_ptr<Inner> inner)
      : curl_(&curl), inner_(std::move(inner)), handle_(handle, curl.easy_cleanup) {}
  void set_up(const Outlet& outlet, const Origin& origin);
  static std::size_t take(char* octets, std::size_t one, std::size_t count, void* inner);
  static int progress(void* inner, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const Curl* curl_;
  std::unique_ptr<Inner> inner_;  // the library keeps its address
  std::unique_ptr<CURL, void (*)(CURL*)> handle_;
};

// Of the same library; only where a call was made.
class CurlList {
 public:
  void add(const std::string& line) {
    if (curl_slist* longer = curl_->slist_append(list_.get(), line.c_str())) {
      static_cast<void>(list_.release());  // `longer` begins with it
      list_.reset(longer);
    }
  }
  curl_slist* get() const { return list_.get(); }

 private:
  const Curl* curl_ = &Curl::loaded().value();
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> list_{nullptr, curl_->slist_free_all};
};

}  // namespace davy::relay
