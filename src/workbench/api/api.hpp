// The API of schema/openapi.yaml over one store: who asks, whether they may, and the answer.
//
// Shape:   a table of routes (routes.cpp); each belongs to one operationId of the contract, and a test holds both together.
//          A request of a browser's session that changes something must carry the session's own token. Answers to GET carry an
//          ETag: the same answer again is 304.
// Errors:  problems (RFC 9457) with a remedy; a fault of the store is 503 and says which.
// Bounds:  limits::api_body_octets_max, pages of at most 200, logins by address (limits::api_logins_a_minute).
// Threads: one Api belongs to one thread at a time; open one for each.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "workbench/api/exchange.hpp"
#include "workbench/casefile/cases.hpp"
#include "workbench/custody/signing_key.hpp"
#include "workbench/identity/people.hpp"
#include "workbench/store/store.hpp"

namespace davy::api {

struct ApiOptions {
  std::string store_path = {};
  std::string version = {};
  std::optional<custody::SigningKey> signing_key = {};
  std::string no_signing_key = {};  // why there is none
  std::string configuration = {};   // text of the file; goes into bundles of evidence
};

// Shared by all threads of a server: shared.hpp.
struct Shared;

class Api {
 public:
  static Result<std::unique_ptr<Api>> open(const ApiOptions& options, Shared& shared,
                                           identity::Random random);

  Response answer(const Request& request);

  store::Store& store() { return store_; }
  identity::People& people() { return people_; }
  casefile::Cases& cases() { return cases_; }
  const ApiOptions& options() const { return options_; }
  Shared& shared() { return shared_; }

 private:
  Api(const ApiOptions& options, store::Store store, Shared& shared, identity::Random random)
      : options_(options),
        store_(std::move(store)),
        people_(store_.database(), std::move(random)),
        cases_(store_),
        shared_(shared) {}

  Result<std::optional<identity::Session>> session_of(const Request& request);

  ApiOptions options_;
  store::Store store_;
  identity::People people_;
  casefile::Cases cases_;
  Shared& shared_;
};

}  // namespace davy::api
