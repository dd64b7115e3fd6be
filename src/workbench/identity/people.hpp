// Who may log in, who has, and with what right.
//
// Units:   times are UTC and come in as parameters; so does randomness.
// Shape:   a session is a secret in a cookie, of which the store keeps a hash, and a second secret that is sent with whatever
//          changes something (against forged requests). It ends 30 minutes after its last use, 12 hours after its beginning.
//          Five wrong passwords lock a name for a minute, each further one twice as long, to an hour at most; a name that
//          nobody has costs as much time as one that somebody has.
// Errors:  the store's. A refusal is a value, and does not say which of name and password was wrong.
// Threads: one owner, as the database.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "workbench/identity/role.hpp"
#include "workbench/store/sqlite.hpp"

namespace davy::identity {

using Random = std::function<void(std::span<std::uint8_t>)>;

struct Person {
  std::int64_t user_id = 0;
  std::string name = {};
  Role role = Role::viewer;
  bool must_change_password = false;
  bool disabled = false;
  std::string unit = {};  // sees what belongs to it and to units below it; "": everything
};

struct Session {
  Person person = {};
  std::string change_token = {};  // "" for a machine, which no browser can be made to speak for
  Timestamp expires_at = {};
  bool is_machine = false;
};

struct LoggedIn {
  Session session = {};
  std::string cookie = {};
};

enum class Refusal : std::uint8_t { wrong, locked };
// Five wrong passwords lock a name; whoever sits at the machine itself gets past that, or a flood would lock the administrator out.
enum class Lock : std::uint8_t { holds, passed_over };
enum class Changed : std::uint8_t { done, nobody, is_last_administrator };

class People {
 public:
  People(store::Database& database, Random random)
      : database_(database), random_(std::move(random)) {}

  // False: the name is taken. Usage errors: the password is too short or too long.
  Result<bool> add(std::string_view name, Role role, std::string_view password, bool must_change,
                   Timestamp now, std::string_view unit = {});
  Result<std::vector<Person>> all();
  Result<bool> any();
  // Who is disabled is out at once; whoever may come in again begins without wrong passwords.
  Result<Changed> set_disabled(std::int64_t user_id, bool disabled);

  Result<std::variant<LoggedIn, Refusal>> log_in(std::string_view name, std::string_view password,
                                                 Timestamp now, Lock lock = Lock::holds);
  Result<std::optional<Session>> session(std::string_view cookie, Timestamp now);
  Result<void> log_out(std::string_view cookie);
  // False: the old password is wrong; usage errors as of add(). All sessions of the person end but the one with this cookie.
  Result<bool> change_password(const Person& person, std::string_view old_password,
                               std::string_view new_password, std::string_view cookie);

  // The token itself, which is not kept.
  Result<std::string> add_machine(std::string_view name, Role role, Timestamp now,
                                  Timestamp expires_at);
  Result<std::optional<Session>> machine(std::string_view token, Timestamp now);

 private:
  struct Known;
  Result<std::optional<Known>> known(std::string_view name);
  Result<void> note_failure(const Known& person, Timestamp now);
  Result<LoggedIn> begin_session(const Known& person, Timestamp now);
  std::string secret();
  Result<std::string> hashed(std::string_view password);

  store::Database& database_;
  Random random_;
};

}  // namespace davy::identity
