// The API and the console over HTTP.
//
// Shape:   /api/v1/… is the API, /api/v1/events a stream of server-sent events, all else files of the console (paths of its views
//          are its index). Without a certificate it listens on loopback only. Headers keep other sites out of frames, scripts
//          and caches; a request that another site made a browser send is refused by the cookie (SameSite) and the token.
// Errors:  a port that is taken, a certificate that does not fit or is over: said when it starts.
// Bounds:  limits::api_threads workers, half of them for streams of events; limits::api_body_octets_max; slow senders are cut
//          off after limits::api_patience.
// Threads: run() keeps its own; stop() from any thread.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "workbench/api/api.hpp"

namespace davy::api {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8443;  // 0: any
  std::string certificate_path = {};
  std::string key_path = {};
  std::string console_folder = {};  // "": no console, only the API
  ApiOptions api = {};
};

class HttpServer {
 public:
  static Result<std::unique_ptr<HttpServer>> open(const ServerOptions& options,
                                                  const identity::Random& random);
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
  virtual void run() = 0;  // until stop()
  virtual void stop() = 0;
};

}  // namespace davy::api
