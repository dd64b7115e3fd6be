#include "workbench/registry/filings.hpp"

#include <fmt/format.h>

#include "workbench/registry/filed_rows.hpp"
#include "workbench/registry/working_days.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

using identity::Person;
using identity::Right;
using Why = Denied::Why;

constexpr std::size_t text_octets_max = 4'000;

bool may_write(const Person& by) {
  return identity::may(by.role, Right::act) || identity::may(by.role, Right::administer);
}

Denied only_looks() {
  return {Why::not_allowed, "your role only looks", "an analyst or an administrator must do it"};
}

Result<void> note(store::Store& store, std::int64_t id, const StepTaken& step) {
  std::optional<std::string> from, document;
  if (!step.from.empty()) from = step.from;
  if (!step.document.empty()) document = step.document;
  const auto added = store.database().run(
      "INSERT INTO filing_step (system_id, at_ns, by, action, from_status, to_status, text, "
      "document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      id, store::ns(step.at), step.by, step.action, from, step.to, step.text, document);
  if (!added) return std::unexpected(added.error());
  const auto audited = store::append_audit(
      store, {.at = step.at,
              .who = step.by,
              .what = "system." + step.action,
              .object = fmt::format("system {}", id),
              .detail = step.text.empty() ? step.to : fmt::format("{}: {}", step.to, step.text)});
  if (!audited) return std::unexpected(audited.error());
  return {};
}

// Written, noted, and read again as it is now.
Outcome<RegisteredSystem> kept(store::Store& store, store::Transaction& transaction,
                               RegisteredSystem system, StepTaken step) {
  step.to = system.status;
  if (auto put = put_system(store.database(), system, step.at); !put)
    return std::unexpected(put.error());
  if (auto noted = note(store, system.system_id, step); !noted)
    return std::unexpected(noted.error());
  if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
  auto now_it_is = registered_system(store, system.system_id);
  if (!now_it_is) return std::unexpected(now_it_is.error());
  return std::move(**now_it_is);
}

Result<std::string> due_day(store::Store& store, Status status, Timestamp now) {
  const auto allowed = working_days_for(status);
  if (!allowed) return std::string{};
  const auto days = WorkingDays::read(store);
  if (!days) return std::unexpected(days.error());
  return energy::to_text(days->after(energy::day_of(now), *allowed));
}

// Why this person may not take this step now; nothing where they may.
std::optional<Denied> refusal(const RegisteredSystem& system, const FilingStep& step,
                              const StepForm& form, const Person& by) {
  if (!may_take(step, by.role))
    return Denied{Why::not_allowed, "your role may not do this",
                  step.by_second_person ? "an approver or an administrator must"
                                        : "an analyst or an administrator must"};
  if (step.action == "approve" && system.submitted_by == by.name)
    return Denied{Why::not_allowed, "who submitted may not approve", "somebody else must"};
  if (step.needs_text && form.text.empty())
    return Denied{Why::wrong_input, "this step needs a reason", "write why"};
  if (form.text.size() > text_octets_max || form.document.size() > text_octets_max)
    return Denied{Why::wrong_input, "the text is too long", "shorten it"};
  if (step.action == "file" && (form.filing_number.empty() || form.filing_number.size() > 400))
    return Denied{Why::wrong_input, "filing needs the authority's number",
                  "send the number that the authority gave"};
  if (step.action == "submit" && system.purpose.empty())
    return Denied{Why::wrong_input, "a system without a purpose cannot be submitted",
                  "write what it is for"};
  return std::nullopt;
}

struct Found {
  store::Transaction transaction;
  RegisteredSystem system;
};
Result<std::variant<Found, Denied>> find(store::Store& store, std::int64_t id) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  auto system = read_system(store.database(), id);
  if (!system) return std::unexpected(system.error());
  if (!*system) return Denied{Why::not_found, "there is no such system", "reload the register"};
  const auto steps =
      store.database().integer("SELECT count(*) FROM filing_step WHERE system_id = ?", id);
  if (!steps) return std::unexpected(steps.error());
  if (steps->value_or(0) >= steps_max)
    return Denied{Why::conflict, "this filing has too many steps", "file it anew"};
  return Found{std::move(*transaction), std::move(**system)};
}

}  // namespace

