// The sections of the account's document. For account_document.cpp and account_parts.cpp.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "workbench/report/energy_reports.hpp"

namespace davy::report {

std::string region_text(std::string_view region, Language language);
std::string place_name(const energy::GridFactor& factor, Language language);
std::string kind_text(std::string_view kind, Language language);
std::vector<std::string> item_row(const energy::AccountItem& item, Language language);

DocumentSection sensitivity_section(const energy::Account& account, Language language);
DocumentSection money_section(const AccountReport& report, Language language);
DocumentSection peak_section(const energy::Account& account, Language language);
DocumentSection rates_section(const energy::Account& account, Language language);
DocumentSection items_section(const AccountReport& report, Language language);
DocumentSection read_section(const AccountReport& report, Language language);

}  // namespace davy::report
