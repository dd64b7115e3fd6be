#include "workbench/api/http_server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <thread>

#include "base/limits.hpp"
#include "base/own_name.hpp"
#include "workbench/api/api_pool.hpp"
#include "workbench/api/certificate.hpp"
#include "workbench/api/connection_guard.hpp"
#include "workbench/api/console_files.hpp"
#include "workbench/api/gzip.hpp"

namespace davy::api {
namespace {

constexpr std::string_view metrics_path = "/metrics";  // where Prometheus looks of itself
constexpr std::string_view prefix = "/api/v1";
constexpr std::string_view cookie_name = "davy_session";

// A connection has a thread, also while nobody asks anything on it. Most of them sleep.
constexpr std::size_t connection_threads = 128;
constexpr std::size_t requests_of_connection = 1'000;
constexpr std::chrono::milliseconds guard_looks_every{250};
// A body that is too large is read and thrown away up to here, so that whoever sends it hears why.
constexpr std::uint64_t drained_octets_max = 64 * 1024 * 1024;

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

httplib::Headers headers(bool tls) {
  httplib::Headers all{
      {"Content-Security-Policy",
       "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
       "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
  };
  if (tls) all.emplace("Strict-Transport-Security", "max-age=31536000");
  return all;
}

std::string cookie_in(const httplib::Request& request) {
  const std::string all = request.get_header_value("Cookie");
  std::string_view rest = all;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.starts_with(cookie_name) && one.size() > cookie_name.size() &&
        one[cookie_name.size()] == '=')
      return std::string{one.substr(cookie_name.size() + 1)};
  }
  return {};
}

std::string bearer_in(const httplib::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string value = request.get_header_value("Authorization");
  return value.starts_with(scheme) ? value.substr(scheme.size()) : std::string{};
}

Request request_of(const httplib::Request& in) {
  const bool is_below = in.path.starts_with(prefix);
  Request request{.method = in.method, .path = in.path.substr(is_below ? prefix.size() : 0)};
  for (const auto& [name, value] : in.params) request.query.emplace(name, value);
  request.content_type = in.get_header_value("Content-Type");
  request.body = in.body;
  request.cookie = cookie_in(in);
  request.bearer = bearer_in(in);
  request.change_token = in.get_header_value("X-Davy-Token");
  request.if_none_match = in.get_header_value("If-None-Match");
  request.client = in.remote_addr;
  request.now = std::chrono::system_clock::now();
  return request;
}

std::string set_cookie(std::string_view secret, bool tls) {
  const bool ends = secret == "-";
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", cookie_name,
                     ends ? "" : secret, tls ? "; Secure" : "", ends ? "; Max-Age=0" : "");
}

Response too_large() { return problem(413, "the body is too large", "send at most 8 MiB"); }
Response nothing_here(int status) {
  return problem(status, "there is nothing here", "see /api/v1/openapi.yaml");
}

using Octets = std::shared_ptr<const std::string>;

// From memory, piece by piece as it is taken. The library would compress it itself otherwise, as strongly as it can, for each answer.
void set_body(httplib::Response& out, const Octets& body, const std::string& content_type) {
  if (body->empty()) return;
  out.set_content_provider(body->size(), content_type,
                           [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                             return sink.write(body->data() + offset, length);
                           });
}

constexpr std::size_t worth_zipping_octets =
    1'400;  // what fits into one packet does not come sooner

void set_text(httplib::Response& out, const Response& response, bool zip) {
  if (response.body.size() >= worth_zipping_octets && zip &&
      response.content_type.ends_with("json")) {
    if (auto zipped = gzip(response.body, gzip_quick)) {
      out.set_header("Content-Encoding", "gzip");
      return set_body(out, std::make_shared<const std::string>(std::move(*zipped)),
                      response.content_type);
    }
  }
  set_body(out, std::make_shared<const std::string>(response.body), response.content_type);
}

void write(const Response& response, httplib::Response& out, bool tls, bool zip = false) {
  out.status = response.status;
  out.set_header("Cache-Control", "no-store");
  out.set_header("Vary", "Accept-Encoding");
  set_text(out, response, zip);
  if (!response.etag.empty()) out.set_header("ETag", response.etag);
  if (!response.allow.empty()) out.set_header("Allow", response.allow);
  if (!response.retry_after_s.empty()) out.set_header("Retry-After", response.retry_after_s);
  if (!response.file_name.empty())
    out.set_header("Content-Disposition",
                   fmt::format("attachment; filename=\"{}\"", response.file_name));
  if (!response.set_cookie.empty())
    out.set_header("Set-Cookie", set_cookie(response.set_cookie, tls));
}

class Server : public HttpServer {
 public:
  Server(const ServerOptions& options, std::unique_ptr<ApiPool> pool)
      : options_(options), pool_(std::move(pool)) {}

