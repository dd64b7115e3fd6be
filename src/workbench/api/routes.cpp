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
    Route{"importSystems", "PUT", "/register/systems", Right::administer, true, import_systems},
    Route{"getReconciliation", "GET", "/register/reconciliation", Right::look, true,
          get_reconciliation},
    Route{"getAccount", "GET", "/account", Right::look, true, get_account},
    Route{"getZeroReport", "GET", "/report/zero", Right::look, true, get_zero_report},
    Route{"listAudit", "GET", "/audit", Right::audit, true, list_audit},
    Route{"exportAudit", "GET", "/audit/export", Right::audit, true, export_audit},
    Route{"listUsers", "GET", "/users", Right::administer, true, list_users},
    Route{"addUser", "POST", "/users", Right::administer, true, add_user},
    Route{"changeUser", "PUT", "/users/{id}", Right::administer, true, change_user},
    Route{"getRetention", "GET", "/retention", Right::look, true, get_retention},
    Route{"chooseRetention", "PUT", "/retention", Right::administer, true, choose_retention},
    Route{"getSettings", "GET", "/settings", Right::look, true, get_settings},
    Route{"getHealth", "GET", "/health", Right::look, false, get_health},
};

}  // namespace

std::span<const Route> routes() { return all_routes; }

}  // namespace davy::api
