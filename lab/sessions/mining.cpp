// A miner and its pool: blocks and template refreshes make jobs, hashing makes shares, each share is answered.
#include <algorithm>
#include <cmath>

#include "lab/sessions/session.hpp"

namespace davy::lab {
namespace {

struct Habits {
  double block_s, refresh_s, refresh_jitter;  // 0: no refresh
  double pace_jitter;  // jobs at about block_s, whatever the chain does; 0: at blocks
  double share_s;      // mean time between shares; 0: hardly any
  double retarget_s;   // vardiff: 0: fixed difficulty
  Size job, share, answer, parameter;
  double latency_s, latency_log_deviation;
  double keep_alive_s;  // 0: none
  Size keep_alive, keep_alive_answer;
  double poll_s;              // work is asked for, not pushed
  double report_s;            // own hash rate
  bool answers_jobs;          // the miner reacts to every job at once
  bool parameter_before_job;  // difficulty in a message of its own, sometimes
  int branches;               // merkle branches: the job's size steps by 67 octets
  int miners;                 // behind one connection
  double night_share;         // part of the time without shares (throttled, day off)
};

double block_interval_s(Random& random) {
  static constexpr double intervals[] = {1,  2,  10,  13,  13,  15,  30,  60,  60,
                                         75, 90, 120, 120, 120, 150, 300, 600, 600};
  return one_of(random, intervals) * log_uniform(random, .85, 1.2);
}

double refresh_interval_s(Random& random) {
  static constexpr double intervals[] = {0, 0, 10, 15, 20, 30, 30, 30, 55, 60, 60, 120};
  return one_of(random, intervals) * log_uniform(random, .9, 1.1);
}

Size job_size(Random& random) {
  const double octets =
      chance(random, .5) ? log_uniform(random, 180, 480) : log_uniform(random, 50, 3000);
  static constexpr double jitters[] = {0, 1, 2, 4, 8};
  return {octets, one_of(random, jitters)};
}

Size share_size(Random& random) {
  const double octets =
      chance(random, .2) ? log_uniform(random, 330, 3300) : log_uniform(random, 45, 330);
  static constexpr double jitters[] = {0, 0, 1, 2, 4};
  return {octets, one_of(random, jitters)};
}

void add_timers(Habits& h, Random& random) {
  static constexpr double keep_alives[] = {0, 0, 0, 30, 60, 60, 60, 120};
  h.keep_alive_s = one_of(random, keep_alives);
  h.keep_alive = {log_uniform(random, 8, 130), chance(random, .5) ? 0.0 : 1.0};
  h.keep_alive_answer = {log_uniform(random, 8, 100), 1};
  h.report_s = chance(random, .12) ? log_uniform(random, 5, 120) : 0;
  h.poll_s = chance(random, .08) ? log_uniform(random, 2, 30) : 0;
}

Habits habits(Random& random) {
  Habits h{};
  h.block_s = block_interval_s(random);
  h.refresh_s = refresh_interval_s(random);
  h.refresh_jitter = chance(random, .6) ? uniform(random, 0, .05) : uniform(random, .1, 1);
  h.pace_jitter = chance(random, .15) ? log_uniform(random, .05, .6) : 0;
  if (h.pace_jitter > 0) h.block_s = log_uniform(random, .8, 60), h.refresh_s = 0;
  h.share_s = chance(random, .06)  ? 0
              : chance(random, .1) ? log_uniform(random, 1.2, 4)
                                   : log_uniform(random, 4, 400);
  h.retarget_s = chance(random, .4) ? log_uniform(random, 4, 40) : 0;
  h.job = job_size(random);
  h.share = share_size(random);
  h.answer = {log_uniform(random, 8, 170), one_of(random, {0.0, 0.0, 1.0, 2.0})};
  h.parameter = {log_uniform(random, 45, 140), 2};
  h.latency_s = log_uniform(random, .004, .45);
  h.latency_log_deviation = uniform(random, .03, .6);
  add_timers(h, random);
  h.answers_jobs = chance(random, .05);
  h.parameter_before_job = chance(random, .2);
  h.branches = chance(random, .25) ? whole(random, 3, 13) : 0;
  h.miners = chance(random, .12) ? whole(random, 2, 6) : 1;
  h.night_share = chance(random, .1) ? uniform(random, .2, .9) : 0;
  return h;
}

struct Job {
  double time_s;
  int branch_change;
};

double next_block_s(const Habits& h, Random& random) {
  if (h.pace_jitter == 0) return exponential(random, h.block_s);
  return std::max(.05, normal(random, h.block_s, h.block_s * h.pace_jitter));
}

double next_refresh_s(const Habits& h, Random& random) {
  if (h.refresh_jitter > .5) return exponential(random, h.refresh_s);
  return h.refresh_s * (1 + uniform(random, -h.refresh_jitter, h.refresh_jitter));
}

// The pool's side of time: all its miners get these jobs.
std::vector<Job> jobs_of_pool(const Habits& h, Random& random, double duration_s) {
  std::vector<Job> jobs;
  if (h.poll_s > 0) return jobs;
  for (double t = next_block_s(h, random); t < duration_s; t += next_block_s(h, random)) {
    jobs.push_back({t, 0});
    for (double refresh = next_refresh_s(h, random); h.refresh_s > 0;
         refresh += next_refresh_s(h, random)) {
      // Until the next block, about: a pool's timer begins anew with it.
      if (refresh > h.block_s * 1.2 || t + refresh > duration_s) break;
      jobs.push_back({t + refresh, h.branches > 0 ? whole(random, -1, 1) : 0});
    }
  }
  return jobs;
}

class Conversation {
 public:
  Conversation(const Habits& h, Random& random, double duration_s)
      : h_(h), random_(random), duration_s_(duration_s) {}