  Result<void> prepare();
  int port() const override { return port_; }
  void run() override {
    const std::jthread guarding([this] { guard(); });
    server_->listen_after_bind();
    stopping_ = true;
  }
  void stop() override {
    stopping_ = true;
    server_->stop();
  }

 private:
  bool tls() const { return !options_.certificate_path.empty(); }
  Result<void> make_server();
  Result<void> bind();
  void bound_what_comes();
  bool refuse_body(const httplib::Request& in, httplib::Response& out);
  void guard();
  void answer(const httplib::Request& in, httplib::Response& out);
  void answer_file(const httplib::Request& in, httplib::Response& out);
  void stream(const httplib::Request& in, httplib::Response& out);
  void refuse_politely();

  ServerOptions options_;
  std::unique_ptr<ApiPool> pool_;
  std::unique_ptr<Certificate> certificate_;  // before the server that shows it
  ConsoleFiles console_;
  ConnectionGuard guard_;
  std::unique_ptr<httplib::Server> server_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> streams_ = 0;
  int port_ = 0;
};

void Server::answer(const httplib::Request& in, httplib::Response& out) {
  if (in.path == std::string{prefix} + "/events") return stream(in, out);
  write(pool_->lend()->answer(request_of(in)), out, tls(),
        takes_gzip(in.get_header_value("Accept-Encoding")));
}

// What people are told of: a verdict that is new or another one, and each step of a case. The ledger grows all the time.
std::int64_t newest(store::Store& store) {
  const auto number = store.database().integer(
      "SELECT (SELECT coalesce(max(id), 0) FROM verdict_change)"
      " + (SELECT coalesce(max(log_id), 0) FROM case_log)");
  return number ? number->value_or(0) : 0;
}

void Server::stream(const httplib::Request& in, httplib::Response& out) {
  Request who = request_of(in);
  who.path = "/session";
  const Response known = pool_->lend()->answer(who);
  if (known.status != 200) return write(known, out, tls());
  if (streams_ >= limits::api_threads / 2)
    return write(problem(503, "too many listen already", "reload the page by hand"), out, tls());
  auto store = store::Store::open(options_.api.store_path, store::Access::read);
  if (!store) return write(problem(503, store.error().message, "try again"), out, tls());
  ++streams_;
  auto kept = std::make_shared<store::Store>(std::move(*store));
  auto last = std::make_shared<std::int64_t>(newest(*kept));
  out.set_header("Cache-Control", "no-store");
  out.set_chunked_content_provider(
      "text/event-stream",
      [this, kept, last](std::size_t, httplib::DataSink& sink) {
        std::this_thread::sleep_for(std::chrono::seconds{1});
        const std::int64_t now = newest(*kept);
        const std::string_view text = now != *last ? "event: changed\ndata: {}\n\n" : ":\n\n";
        *last = now;
        return !stopping_ && sink.write(text.data(), text.size());
      },
      [this](bool) { --streams_; });
}

