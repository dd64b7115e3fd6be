#include "workbench/api/routes.hpp"

#include <array>

namespace davy::api {
namespace {

using identity::Right;

constexpr std::array all_routes{
    Route{"getSession", "GET", "/session", Right::look, true, get_session},
    Route{"logIn", "POST", "/session", Right::look, false, log_in},
    Route{"logOut", "DELETE", "/session", Right::look, true, log_out},
    Route{"changePassword", "PUT", "/session/password", Right::look, true, change_password},
    Route{"getOverview", "GET", "/overview", Right::look, true, get_overview},
    Route{"listSubjects", "GET", "/subjects", Right::look, true, list_subjects},
    Route{"getSubject", "GET", "/subjects/{id}", Right::look, true, get_subject},
    Route{"getCoverage", "GET", "/coverage", Right::look, true, get_coverage},
    Route{"listCases", "GET", "/cases", Right::look, true, list_cases},
    Route{"openCase", "POST", "/cases", Right::act, true, open_case},
    Route{"getCase", "GET", "/cases/{id}", Right::look, true, get_case},
    Route{"actOnCase", "POST", "/cases/{id}/actions", Right::act, true, act_on_case},
    Route{"getEvidence", "GET", "/cases/{id}/evidence", Right::look, true, get_evidence},
    Route{"listSystems", "GET", "/register/systems", Right::look, true, list_systems},
    Route{"importSystems", "PUT", "/register/systems", Right::administer, true, import_systems,
          true},
    Route{"addSystem", "POST", "/register/systems", Right::look, true, add_system},
    Route{"getSystem", "GET", "/register/systems/{id}", Right::look, true, get_system},
    Route{"changeSystem", "PUT", "/register/systems/{id}", Right::look, true, change_system},
    Route{"actOnSystem", "POST", "/register/systems/{id}/actions", Right::look, true,
          act_on_system},
    Route{"listPlaces", "GET", "/register/places", Right::look, true, list_places},
    Route{"importPlaces", "PUT", "/register/places", Right::administer, true, import_places, true},
    Route{"listExemptions", "GET", "/register/exemptions", Right::look, true, list_exemptions},
    Route{"askForExemption", "POST", "/register/exemptions", Right::act, true, ask_for_exemption,
          true},
    Route{"actOnExemption", "POST", "/register/exemptions/{id}/actions", Right::act, true,
          act_on_exemption, true},
    Route{"listDays", "GET", "/register/days", Right::look, true, list_days},
    Route{"importDays", "PUT", "/register/days", Right::administer, true, import_days, true},
    Route{"getReconciliation", "GET", "/register/reconciliation", Right::look, true,
          get_reconciliation},
    Route{"listNotices", "GET", "/notices", Right::look, true, list_notices, true},
    Route{"importNotice", "POST", "/notices", Right::act, true, import_notice, true},
    Route{"getNotice", "GET", "/notices/{id}", Right::look, true, get_notice, true},
    Route{"getFeedback", "GET", "/notices/{id}/feedback", Right::look, true, get_feedback, true},
    Route{"answerNoticeItem", "POST", "/notice-items/{id}/actions", Right::act, true,
          answer_notice_item, true},
    Route{"getAccount", "GET", "/account", Right::look, true, get_account},
    Route{"getZeroReport", "GET", "/report/zero", Right::look, true, get_zero_report},
    Route{"listAudit", "GET", "/audit", Right::audit, true, list_audit, true},
    Route{"exportAudit", "GET", "/audit/export", Right::audit, true, export_audit, true},
    Route{"listUsers", "GET", "/users", Right::administer, true, list_users, true},
    Route{"addUser", "POST", "/users", Right::administer, true, add_user, true},
    Route{"changeUser", "PUT", "/users/{id}", Right::administer, true, change_user, true},
    Route{"getRetention", "GET", "/retention", Right::look, true, get_retention},
    Route{"chooseRetention", "PUT", "/retention", Right::administer, true, choose_retention, true},
    Route{"getSettings", "GET", "/settings", Right::look, true, get_settings},
    Route{"listOutlets", "GET", "/outlets", Right::look, true, list_outlets},
    Route{"getMetrics", "GET", "/metrics", Right::look, true, get_metrics},
    Route{"getHealth", "GET", "/health", Right::look, false, get_health},
};

}  // namespace

std::span<const Route> routes() { return all_routes; }

}  // namespace davy::api
