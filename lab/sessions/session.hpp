// Simulated conversations on a virtual clock: when who sends how much. Hours cost milliseconds.
//
// Units:   seconds since the conversation began; octets of payload as a sensor sees them.
// Shape:   a session is its messages by time. Everything random comes from the generator that is passed in, so a seed
//          makes the same session again.
// Threads: one generator a thread.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace davy::lab {

using Random = std::mt19937_64;

struct Message {
  double time_s = 0;
  bool from_client = true;
  std::uint32_t octets = 0;
  bool is_datagram = false;
};
using Messages = std::vector<Message>;

struct Session {
  std::string_view kind;
  bool mining = false;
  Messages messages;
};

// Draws.
double uniform(Random& random, double low, double high);
double log_uniform(Random& random, double low, double high);
double exponential(Random& random, double mean);
double normal(Random& random, double mean, double deviation);
double log_normal(Random& random, double median, double log_deviation);
int whole(Random& random, int low, int high);  // both may be drawn
bool chance(Random& random, double probability);
template <class T, std::size_t n>
const T& one_of(Random& random, const T (&choices)[n]) {
  return choices[static_cast<std::size_t>(whole(random, 0, static_cast<int>(n) - 1))];
}

// How much a field's length changes from message to message.
struct Size {
  double octets = 100;
  double jitter = 0;  // half width of a uniform draw

  std::uint32_t draw(Random& random) const;
};

void sort_by_time(Messages& messages);

// One miner and its pool, plain Stratum of any dialect and coin, before anything hides it.
Session mining(Random& random, double duration_s);
// Miners of one pool, which hands out a job to all of them every so often: blocks of a chain without refreshes between.
std::vector<Session> miners_of_one_pool(Random& random, double duration_s, std::size_t count,
                                        double job_interval_s);
// A miner of a chain, and when a node of that chain heard of each block. Between blocks its server speaks unasked up to
// `other_pushes_per_s`.
struct ChainSession {
  Session session;
  std::vector<double> blocks_s;
};
ChainSession miner_of_chain(Random& random, double duration_s, double block_interval_s,
                            double other_pushes_per_s);
// A proxy's connection to its pool first, then `count` miners, to whom it hands on each job as it comes.
std::vector<Session> proxy_and_its_miners(Random& random, double duration_s, std::size_t count,
                                          double job_interval_s);
// What people and machines keep open for long, and is not mining.
Session benign(Random& random, double duration_s);
// Listeners to one source, which tells all of them the same at the same time: all but mining that has a common clock.
std::vector<Session> listeners_of_one_source(Random& random, double duration_s, std::size_t count,
                                             std::string_view kind);
// All kinds of benign(), for tables.
std::vector<std::string_view> benign_kinds();
Session benign(Random& random, double duration_s, std::string_view kind);

// What a capture or a tunnel does to a conversation.
struct Disguise {
  double record_octets = 0;      // added to each message (TLS, SSH, WebSocket)
  double pad_to_octets = 1;      // sizes are rounded up to a multiple
  double random_pad_octets = 0;  // up to this many are added at random
  double dummies_per_s = 0;      // both ways together
  double server_delay_s = 0;     // up to this much, each message of the server
  double jitter_s = 0;
  double loss = 0;  // share of messages that the sensor misses
  // What only some tunnels do; lab/tunnels/sizes.tsv has what they were measured to make of messages.
  double outer_octets = 0;  // added after rounding (SSH's length and check, WireGuard's head)
  double split_octets = 0;  // a longer message is several records (a VPN's inner segments)
  bool websocket = false;   // a head by size, and a mask from the client, in the record
  // A VPN carries packets, and so the inner connection's acknowledgements, and keep-alives of its own.
  double acknowledged_within_s = 0;  // 0: no VPN
  double server_acknowledges_within_s =
      0;  // its words carry them: a round trip, or it waits as the client does
  double keep_alive_s = 0;
  double keep_alive_octets = 0;
  bool is_datagrams = false;
};
// The octets of a message on the wire, but for what is drawn.
double wrapped_octets(const Disguise& disguise, const Message& message);
Disguise usual_vpn(Random& random);
// Plain, TLS, SSH, WebSocket, VPN; some loss and jitter, and now and then evasion.
Disguise usual_disguise(Random& random);
void put_on(const Disguise& disguise, Random& random, Messages& messages);

}  // namespace davy::lab
