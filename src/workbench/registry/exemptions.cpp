#include "workbench/registry/exemptions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/energy/coins.hpp"
#include "workbench/registry/exemption_rows.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using casefile::Denied;
using identity::Person;
using identity::Right;
using Why = Denied::Why;

constexpr std::size_t name_octets_max = 400;
constexpr std::size_t text_octets_max = 4'000;

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// By ticker or name: "xmr" and "Monero" are one coin.
bool is_coin(std::string_view allowed, std::string_view seen) {
  if (lower(allowed) == lower(seen)) return true;
  const auto coin = energy::find_coin(seen);
  return coin && lower(coin->name) == lower(allowed);
}

std::string wrong_with(const Exemption& form) {
  if (form.project.empty() || form.person.empty() || form.purpose.empty())
    return "an exemption needs a project, a person and a purpose";
  if (form.project.size() > name_octets_max || form.person.size() > name_octets_max ||
      form.purpose.size() > text_octets_max)
    return "a text is too long";
  if (form.hosts.empty() || form.hosts.size() > exempt_hosts_max)
    return fmt::format("an exemption names 1 to {} hosts, networks or meters", exempt_hosts_max);
  if (form.coins.size() > exempt_coins_max) return "too many coins";
  for (const auto* list : {&form.hosts, &form.coins})
    for (const std::string& text : *list)
      if (text.empty() || text.size() > name_octets_max || text.contains(';'))
        return fmt::format("no name: {}", text.substr(0, 60));
  if (form.power_cap_kw && *form.power_cap_kw < 0)
    return "a power cap is an amount of zero or more";
  const auto first = energy::parse_day(form.first_day);
  const auto last = energy::parse_day(form.last_day);
  if (!first || !last || *last < *first) return "first_day and last_day are no period";
  return {};
}

Result<void> note(store::Store& store, std::int64_t id, std::string_view what, const Person& by,
                  std::string_view text, Timestamp now) {
  const auto done = store::append_audit(store, {.at = now,
                                                .who = by.name,
                                                .what = fmt::format("exemption.{}", what),
                                                .object = fmt::format("exemption {}", id),
                                                .detail = std::string{text}});
  if (!done) return std::unexpected(done.error());
  return {};
}

std::optional<Denied> refusal(const Exemption& exemption, std::string_view action,
                              std::string_view text, const Person& by) {
  const bool second = action == "approve" || action == "refuse";
  if (!second && action != "withdraw")
    return Denied{Why::wrong_input, fmt::format("no action is called {}", action),
                  "approve, refuse or withdraw"};
  if (text.empty() || text.size() > text_octets_max)
    return Denied{Why::wrong_input, "a decision needs a reason", "write why, in a few sentences"};
  if (second && exemption.status != "asked")
    return Denied{Why::conflict, "it was decided already", "look at it as it is now"};
  if (!second && exemption.status != "asked" && exemption.status != "approved")
    return Denied{Why::conflict, "it does not hold any more", "look at it as it is now"};
  if (second && !identity::may(by.role, Right::approve))
    return Denied{Why::not_allowed, "your role may not decide", "an approver must"};
  if (second && exemption.asked_by == by.name)
    return Denied{Why::not_allowed, "who asked may not decide", "another approver must"};
  if (!second && !identity::may(by.role, Right::act))
    return Denied{Why::not_allowed, "your role only looks", "an analyst or an approver must"};
  return std::nullopt;
}

}  // namespace

std::string_view Exemption::status_on(energy::Day day) const {
  if (status != "approved") return status;
  const auto first = energy::parse_day(first_day);
  const auto last = energy::parse_day(last_day);
  if (!first || !last || day > *last) return "expired";
  return day < *first ? "not_yet" : "in_force";
}

std::string outside_of(const Exemption& exemption, const SeenMining& seen) {
  const auto first = energy::parse_day(exemption.first_day);
  const auto last = energy::parse_day(exemption.last_day);
  if (!first || seen.last_day < *first)
    return fmt::format("before its first day, {}", exemption.first_day);
  if (!last || seen.last_day > *last)
    return fmt::format("after its last day, {}", exemption.last_day);
  for (const std::string& coin : seen.coins)
    if (!exemption.coins.empty() &&
        std::ranges::none_of(exemption.coins, [&](auto& c) { return is_coin(c, coin); }))
      return fmt::format("{} is not one of its coins", coin);
  if (exemption.power_cap_kw && seen.power_kw && *seen.power_kw > *exemption.power_cap_kw)
    return fmt::format("{:.3g} kW are more than its {:.3g} kW", *seen.power_kw,
                       *exemption.power_cap_kw);
  return {};
}

casefile::Outcome<Exemption> ask_for_exemption(store::Store& store, Exemption form,
                                               const Person& by, Timestamp now) {
  if (!identity::may(by.role, Right::act))
    return Denied{Why::not_allowed, "your role only looks", "an analyst or an approver must ask"};
  if (std::string why = wrong_with(form); !why.empty())
    return Denied{Why::wrong_input, std::move(why), "mend it, and send it again"};
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto many = store.database().integer(
      "SELECT count(*) FROM exemption WHERE status IN ('asked', 'approved')");
  if (!many) return std::unexpected(many.error());
  if (many->value_or(0) >= exemptions_max)
    return Denied{Why::conflict, "too many exemptions", "withdraw those that nobody needs"};
  form.status = "asked";
  form.asked_by = by.name;
  if (auto added = add_exemption(store.database(), form, now); !added)
    return std::unexpected(added.error());
  if (auto noted = note(store, form.exemption_id, "asked", by, form.project, now); !noted)
    return std::unexpected(noted.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return form;
}

casefile::Outcome<Exemption> decide_exemption(store::Store& store, std::int64_t id,
                                              std::string_view action, std::string_view text,
                                              const Person& by, Timestamp now) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  auto all = read_exemptions(store.database());
  if (!all) return std::unexpected(all.error());
  const auto found = std::ranges::find(*all, id, &Exemption::exemption_id);
  if (found == all->end())
    return Denied{Why::not_found, "there is no such exemption", "reload the list"};
  if (auto refused = refusal(*found, action, text, by)) return std::move(*refused);
  found->status = action == "approve" ? "approved" : action == "refuse" ? "refused" : "withdrawn";
  found->decided_by = by.name;
  if (auto kept = keep_decision(store.database(), *found, text); !kept)
    return std::unexpected(kept.error());
  if (auto noted = note(store, id, found->status, by, text, now); !noted)
    return std::unexpected(noted.error());
  // All of what was judged before is judged again.
  if (auto forgot = store.database().run(
          "UPDATE subject SET exemption_judged_ns = NULL WHERE exemption_judged_ns IS NOT NULL");
      !forgot)
    return std::unexpected(forgot.error());
  if (auto judged = judge_exemptions(store); !judged) return std::unexpected(judged.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return std::move(*found);
}

Result<std::vector<Exemption>> exemptions(store::Store& store) {
  return read_exemptions(store.database());
}

}  // namespace davy::registry
