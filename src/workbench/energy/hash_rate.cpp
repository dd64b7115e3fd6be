#include "workbench/energy/hash_rate.hpp"

#include <fmt/format.h>

#include "workbench/energy/quantity_text.hpp"

namespace davy::energy {
namespace {

constexpr double duration_s_min = 60;  // shorter counts say more about luck than about hardware

// What a share count rests on.
struct Counted {
  std::uint64_t shares = 0;
  std::uint64_t with_difficulty = 0;
  double hashes = 0;  // over those with difficulty
  std::string_view what;
  std::string_view remark;
};

Counted counted(const flow::ShareStatistics& shares) {
  if (shares.accepted_with_difficulty > 0) {
    return {shares.accepted, shares.accepted_with_difficulty, shares.accepted_hashes, "accepted",
            ""};
  }
  return {shares.submitted, shares.submitted_with_difficulty, shares.submitted_hashes, "submitted",
          ", no acceptance of which was captured,"};
}

std::string basis_text(const Counted& count, double hashes_per_share, double duration_s) {
  const std::string_view mean = count.with_difficulty > 1 ? " (mean)" : "";
  const std::string_view noun = count.shares == 1 ? "share" : "shares";
  std::string text = fmt::format("{} {} {}{} × {}{} in {} s", grouped(count.shares), count.what,
                                 noun, count.remark, with_si_prefix(hashes_per_share, "H"), mean,
                                 grouped(static_cast<std::uint64_t>(duration_s)));
  if (count.with_difficulty < count.shares) {
    text += fmt::format("; difficulty known for {} of them", grouped(count.with_difficulty));
  }
  if (count.shares < shares_for_best_min)
    text += fmt::format("; rests on {} {}", count.shares, noun);
  return text;
}

// No share in a long time is a result too: the miner is slower than that.
std::optional<HashRateEstimate> upper_bound(const flow::ConversationRecord& conversation,
                                            double duration_s) {
  const bool counts = conversation.miner_spoke && conversation.shares.submitted == 0 &&
                      conversation.shares.accepted == 0 && conversation.hashes_per_share;
  if (!counts) return std::nullopt;
  const double unit = *conversation.hashes_per_share / duration_s;
  return HashRateEstimate{{0, 0, poisson_interval(0).upper * unit},
                          0,
                          duration_s,
                          fmt::format("no share of {} in {} s: upper bound only",
                                      with_si_prefix(*conversation.hashes_per_share, "H"),
                                      grouped(static_cast<std::uint64_t>(duration_s)))};
}

}  // namespace

std::optional<HashRateEstimate> estimate_hash_rate(const flow::ConversationRecord& conversation) {
  const flow::ShareStatistics& shares = conversation.shares;
  const double duration_s = seconds(shares.last - shares.first);
  if (duration_s < duration_s_min) return std::nullopt;
  const Counted count = counted(shares);
  if (count.with_difficulty == 0 || count.hashes <= 0) return upper_bound(conversation, duration_s);
  const double hashes_per_share = count.hashes / static_cast<double>(count.with_difficulty);
  const Interval n = poisson_interval(count.shares);
  const double unit = hashes_per_share / duration_s;
  return HashRateEstimate{{n.lower * unit, n.best * unit, n.upper * unit},
                          count.shares,
                          duration_s,
                          basis_text(count, hashes_per_share, duration_s)};
}

}  // namespace davy::energy
