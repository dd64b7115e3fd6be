// Names of the other ends that subjects were in touch with, and who was in touch with a name.
//
// Shape:   a name stands with the domains above it that have two labels or more: who asks for example.org also finds who was in
//          touch with eu.pool.example.org.
// Errors:  as store.hpp.
// Bounds:  names_per_subject_max rows a subject: later names are left out, what it was in touch with first stays.
// Threads: of the store.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/store/store.hpp"

namespace davy::store {

inline constexpr std::size_t names_per_subject_max = 200;

// "eu.pool.example.org", "pool.example.org", "example.org"; of what is no host name, or has one label, none.
std::vector<std::string_view> domains_of(std::string_view host_name);

// Inside a transaction. What is no host name is left out.
Result<void> add_names(Database& database, std::int64_t subject_id,
                       std::span<const std::string> host_names);
Result<std::vector<std::string>> names_of(Store& store, std::int64_t subject_id);  // by name

}  // namespace davy::store