  // Each job comes up to `fan_out_s` after the pool began to hand it out.
  Messages run(const std::vector<Job>& jobs, double fan_out_s) {
    for (const Job& j : jobs) job(j.time_s + uniform(random_, 0, fan_out_s), j.branch_change);
    for (int miner = 0; miner < h_.miners; ++miner) shares();
    timer(h_.keep_alive_s, h_.keep_alive, h_.keep_alive_answer);
    timer(h_.report_s, {h_.keep_alive.octets + 60, 1}, h_.keep_alive_answer);
    if (h_.poll_s > 0) timer(h_.poll_s, {h_.keep_alive.octets, 0}, h_.job);
    sort_by_time(messages_);
    return std::move(messages_);
  }

 private:
  void job(double t, int branch_change) {
    Size size = h_.job;
    size.octets += 67.0 * std::max(0, h_.branches + branch_change);
    if (h_.parameter_before_job && chance(random_, .3)) server(t, h_.parameter.draw(random_));
    server(t + .0005, size.draw(random_));
    if (h_.answers_jobs) client(t + uniform(random_, .002, .05), h_.keep_alive.draw(random_));
  }

  void shares() {
    double mean_s = h_.share_s > 0 ? h_.share_s : duration_s_ * 2;
    if (h_.retarget_s > 0 && h_.share_s > 0) mean_s = std::min(mean_s, h_.retarget_s);
    const double off_from = uniform(random_, 0, duration_s_ * (1 - h_.night_share));
    for (double t = exponential(random_, mean_s); t < duration_s_;
         t += exponential(random_, mean_s)) {
      if (h_.retarget_s > 0 && chance(random_, .03)) {
        mean_s = h_.retarget_s * log_uniform(random_, .6, 1.6);
        server(t + h_.latency_s, h_.parameter.draw(random_));
      }
      if (t > off_from && t < off_from + h_.night_share * duration_s_) continue;
      const bool refused = chance(random_, .01);
      asked(t, h_.share, refused ? Size{h_.answer.octets + 45, 4} : h_.answer);
    }
  }

  void timer(double every_s, Size request, Size answer) {
    if (every_s <= 0) return;
    for (double t = uniform(random_, 0, every_s); t < duration_s_;
         t += every_s * (1 + uniform(random_, 0, .002)))
      asked(t, request, answer);
  }

  void asked(double t, Size request, Size answer) {
    client(t, request.draw(random_));
    server(t + log_normal(random_, h_.latency_s, h_.latency_log_deviation), answer.draw(random_));
  }

