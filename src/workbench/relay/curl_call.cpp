#include "workbench/relay/curl_call.hpp"

#include <fmt/format.h>

#include <array>

#include "base/late_library.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::relay {
namespace {

long in_ms(Duration duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

std::string remedy(CURLcode code, const std::string& ca) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return ca.empty() ? "; if the receiver's certificate is of an authority of your own, name "
                          "it: ca = \"/etc/davy/ca.pem\""
                        : fmt::format(
                              "; is {} the authority that signed it, and the name in it "
                              "the one that is called?",
                              ca);
    case CURLE_SSL_CACERT_BADFILE:
      return fmt::format("; {} must be PEM, and readable for davy", ca);
    case CURLE_COULDNT_RESOLVE_HOST:
      return "; is the name right, and does the resolver answer?";
    case CURLE_COULDNT_CONNECT:
      return "; does it run, and may this machine reach it?";
    case CURLE_USE_SSL_FAILED:
      return "; the mail server offers no STARTTLS: another port, or smtps://";
    case CURLE_LOGIN_DENIED:
      return "; look at user and password_file";
    default:
      return {};
  }
}

Result<Curl> load() {
  auto library = LateLibrary::open("libcurl.so.4", "libcurl4");
  if (!library) return std::unexpected(library.error());
  Curl curl;
  const bool complete = library->find("curl_global_init", curl.global_init) &&
                        library->find("curl_easy_init", curl.easy_init) &&
                        library->find("curl_easy_setopt", curl.easy_setopt) &&
                        library->find("curl_easy_perform", curl.easy_perform) &&
                        library->find("curl_easy_getinfo", curl.easy_getinfo) &&
                        library->find("curl_easy_strerror", curl.easy_strerror) &&
                        library->find("curl_easy_cleanup", curl.easy_cleanup) &&
                        library->find("curl_slist_append", curl.slist_append) &&
                        library->find("curl_slist_free_all", curl.slist_free_all);
  if (!complete) return std::unexpected(library->missing());
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return std::unexpected(Error{ErrorKind::internal, "libcurl cannot be used"});
  return curl;
}

}  // namespace

const Result<Curl>& Curl::loaded() {
  static const Result<Curl> curl = load();
  return curl;
}

Result<CurlCall> CurlCall::make(const Outlet& outlet, const Origin& origin) {
  const Result<Curl>& curl = Curl::loaded();
  if (!curl) return std::unexpected(curl.error());
  CURL* const handle = curl->easy_init();
  if (handle == nullptr)
    return std::unexpected(Error{ErrorKind::internal, "libcurl has no memory for a call"});
  CurlCall call(*curl, handle, std::make_unique<Inner>());
  call.inner_->place = outlet.place();
  call.inner_->ca = outlet.ca;
  call.inner_->stopped = origin.stopped;
  call.set_up(outlet, origin);
  return call;
}

void CurlCall::set_up(const Outlet& outlet, const Origin& origin) {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_URL, outlet.url.c_str());
  set(CURLOPT_USERAGENT, ("davy/" + origin.version).c_str());
  set(CURLOPT_TIMEOUT_MS, in_ms(outlet.timeout));
  set(CURLOPT_CONNECTTIMEOUT_MS, in_ms(outlet.timeout));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, outlet.proxy.c_str());
  if (!outlet.ca.empty()) {
    set(CURLOPT_CAINFO, outlet.ca.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // no other authority
  }
  set(CURLOPT_ERRORBUFFER, inner_->error.data());
  set(CURLOPT_WRITEFUNCTION, &CurlCall::take);
  set(CURLOPT_WRITEDATA, inner_.get());
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &CurlCall::progress);
  set(CURLOPT_XFERINFODATA, inner_.get());
}

std::size_t CurlCall::take(char* octets, std::size_t one, std::size_t count, void* inner) {
  std::string& answer = static_cast<Inner*>(inner)->answer;
  answer.append(octets, std::min(one * count, answer_octets_max - answer.size()));
  return one * count;
}

int CurlCall::progress(void* inner, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Inner*>(inner)->stopped() ? 1 : 0;
}

std::string CurlCall::perform() {
  inner_->answer.clear();
  inner_->error[0] = '\0';
  const CURLcode code = curl_->easy_perform(handle_.get());
  if (code == CURLE_OK) return {};
  const char* const words =
      inner_->error[0] != '\0' ? inner_->error.data() : curl_->easy_strerror(code);
  return report::printable(fmt::format("{}: {}{}", inner_->place, words, remedy(code, inner_->ca)));
}

long CurlCall::status() const {
  long status = 0;
  curl_->easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::optional<Duration> CurlCall::retry_after() const {
  curl_off_t seconds = 0;
  curl_->easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds);
  if (seconds <= 0 || seconds > 86'400) return std::nullopt;
  return std::chrono::seconds{seconds};
}

std::string CurlCall::answer() const { return report::printable(inner_->answer); }

}  // namespace davy::relay
