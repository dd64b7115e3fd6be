#include "workbench/identity/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "base/sha256.hpp"
#include "workbench/identity/password.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/store.hpp"

namespace davy::identity {
namespace {

constexpr std::size_t secret_octets = 32;
constexpr Duration idle_max = std::chrono::minutes{30};
constexpr Duration session_max = std::chrono::hours{12};
constexpr Duration clock_leap_max = std::chrono::hours{2};  // a session of a later time is none
constexpr std::int64_t failures_free = 5;
constexpr std::int64_t lock_ns = 60'000'000'000;
constexpr std::int64_t lock_doublings_max = 6;  // about an hour

using store::ns;

Result<void> acceptable(std::string_view password) {
  if (password.size() < password_letters_min)
    return usage_error(
        fmt::format("the password is too short: at least {} characters", password_letters_min));
  if (password.size() > password_octets_max)
    return usage_error(
        fmt::format("the password is too long: at most {} octets", password_octets_max));
  return {};
}

// A lock beyond the longest was set by a clock that was wrong.
bool is_locked(std::int64_t until_ns, Timestamp now) {
  return until_ns > ns(now) && until_ns - ns(now) <= lock_ns << lock_doublings_max;
}

Role role_of(std::string_view text) { return role_named(text).value_or(Role::viewer); }

}  // namespace

struct People::Known {
  Person person = {};
  std::string password_hash = {};
  std::int64_t failures = 0;
  std::int64_t locked_until_ns = 0;
};

std::string People::secret() {
  std::array<std::uint8_t, secret_octets> octets{};
  random_(octets);
  return to_hex(octets);
}

Result<std::string> People::hashed(std::string_view password) {
  std::array<std::uint8_t, salt_octets> salt{};
  random_(salt);
  return password_hash(password, salt);
}

Result<bool> People::add(std::string_view name, Role role, std::string_view password,
                         bool must_change, Timestamp now, std::string_view unit) {
  if (auto sound = acceptable(password); !sound) return std::unexpected(sound.error());
  const auto taken = known(name);
  if (!taken) return std::unexpected(taken.error());
  if (*taken) return false;
  const auto hash = hashed(password);
  if (!hash) return std::unexpected(hash.error());
  const auto added = database_.run(
      "INSERT INTO user (name, role, password_hash, must_change_password, created_ns, unit) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      name, identity::name(role), *hash, must_change ? 1 : 0, ns(now), unit);
  if (!added) return std::unexpected(added.error());
  return true;
}

Result<std::vector<Person>> People::all() {
  return store::rows_of<Person>(
      database_.query("SELECT user_id, name, role, must_change_password, disabled, unit FROM user "
                      "ORDER BY name"),
      [](const store::Query& row) {
        return Person{row.integer(0),      row.text(1),         role_of(row.view(2)),
                      row.integer(3) != 0, row.integer(4) != 0, row.text(5)};
      });
}

Result<bool> People::any() {
  const auto one = database_.integer("SELECT 1 FROM user LIMIT 1");
  if (!one) return std::unexpected(one.error());
  return one->has_value();
}

Result<Changed> People::set_disabled(std::int64_t user_id, bool disabled) {
  auto transaction = store::Transaction::begin(database_);
  if (!transaction) return std::unexpected(transaction.error());
  const auto others = database_.integer(
      "SELECT count(*) FROM user WHERE role = 'administrator' AND disabled = 0 AND user_id <> ?",
      user_id);
  if (!others) return std::unexpected(others.error());
  const auto is_one =
      database_.integer("SELECT role = 'administrator' FROM user WHERE user_id = ?", user_id);
  if (!is_one) return std::unexpected(is_one.error());
  if (!*is_one) return Changed::nobody;
  if (disabled && **is_one != 0 && others->value_or(0) == 0) return Changed::is_last_administrator;
  const auto changed = database_.run(
      "UPDATE user SET disabled = ?, failures = 0, locked_until_ns = 0 WHERE user_id = ?",
      disabled ? 1 : 0, user_id);
  if (!changed) return std::unexpected(changed.error());
  const auto ended = database_.run("DELETE FROM session WHERE user_id = ?", user_id);
  if (!ended) return std::unexpected(ended.error());
  if (auto failed = store::failure_of(transaction->commit())) return std::unexpected(*failed);
  return Changed::done;
}

Result<std::optional<People::Known>> People::known(std::string_view name) {
  auto rows = database_.query(
      "SELECT user_id, name, role, must_change_password, disabled, password_hash, failures, "
      "locked_until_ns, unit FROM user WHERE name = ?",
      name);
  if (!rows) return std::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::optional<Known>{};
  return Known{{rows->integer(0), rows->text(1), role_of(rows->view(2)), rows->integer(3) != 0,
                rows->integer(4) != 0, rows->text(8)},
               rows->text(5),
               rows->integer(6),
               rows->integer(7)};
}

Result<void> People::note_failure(const Known& person, Timestamp now) {
  const std::int64_t failures = person.failures + 1;
  std::int64_t locked_until = 0;
  if (failures >= failures_free)
    locked_until = ns(now) + (lock_ns << std::min(failures - failures_free, lock_doublings_max));
  const auto noted =
      database_.run("UPDATE user SET failures = ?, locked_until_ns = ? WHERE user_id = ?", failures,
                    locked_until, person.person.user_id);
  if (!noted) return std::unexpected(noted.error());
  return {};
}

Result<LoggedIn> People::begin_session(const Known& person, Timestamp now) {
  LoggedIn in{
      .session = {.person = person.person, .change_token = secret(), .expires_at = now + idle_max},
      .cookie = secret()};
  const Sha256 hash = sha256(in.cookie);
  const auto added = database_.run(
      "INSERT INTO session (token_hash, user_id, change_token, created_ns, last_used_ns) "
      "VALUES (?, ?, ?, ?, ?)",
      Bytes{hash}, person.person.user_id, in.session.change_token, ns(now), ns(now));
  if (!added) return std::unexpected(added.error());
  const auto cleared = database_.run(
      "UPDATE user SET failures = 0, locked_until_ns = 0 WHERE user_id = ?", person.person.user_id);
  if (!cleared) return std::unexpected(cleared.error());
  const auto old = database_.run("DELETE FROM session WHERE last_used_ns < ? OR created_ns < ?",
                                 ns(now - idle_max), ns(now - session_max));
  if (!old) return std::unexpected(old.error());
  return in;
}

Result<std::variant<LoggedIn, Refusal>> People::log_in(std::string_view name,
                                                       std::string_view password, Timestamp now,
                                                       Lock lock) {
  // A hash of nothing, so that an unknown name takes as long as a known one.
  static const std::string nobody = *password_hash("", std::array<std::uint8_t, salt_octets>{});
  auto person = known(name);
  if (!person) return std::unexpected(person.error());
  if (lock == Lock::holds && *person && is_locked((*person)->locked_until_ns, now))
    return Refusal::locked;
  const bool fits = password_fits(password, *person ? (*person)->password_hash : nobody);
  if (!*person || (*person)->person.disabled) return Refusal::wrong;
  if (!fits) {
    if (auto noted = note_failure(**person, now); !noted) return std::unexpected(noted.error());
    return Refusal::wrong;
  }
  auto in = begin_session(**person, now);
  if (!in) return std::unexpected(in.error());
  return std::move(*in);
}

Result<std::optional<Session>> People::session(std::string_view cookie, Timestamp now) {
  const Sha256 hash = sha256(cookie);
  auto rows = database_.query(
      "SELECT user_id, name, role, must_change_password, change_token, session.created_ns, "
      "last_used_ns, unit FROM session JOIN user USING (user_id) WHERE token_hash = ? AND "
      "disabled = 0",
      Bytes{hash});
  if (!rows) return std::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::optional<Session>{};
  const Timestamp end = timestamp_ns(rows->integer(5)) + session_max;
  const Timestamp last_used = timestamp_ns(rows->integer(6));
  if (now >= end || now - last_used >= idle_max || last_used - now > clock_leap_max)
    return std::optional<Session>{};
  Session session{{rows->integer(0), rows->text(1), role_of(rows->view(2)), rows->integer(3) != 0,
                   false, rows->text(7)},
                  rows->text(4),
                  std::min(end, now + idle_max)};
  // Once a minute is often enough, and spares the store a write with every look.
  if (now - last_used < std::chrono::minutes{1}) return session;
  const auto used = database_.run("UPDATE session SET last_used_ns = ? WHERE token_hash = ?",
                                  ns(now), Bytes{hash});
  if (!used) return std::unexpected(used.error());
  return session;
}

Result<void> People::log_out(std::string_view cookie) {
  const auto gone =
      database_.run("DELETE FROM session WHERE token_hash = ?", Bytes{sha256(cookie)});
  if (!gone) return std::unexpected(gone.error());
  return {};
}

Result<bool> People::change_password(const Person& person, std::string_view old_password,
                                     std::string_view new_password, std::string_view cookie) {
  if (auto sound = acceptable(new_password); !sound) return std::unexpected(sound.error());
  const auto known_person = known(person.name);
  if (!known_person) return std::unexpected(known_person.error());
  if (!*known_person || !password_fits(old_password, (*known_person)->password_hash)) return false;
  const auto hash = hashed(new_password);
  if (!hash) return std::unexpected(hash.error());
  const auto changed =
      database_.run("UPDATE user SET password_hash = ?, must_change_password = 0 WHERE user_id = ?",
                    *hash, person.user_id);
  if (!changed) return std::unexpected(changed.error());
  const auto ended = database_.run("DELETE FROM session WHERE user_id = ? AND token_hash <> ?",
                                   person.user_id, Bytes{sha256(cookie)});
  if (!ended) return std::unexpected(ended.error());
  return true;
}

Result<std::string> People::add_machine(std::string_view name, Role role, Timestamp now,
                                        Timestamp expires_at) {
  std::string token = secret();
  const auto added = database_.run(
      "INSERT INTO machine_token (token_hash, name, role, created_ns, expires_ns) "
      "VALUES (?, ?, ?, ?, ?)",
      Bytes{sha256(token)}, name, identity::name(role), ns(now), ns(expires_at));
  if (!added) return std::unexpected(added.error());
  return token;
}

Result<std::optional<Session>> People::machine(std::string_view token, Timestamp now) {
  auto rows = database_.query(
      "SELECT name, role, expires_ns FROM machine_token WHERE token_hash = ? AND expires_ns > ?",
      Bytes{sha256(token)}, ns(now));
  if (!rows) return std::unexpected(rows.error());
  const auto row = rows->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::optional<Session>{};
  return Session{.person = {.name = rows->text(0), .role = role_of(rows->view(1))},
                 .change_token = {},
                 .expires_at = timestamp_ns(rows->integer(2)),
                 .is_machine = true};
}

}  // namespace davy::identity