  void client(double t, std::uint32_t octets) { messages_.push_back({t, true, octets}); }
  void server(double t, std::uint32_t octets) { messages_.push_back({t, false, octets}); }

  const Habits& h_;
  Random& random_;
  const double duration_s_;
  Messages messages_;
};

}  // namespace

Session mining(Random& random, double duration_s) {
  const Habits h = habits(random);
  const std::vector<Job> jobs = jobs_of_pool(h, random, duration_s);
  return {"mining", true, Conversation(h, random, duration_s).run(jobs, 0)};
}

namespace {

Habits pool_of_blocks(Random& random, double job_interval_s) {
  Habits pool = habits(random);
  pool.block_s = job_interval_s;
  pool.refresh_s = pool.pace_jitter = pool.poll_s = 0;
  return pool;
}

// A miner with habits of its own, save for what its pool's dialect says.
Habits miner_of(const Habits& pool, Random& random) {
  Habits own = habits(random);
  for (const auto part : {&Habits::share, &Habits::answer, &Habits::job, &Habits::parameter})
    own.*part = pool.*part;
  own.poll_s = 0;
  own.answers_jobs = pool.answers_jobs;
  return own;
}

}  // namespace

std::vector<Session> miners_of_one_pool(Random& random, double duration_s, std::size_t count,
                                        double job_interval_s) {
  const Habits pool = pool_of_blocks(random, job_interval_s);
  const std::vector<Job> jobs = jobs_of_pool(pool, random, duration_s);
  std::vector<Session> sessions;
  for (std::size_t i = 0; i < count; ++i) {
    const Habits own = miner_of(pool, random);
    sessions.push_back({"mining", true,
                        Conversation(own, random, duration_s).run(jobs, uniform(random, .05, .4))});
  }
  return sessions;
}

ChainSession miner_of_chain(Random& random, double duration_s, double block_interval_s,
                            double other_pushes_per_s) {
  Habits h = habits(random);
  h.block_s = block_interval_s;
  h.pace_jitter = h.poll_s = 0;
  h.refresh_s = 0;
  h.retarget_s = 0;  // its parameters are pushes too, and those are drawn below
  std::vector<Job> jobs;
  ChainSession out;
  const double pool_delay_s = uniform(random, .05, .8), node_delay_s = uniform(random, .05, .8);
  for (const Job& block : jobs_of_pool(h, random, duration_s)) {
    jobs.push_back({block.time_s + pool_delay_s + exponential(random, .15), 0});
    out.blocks_s.push_back(block.time_s + node_delay_s + exponential(random, .15));
  }
  if (other_pushes_per_s > 0) {
    for (double t = exponential(random, 1 / other_pushes_per_s); t < duration_s;
         t += exponential(random, 1 / other_pushes_per_s))
      jobs.push_back({t, 0});
  }
  std::ranges::sort(jobs, {}, &Job::time_s);
  out.session = {"mining", true, Conversation(h, random, duration_s).run(jobs, 0)};
  return out;
}

std::vector<Session> proxy_and_its_miners(Random& random, double duration_s, std::size_t count,
                                          double job_interval_s) {
  const Habits pool = pool_of_blocks(random, job_interval_s);
  std::vector<Job> jobs = jobs_of_pool(pool, random, duration_s);
  Habits upstream = miner_of(pool, random);
  upstream.miners = static_cast<int>(count);
  upstream.retarget_s = upstream.share_s = std::max(upstream.share_s, 10 * upstream.miners * 1.0);
  std::vector<Session> sessions;
  sessions.push_back({"mining", true, Conversation(upstream, random, duration_s).run(jobs, 0)});
  const double handling_s = log_uniform(random, .0005, .02);
  for (Job& job : jobs) job.time_s += handling_s;
  for (std::size_t i = 0; i < count; ++i) {
    const Habits own = miner_of(pool, random);
    sessions.push_back(
        {"mining", true,
         Conversation(own, random, duration_s).run(jobs, log_uniform(random, .001, .05))});
  }
  return sessions;
}

}  // namespace davy::lab
