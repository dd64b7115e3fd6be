// What people keep open for hours: each kind with habits drawn anew for every session.
#include <array>
#include <cmath>

#include "lab/sessions/script.hpp"

namespace davy::lab {
namespace {

void chat(Script& s) {
  s.in_bursts(s.draw(20, 600), 8, 6, [&](double t) { s.server(t, 80 + s.text()); });
  s.in_bursts(s.draw(40, 1200), 5, 8, [&](double t) { s.ask(t, 80 + s.text(), s.draw(40, 200)); });
  if (chance(s.random, .5)) s.in_bursts(s.draw(60, 600), 4, 3, [&](double t) { s.server(t, 70); });
  s.every(s.draw(15, 240), .01, [&](double t) { s.ask(t, 8, 8); });
}

void mail_idle(Script& s) {
  s.at_random(s.draw(120, 3600), [&](double t) {
    s.server(t, s.draw(18, 40));
    s.ask(t + s.delay(), 30, 60);
    s.ask(t + 3 * s.delay(), 80, 300 + s.text() * 4);
    s.client(t + 6 * s.delay(), 20);
  });
  s.every(s.draw(110, 1740), .01, [&](double t) {
    s.ask(t, 10, 40);
    s.ask(t + 3 * s.delay(), 20, 20);
  });
}

void shell(Script& s) {
  const double key = chance(s.random, .7) ? 36 : 44;
  s.in_bursts(s.draw(20, 900), 40, .2, [&](double t) {
    s.ask(t, key, key);
    if (chance(s.random, .12)) s.server(t + 2 * s.delay(), s.draw(80, 3500));
  });
  if (chance(s.random, .6))
    s.every(s.draw(15, 120), .005, [&](double t) {
      chance(s.random, .5) ? s.ask(t, key + 8, key) : s.notify(t, key + 8, key);
    });
}

void presence(Script& s) {
  s.at_random(s.draw(15, 600), [&](double t) { s.server(t, s.draw(120, 700)); });
  s.in_bursts(s.draw(100, 2000), 6, 10, [&](double t) { s.client(t, 120 + s.text()); });
  s.every(s.draw(30, 300), .01,
          [&](double t) { chance(s.random, .5) ? s.ask(t, 60, 70) : s.notify(t, 80, 70); });
}

void notebook(Script& s) {
  s.in_bursts(s.draw(60, 900), 3, 20, [&](double t) {
    s.client(t, 300 + s.text());
    const int outputs = whole(s.random, 2, 12);
    for (int i = 0; i < outputs; ++i) s.server(t + i * s.delay() * 4, s.draw(200, 3500));
  });
  s.every(30, .01, [&](double t) { s.notify(t, 6, 6); });
}

void browsing(Script& s) {
  s.in_bursts(s.draw(15, 600), 12, .4,
              [&](double t) { s.ask(t, s.draw(80, 900), s.draw(150, 4000)); });
  if (chance(s.random, .6)) s.every(s.draw(15, 60), .01, [&](double t) { s.ask(t, 17, 17); });
}

void relay_chat(Script& s) {
  s.at_random(s.draw(3, 120), [&](double t) { s.server(t, 70 + s.text()); });
  s.in_bursts(s.draw(200, 3000), 6, 15, [&](double t) { s.client(t, 40 + s.text()); });
  s.every(s.draw(60, 300), .01,
          [&](double t) { chance(s.random, .5) ? s.ask(t, 30, 50) : s.notify(t, 30, 30); });
}

void trading(Script& s) {
  s.every(30, .01, [&](double t) { s.client(t, 80 + uniform(s.random, 0, 3)); });
  s.every(30, .01, [&](double t) { s.server(t, 80 + uniform(s.random, 0, 3)); });
  s.in_bursts(s.draw(10, 300), 6, 1, [&](double t) {
    s.ask(t, s.draw(150, 300), s.draw(180, 350));
    if (chance(s.random, .6)) s.server(t + s.draw(.05, 5), s.draw(180, 350));
  });
}

void transfer(Script& s) {
  const bool down = chance(s.random, .7);
  s.at_random(s.draw(.3, 10), [&](double t) {
    down ? s.ask(t, s.draw(30, 200), 4000) : s.ask(t, 4000, s.draw(10, 100));
  });
}

void remote_desktop(Script& s) {
  s.in_bursts(s.draw(10, 300), 60, .3, [&](double t) {
    s.client(t, s.draw(20, 90));
    s.server(t + s.delay(), s.draw(60, 4000));
  });
  s.every(s.draw(1, 30), .1, [&](double t) { s.server(t, s.draw(40, 300)); });
}

void block_explorer(Script& s) {
  s.at_random(s.draw(12, 700), [&](double t) { s.server(t, s.draw(300, 3500)); });
  const double transaction = s.draw(150, 900);
  s.at_random(s.draw(.3, 60),
              [&](double t) { s.server(t, log_normal(s.random, transaction, .5)); });
  s.every(s.draw(15, 60), .01, [&](double t) { s.ask(t, 10, 10); });
}

void ticker(Script& s) {
  const double size = s.draw(60, 600), spread = uniform(s.random, .05, .6);
  s.at_random(s.draw(.15, 8), [&](double t) { s.server(t, log_normal(s.random, size, spread)); });
  if (chance(s.random, .7)) s.every(s.draw(10, 60), .01, [&](double t) { s.ask(t, 8, 8); });
}

void push_notifications(Script& s) {
  s.at_random(s.draw(60, 3600), [&](double t) { s.notify(t, 100 + s.text(), 40); });
  s.every(s.draw(120, 1700), .02, [&](double t) { s.ask(t, 30, 30); });
}

void game(Script& s) {
  const double up = s.draw(10, 80), down = s.draw(20, 300);
  s.every(s.draw(.3, 3), .05, [&](double t) { s.client(t, up + uniform(s.random, 0, 6)); });
  s.every(s.draw(.3, 3), .05,
          [&](double t) { s.server(t, down * log_uniform(s.random, .6, 1.8)); });
}

constexpr std::array kinds{Kind{"chat", chat},
                           Kind{"mail_idle", mail_idle},
                           Kind{"shell", shell},
                           Kind{"presence", presence},
                           Kind{"notebook", notebook},
                           Kind{"browsing", browsing},
                           Kind{"relay_chat", relay_chat},
                           Kind{"trading", trading},
                           Kind{"transfer", transfer},
                           Kind{"remote_desktop", remote_desktop},
                           Kind{"block_explorer", block_explorer},
                           Kind{"ticker", ticker},
                           Kind{"push_notifications", push_notifications},
                           Kind{"game", game}};

}  // namespace

std::span<const Kind> people_kinds() { return kinds; }

}  // namespace davy::lab