// Views of the console have paths of their own: a reload of one is a GET of it.
void Server::answer_file(const httplib::Request& in, httplib::Response& out) {
  const ConsoleFile* file = console_.find(in.path == "/" ? "/index.html" : in.path);
  if (file == nullptr) return write(nothing_here(404), out, tls());
  out.set_header("ETag", file->etag);
  out.set_header("Vary", "Accept-Encoding");
  out.set_header("Cache-Control",
                 file->named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
  if (in.get_header_value("If-None-Match") == file->etag) {
    out.status = 304;
    return;
  }
  const bool zip = !file->zipped.empty() && takes_gzip(in.get_header_value("Accept-Encoding"));
  if (zip) out.set_header("Content-Encoding", "gzip");
  // The files live as long as the server: nothing is copied.
  set_body(out, Octets(Octets{}, zip ? &file->zipped : &file->octets), file->content_type);
}

void Server::refuse_politely() {
  server_->set_error_handler(
      httplib::Server::HandlerWithResponse{[this](const httplib::Request&, httplib::Response& out) {
        if (!out.body.empty() || out.content_length_ > 0)
          return httplib::Server::HandlerResponse::Handled;
        write(out.status == 413 ? too_large() : nothing_here(out.status), out, tls());
        return httplib::Server::HandlerResponse::Handled;
      }});
}

// Bodies that the library would read to the end before it refused them, or unpack without a bound.
bool Server::refuse_body(const httplib::Request& in, httplib::Response& out) {
  std::uint64_t octets = 0;
  const std::string length = in.get_header_value("Content-Length");
  std::from_chars(length.data(), length.data() + length.size(), octets);
  if (octets > drained_octets_max)
    write(too_large(), out, tls());
  else if (in.has_header("Transfer-Encoding"))
    write(problem(411, "the body's length is not told", "send Content-Length"), out, tls());
  else if (in.has_header("Content-Encoding"))
    write(problem(415, "the body is packed", "send it as it is"), out, tls());
  else
    return false;
  out.set_header("Connection", "close");
  return true;
}

// Before a body is read, and after an answer was sent.
void Server::bound_what_comes() {
  server_->set_pre_routing_handler([this](const httplib::Request& in, httplib::Response& out) {
    return refuse_body(in, out) ? httplib::Server::HandlerResponse::Handled
                                : httplib::Server::HandlerResponse::Unhandled;
  });
  server_->set_logger([this](const httplib::Request& in, const httplib::Response& out) {
    const ConnectionGuard::Peer peer{in.remote_addr, in.remote_port};
    guard_.answered(peer, std::chrono::steady_clock::now());
    if (out.get_header_value("Connection") == "close") ConnectionGuard::cut(peer, port_);
  });
}

void Server::guard() {
  while (!stopping_) {
    guard_.look(port_, std::chrono::steady_clock::now());
    if (certificate_)
      if (const std::string said = certificate_->look(std::chrono::system_clock::now());
          !said.empty())
        fmt::print(stderr, "davy: {}\n", said);
    if (certificate_) pool_->shared().certificate_ends = certificate_->valid_to();
    std::this_thread::sleep_for(guard_looks_every);
  }
}

Result<void> Server::make_server() {
  if (!tls()) {
    server_ = std::make_unique<httplib::Server>();
    return {};
  }
  auto certificate = Certificate::open(options_.certificate_path, options_.key_path,
                                       std::chrono::system_clock::now());
  if (!certificate) return std::unexpected(certificate.error());
  certificate_ = std::move(*certificate);
  pool_->shared().certificate_ends = certificate_->valid_to();
  server_ = std::make_unique<httplib::SSLServer>(
      [this](SSL_CTX& context) { return certificate_->show_in(context); });
  if (!server_->is_valid()) return input_error("OpenSSL makes no server of the certificate");
  return {};
}

Result<void> Server::bind() {
  port_ = options_.port;
  if (port_ == 0)
    port_ = server_->bind_to_any_port(options_.host);
  else if (!server_->bind_to_port(options_.host, port_))
    port_ = -1;
  if (port_ < 0)
    return input_error(
        fmt::format("cannot listen on {} port {}: taken by another program, or not yours",
                    options_.host, options_.port));
  return {};
}

Result<void> Server::prepare() {
  if (!options_.console_folder.empty()) {
    auto console = ConsoleFiles::read(options_.console_folder);
    if (!console) return std::unexpected(console.error());
    console_ = std::move(*console);
  }
  if (auto made = make_server(); !made) return made;
  // The library owns it. NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  server_->new_task_queue = [] { return new httplib::ThreadPool(connection_threads); };
  // Not the library's SO_REUSEPORT, with which a second server would take half of the connections. Who connects and says nothing
  // is not handed over for a while.
  server_->set_socket_options([](socket_t socket) {
    const int yes = 1;
    const int patience_s = static_cast<int>(limits::api_patience.count());
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(socket, IPPROTO_TCP, TCP_DEFER_ACCEPT, &patience_s, sizeof patience_s);
  });
  // Head and body leave in two pieces: without this the second waits 40 ms for the other end's word about the first.
  server_->set_tcp_nodelay(true);
  server_->set_keep_alive_max_count(requests_of_connection);
  server_->set_payload_max_length(limits::api_body_octets_max);
  server_->set_read_timeout(limits::api_patience);
  server_->set_write_timeout(limits::api_patience);
  server_->set_default_headers(headers(tls()));
  const auto handler = [this](const httplib::Request& in, httplib::Response& out) {
    guard_.asked({in.remote_addr, in.remote_port});
    const bool is_api = in.path.starts_with(prefix) || in.path == metrics_path;
    is_api ? answer(in, out) : answer_file(in, out);
  };
  constexpr auto pattern = R"(/api/v1/.*)";
  server_->Get(std::string{metrics_path}, handler);
  server_->Get(options_.console_folder.empty() ? pattern : ".*", handler).Delete(pattern, handler);
  server_->Post(pattern, httplib::Server::Handler{handler});
  server_->Put(pattern, httplib::Server::Handler{handler});
  server_->Patch(pattern, httplib::Server::Handler{handler});
  refuse_politely();
  bound_what_comes();
  return bind();
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::open(const ServerOptions& options,
                                                     const identity::Random& random) {
  if (options.certificate_path.empty() && !is_loopback(options.host))
    return usage_error(fmt::format(
        "{} is reached by others: give a certificate and its key, or listen on 127.0.0.1",
        options.host));
  auto pool = ApiPool::open(options.api, limits::api_threads / 2, random);
  if (!pool) return std::unexpected(pool.error());
  auto server = std::make_unique<Server>(options, std::move(*pool));
  if (auto ready = server->prepare(); !ready) return std::unexpected(ready.error());
  return server;
}

}  // namespace davy::api
