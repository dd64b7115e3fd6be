// What machines keep open for hours: each kind with habits drawn anew for every session.
#include <array>
#include <cmath>

#include "lab/sessions/script.hpp"

namespace davy::lab {
namespace {

void poll(Script& s) {
  const double question = s.draw(12, 400), answer = s.draw(12, 3000);
  const double jitter = chance(s.random, .5) ? 0 : uniform(s.random, 0, answer / 2);
  s.every(s.draw(.5, 60), chance(s.random, .7) ? .01 : .3,
          [&](double t) { s.ask(t, question, answer + uniform(s.random, -jitter, jitter)); });
}

void heartbeats(Script& s) {
  const double mine = s.draw(2, 200), theirs = s.draw(2, 200);
  const double interval = s.draw(1, 60);
  s.every(interval, .02, [&](double t) { s.client(t, mine); });
  s.every(chance(s.random, .5) ? interval : s.draw(1, 60), .02,
          [&](double t) { s.server(t, theirs); });
}

void mqtt_device(Script& s) {
  const double ping = s.draw(2, 40), reading = s.draw(30, 600),
               spread = chance(s.random, .5) ? 2 : reading / 3;
  const bool acknowledged = chance(s.random, .5);
  s.every(s.draw(15, 300), .01, [&](double t) { s.ask(t, ping, ping); });
  const auto publish = [&](double t) {
    const double size = reading + uniform(s.random, -spread, spread);
    acknowledged ? s.ask(t, size, ping + 2) : s.client(t, size);
  };
  chance(s.random, .6) ? s.every(s.draw(2, 300), .02, publish)
                       : s.at_random(s.draw(5, 300), publish);
  const double command = s.draw(40, 500);
  s.at_random(s.draw(120, 7200),
              [&](double t) { s.notify(t, command + uniform(s.random, -40, 40), reading); });
}

void iot_hub(Script& s) {
  const double event = s.draw(60, 700), acknowledgement = s.draw(4, 60);
  s.at_random(s.draw(4, 300), [&](double t) {
    s.notify(t, event * log_uniform(s.random, .7, 1.6), acknowledgement);
    if (chance(s.random, .3))
      s.ask(t + .3, event * log_uniform(s.random, .7, 1.6), acknowledgement);
  });
  s.every(s.draw(20, 120), .01, [&](double t) { s.ask(t, 4, 4); });
}

void scrape(Script& s) {
  const double answer = s.draw(300, 4000);
  s.every(s.draw(5, 60), .01,
          [&](double t) { s.ask(t, 180, answer * log_uniform(s.random, .97, 1.03)); });
}

void routing(Script& s) {
  s.every(s.draw(20, 60), .25, [&](double t) { s.client(t, 19); });
  s.every(s.draw(20, 60), .25, [&](double t) { s.server(t, 19); });
  s.in_bursts(s.draw(60, 3000), 12, 1, [&](double t) {
    chance(s.random, .7) ? s.server(t, s.draw(40, 400)) : s.client(t, s.draw(40, 400));
  });
}

void cluster_heartbeats(Script& s) {
  const double up = s.draw(40, 500), down = s.draw(40, 500);
  s.every(s.draw(1, 30), .02, [&](double t) { s.ask(t, up, down); });
  s.at_random(s.draw(60, 1800), [&](double t) { s.notify(t, s.draw(200, 4000), down); });
}

void update_poller(Script& s) {
  s.every(s.draw(30, 900), .2, [&](double t) { s.ask(t, s.draw(200, 900), s.draw(150, 4000)); });
}

void vpn(Script& s) {
  s.every(s.draw(5, 30), .02, [&](double t) { s.client(t, 58); });
  s.every(s.draw(5, 30), .02, [&](double t) { s.server(t, 58); });
  s.in_bursts(s.draw(10, 400), 30, .1,
              [&](double t) { s.ask(t, s.draw(60, 1500), s.draw(60, 4000)); });
}

void control_system(Script& s) {
  const double question = s.draw(10, 40), answer = s.draw(10, 260);
  s.every(s.draw(.1, 5), .01, [&](double t) { s.ask(t, question, answer); });
  if (chance(s.random, .4))
    s.at_random(s.draw(20, 600), [&](double t) { s.notify(t, s.draw(16, 250), 6); });
}

void telecontrol(Script& s) {  // spontaneous values, acknowledged in lots, tests when quiet
  const double value = s.draw(16, 60);
  int unacknowledged = 0;
  s.at_random(s.draw(1, 60), [&](double t) {
    s.server(t, value + (chance(s.random, .3) ? uniform(s.random, 0, 100) : 0));
    if (++unacknowledged % 8 == 0) s.client(t + s.delay(), 6);
  });
  s.every(s.draw(10, 30), .02, [&](double t) { s.ask(t, 6, 6); });
}

void database(Script& s) {
  s.in_bursts(s.draw(2, 120), 10, .05,
              [&](double t) { s.ask(t, s.draw(40, 600), s.draw(30, 3000)); });
}

void broker(Script& s) {  // subscriber: messages of one kind, acknowledged or not, and heartbeats
  const double size = s.draw(80, 1500), spread = uniform(s.random, .02, .5);
  const bool acknowledged = chance(s.random, .6);
  s.at_random(s.draw(.5, 120), [&](double t) {
    const double octets = log_normal(s.random, size, spread);
    acknowledged ? s.notify(t, octets, 21) : s.server(t, octets);
  });
  s.every(s.draw(5, 60), .01, [&](double t) { s.client(t, 8); });
  s.every(s.draw(5, 60), .01, [&](double t) { s.server(t, 8); });
}

void long_poll(Script& s) {
  const double question = s.draw(60, 700), empty = s.draw(20, 300), wait = s.draw(.5, 30);
  for (double t = 0; t < s.duration_s; t += .01) {
    s.client(t, question);
    t += chance(s.random, .25) ? uniform(s.random, 0, wait) : wait;
    s.server(t, chance(s.random, .25) ? s.draw(200, 4000) : empty);
  }
}

void telemetry(Script& s) {
  const double event = s.draw(60, 1900),
               spread = chance(s.random, .5) ? uniform(s.random, 0, 4) : event / 4;
  const double receipt = s.draw(30, 360), other = s.draw(30, 360);
  const auto report = [&](double t) {
    s.ask(t, event + uniform(s.random, -spread, spread), chance(s.random, .9) ? receipt : other);
  };
  const double mean_s = s.draw(2, 240);
  chance(s.random, .5) ? s.at_random(mean_s, report) : s.in_bursts(mean_s, 4, 2, report);
  if (chance(s.random, .5)) s.every(s.draw(20, 1000), .02, [&](double t) { s.ask(t, 69, 69); });
}

void name_service(Script& s) {  // over TLS, padded: RFC 8467
  const double question = 128 + s.draw(20, 60), answer = 468 + 31;
  s.in_bursts(s.draw(5, 120), 6, .5, [&](double t) {
    const double more = chance(s.random, .15) ? 468 : 0;
    s.ask(t, chance(s.random, .9) ? question : question + 128, answer + more);
  });
}

void reports(Script& s) {  // one side tells, the other is silent
  const double size = s.draw(60, 4000),
               spread = chance(s.random, .5) ? 0 : uniform(s.random, 0, .5);
  const bool from_client = chance(s.random, .5);
  const auto tell = [&](double t) {
    const double octets = log_normal(s.random, size, spread);
    from_client ? s.client(t, octets) : s.server(t, octets);
  };
  chance(s.random, .5) ? s.at_random(s.draw(.5, 120), tell)
                       : s.every(s.draw(.5, 120), uniform(s.random, 0, .4), tell);
  if (chance(s.random, .3)) s.every(s.draw(15, 120), .01, [&](double t) { s.ask(t, 20, 20); });
}

void remote_calls(Script& s) {  // few methods, each with its sizes
  double question[4], answer[4];
  const int methods = whole(s.random, 1, 4);
  for (int i = 0; i < methods; ++i) question[i] = s.draw(40, 500), answer[i] = s.draw(30, 2500);
  const auto call = [&](double t) {
    const int i = whole(s.random, 0, methods - 1);
    s.ask(t, question[i] + uniform(s.random, -3, 3), answer[i] * log_uniform(s.random, .95, 1.05));
  };
  chance(s.random, .5) ? s.at_random(s.draw(1, 60), call) : s.in_bursts(s.draw(5, 200), 6, 1, call);
}

void voice_control(
    Script& s) {  // RTCP's reports of both sides, and probes of the way (RFC 3550, RFC 7675)
  const double report = s.draw(40, 120), probe = s.draw(28, 110);
  s.every(5, .5, [&](double t) { s.client(t, report + uniform(s.random, -12, 12)); });
  s.every(5, .5, [&](double t) { s.server(t, report + uniform(s.random, -12, 12)); });
  if (chance(s.random, .5))
    s.every(s.draw(5, 20), .2, [&](double t) { s.ask(t, probe, probe - 8); });
}

void registrations(
    Script& s) {  // SIP: registered anew in time, asked whether it lives, now and then a call
  const double request = s.draw(300, 900), answer = s.draw(250, 700);
  s.every(s.draw(30, 1800), .1, [&](double t) {
    s.ask(t, request, answer);
    if (chance(s.random, .5)) s.ask(t + .1, request + 200, answer + 60);
  });
  s.every(s.draw(10, 60), .02, [&](double t) {
    chance(s.random, .5) ? s.notify(t, answer, answer - 40) : s.client(t, 4);
  });
  s.at_random(s.draw(600, 7200), [&](double t) {
    s.notify(t, request + 400, answer);
    s.server(t + s.delay(), s.draw(300, 900));
  });
}

void sensors(
    Script& s) {  // a collector is told every so often, one packet or a few, and says little
  const double size = s.draw(60, 1400);
  s.every(s.draw(5, 60), .02, [&](double t) {
    for (int i = whole(s.random, 1, 3); i > 0; --i)
      s.client(t + i * .001, size + uniform(s.random, -40, 40));
    if (chance(s.random, .3)) s.server(t + s.delay(), s.draw(12, 200));
  });
}

constexpr std::array kinds{Kind{"poll", poll},
                           Kind{"heartbeats", heartbeats},
                           Kind{"mqtt_device", mqtt_device},
                           Kind{"iot_hub", iot_hub},
                           Kind{"scrape", scrape},
                           Kind{"routing", routing},
                           Kind{"cluster_heartbeats", cluster_heartbeats},
                           Kind{"update_poller", update_poller},
                           Kind{"vpn", vpn},
                           Kind{"control_system", control_system},
                           Kind{"telecontrol", telecontrol},
                           Kind{"database", database},
                           Kind{"broker", broker},
                           Kind{"long_poll", long_poll},
                           Kind{"telemetry", telemetry},
                           Kind{"name_service", name_service},
                           Kind{"reports", reports},
                           Kind{"remote_calls", remote_calls},
                           Kind{"voice_control", voice_control},
                           Kind{"registrations", registrations},
                           Kind{"sensors", sensors}};

}  // namespace

std::span<const Kind> machine_kinds() { return kinds; }

}  // namespace davy::lab