Outcome<RegisteredSystem> add_system(store::Store& store, RegisteredSystem form, const Person& by,
                                     Timestamp now) {
  if (!may_write(by)) return only_looks();
  form.status = name(Status::draft);
  if (std::string why = wrong_with(form); !why.empty())
    return Denied{Why::wrong_input, std::move(why), "mend it, and send it again"};
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto taken =
      store.database().integer("SELECT system_id FROM filed_system WHERE name = ?", form.name);
  if (!taken) return std::unexpected(taken.error());
  if (*taken)
    return Denied{Why::conflict, "a system of that name is in the register",
                  "open that one, or choose another name"};
  return kept(store, *transaction, std::move(form), {.at = now, .by = by.name, .action = "begin"});
}

Outcome<RegisteredSystem> rewrite_system(store::Store& store, std::int64_t id,
                                         RegisteredSystem form, const Person& by, Timestamp now) {
  if (!may_write(by)) return only_looks();
  auto found = find(store, id);
  if (!found) return std::unexpected(found.error());
  if (auto* denied = std::get_if<Denied>(&*found)) return std::move(*denied);
  auto& [transaction, system] = std::get<Found>(*found);
  const auto status = status_named(system.status);
  if (!status || !may_be_rewritten(*status))
    return Denied{Why::conflict, "only drafts and systems that are being changed are rewritten",
                  "take the step `change` first, or have it returned"};
  // By its name others know it: evidence, cases, the account.
  if (form.name != system.name)
    return Denied{Why::wrong_input, "a system keeps its name", "file another one"};
  form.status = system.status;
  form.due_on = system.due_on;
  if (std::string why = wrong_with(form); !why.empty())
    return Denied{Why::wrong_input, std::move(why), "mend it, and send it again"};
  return kept(store, transaction, std::move(form),
              {.at = now, .by = by.name, .action = "rewrite", .from = system.status});
}

Outcome<RegisteredSystem> take_step(store::Store& store, std::int64_t id, const StepForm& form,
                                    const Person& by, Timestamp now) {
  auto found = find(store, id);
  if (!found) return std::unexpected(found.error());
  if (auto* denied = std::get_if<Denied>(&*found)) return std::move(*denied);
  auto& [transaction, system] = std::get<Found>(*found);
  const Status from = status_named(system.status).value_or(Status::draft);
  const FilingStep* const step = step_named(from, form.action);
  if (step == nullptr)
    return Denied{Why::conflict,
                  fmt::format("what is {} cannot be taken on by {}", name(from), form.action),
                  "look at the system as it is now"};
  if (auto refused = refusal(system, *step, form, by)) return std::move(*refused);
  StepTaken taken{.at = now,
                  .by = by.name,
                  .action = form.action,
                  .from = system.status,
                  .text = form.text,
                  .document = form.document};
  auto due = due_day(store, step->to, now);
  if (!due) return std::unexpected(due.error());
  system.status = name(step->to);
  system.due_on = std::move(*due);
  if (form.action == "submit") system.submitted_by = by.name;
  if (form.action == "file") system.filing_number = form.filing_number;
  return kept(store, transaction, std::move(system), std::move(taken));
}

Result<std::vector<StepTaken>> steps_of(store::Store& store, std::int64_t id) {
  return store::rows_of<StepTaken>(
      store.database().query("SELECT at_ns, by, action, from_status, to_status, text, document "
                             "FROM filing_step WHERE system_id = ? ORDER BY step_id",
                             id),
      [](const store::Query& row) {
        return StepTaken{timestamp_ns(row.integer(0)),
                         row.text(1),
                         row.text(2),
                         row.text(3),
                         row.text(4),
                         row.text(5),
                         row.text(6)};
      });
}

std::vector<std::string_view> actions_for(const RegisteredSystem& system, const Person& by) {
  std::vector<std::string_view> actions;
  for (const FilingStep& step : steps_from(status_named(system.status).value_or(Status::draft)))
    if (may_take(step, by.role) && !(step.action == "approve" && system.submitted_by == by.name))
      actions.push_back(step.action);
  return actions;
}

}  // namespace davy::registry
