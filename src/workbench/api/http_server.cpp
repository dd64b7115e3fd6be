#include "workbench/api/http_server.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"
#include "base/own_name.hpp"
#include "workbench/api/api_pool.hpp"

namespace davy::api {
namespace {

constexpr std::string_view prefix = "/api/v1";
constexpr std::string_view cookie_name = "davy_session";

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
  // /metrics is where Prometheus looks of itself.
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

void write(const Response& response, httplib::Response& out, bool tls) {
  out.status = response.status;
  out.set_header("Cache-Control", "no-store");
  if (!response.body.empty()) out.set_content(response.body, response.content_type);
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
  void run() override { server_->listen_after_bind(); }
  void stop() override {
    stopping_ = true;
    server_->stop();
  }

 private:
  bool tls() const { return !options_.certificate_path.empty(); }
  void answer(const httplib::Request& in, httplib::Response& out);
  void stream(const httplib::Request& in, httplib::Response& out);
  void serve_console();
  void refuse_politely();

  ServerOptions options_;
  std::unique_ptr<ApiPool> pool_;
  std::unique_ptr<httplib::Server> server_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> streams_ = 0;
  int port_ = 0;
};

void Server::answer(const httplib::Request& in, httplib::Response& out) {
  if (in.path == std::string{prefix} + "/events") return stream(in, out);
  write(pool_->lend()->answer(request_of(in)), out, tls());
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
        if (stopping_ || !sink.write(text.data(), text.size())) return false;
        return true;
      },
      [this](bool) { --streams_; });
}

// Views of the console have paths of their own: a reload of one is a GET of it.
void Server::serve_console() {
  if (options_.console_folder.empty()) return;
  server_->set_mount_point("/", options_.console_folder);
  server_->set_file_request_handler([](const httplib::Request& in, httplib::Response& out) {
    const bool named_by_content = in.path.starts_with("/assets/");
    out.set_header("Cache-Control",
                   named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
  });
}

void Server::refuse_politely() {
  server_->set_error_handler(httplib::Server::HandlerWithResponse{[this](const httplib::Request& in,
                                                                         httplib::Response& out) {
    const bool is_view = out.status == 404 && in.method == "GET" && !in.path.starts_with(prefix) &&
                         !in.path.starts_with("/assets/") && !options_.console_folder.empty();
    if (is_view) {
      std::ifstream file(options_.console_folder + "/index.html", std::ios::binary);
      std::ostringstream page;
      page << file.rdbuf();
      out.status = 200;
      out.set_header("Cache-Control", "no-cache");
      out.set_content(page.str(), "text/html");
    } else if (out.body.empty() && out.status == 413) {
      write(problem(413, "the body is too large", "send at most 8 MiB"), out, tls());
    } else if (out.body.empty()) {
      write(problem(out.status, "there is nothing here", "see /api/v1/openapi.yaml"), out, tls());
    }
    return httplib::Server::HandlerResponse::Handled;
  }});
}

Result<void> Server::prepare() {
  if (tls())
    server_ = std::make_unique<httplib::SSLServer>(options_.certificate_path.c_str(),
                                                   options_.key_path.c_str());
  else
    server_ = std::make_unique<httplib::Server>();
  if (!server_->is_valid())
    return input_error(fmt::format("{} and {} are no certificate with its key: PEM files of both",
                                   options_.certificate_path, options_.key_path));
  server_->new_task_queue = [] { return new httplib::ThreadPool(limits::api_threads); };
  // Not the library's SO_REUSEPORT, with which a second server would take half of the connections.
  server_->set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  // Head and body leave in two pieces: without this the second waits 40 ms for the other end's word about the first.
  server_->set_tcp_nodelay(true);
  server_->set_payload_max_length(limits::api_body_octets_max);
  server_->set_read_timeout(limits::api_patience);
  server_->set_write_timeout(limits::api_patience);
  server_->set_default_headers(headers(tls()));
  const auto handler = [this](const httplib::Request& in, httplib::Response& out) {
    answer(in, out);
  };
  constexpr auto pattern = R"(/api/v1/.*)";
  server_->Get(pattern, handler).Delete(pattern, handler).Get("/metrics", handler);
  server_->Post(pattern, httplib::Server::Handler{handler});
  server_->Put(pattern, httplib::Server::Handler{handler});
  server_->Patch(pattern, httplib::Server::Handler{handler});
  refuse_politely();
  serve_console();
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

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::open(const ServerOptions& options,
                                                     identity::Random random) {
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
