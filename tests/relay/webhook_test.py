#!/usr/bin/python3
"""Webhooks: real HTTP and HTTPS receivers on loopback, which fail as receivers do.

  webhook_test.py DAVY [unittest options]
"""
import random
import re
import sys
import time
import unittest
from pathlib import Path

from hook import SECRET, Hook
from site_of_tests import Site, certificate, hold, secret, wait_for

DAVY = ""
CAPTURES = ("stratum_v1", "cryptonote_xmrig", "beam")


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.site = Site(DAVY)
        self.secret = secret(self.site.etc, "hook.secret", SECRET)
        self.hooks = []

    def tearDown(self):
        self.site.close()
        for hook in self.hooks:
            hook.close()

    def hook(self, *faults, **more):
        hook = Hook(faults, **more)
        self.hooks.append(hook)
        return hook

    def outlet(self, hook, **more):
        return {"name": "hook", "kind": "webhook", "url": hook.url, "secret_file": self.secret, "every_s": 0, "timeout_s": 1, **more}

    def until_told(self, name="hook"):
        """One try a run, as often as it needs."""
        for _ in range(40):
            self.site.once()
            if self.site.pending(name) == 0:
                return
        self.fail(f"never told: {self.site.state(name)}")

    def test_findings_and_cases_are_told_signed_and_in_order(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook))
        self.site.capture(*CAPTURES)
        self.site.once()
        messages = hook.messages()
        self.assertEqual(hook.wrong, [])
        for message in messages:
            hold(message, "webhook")
        verdicts = {m["subject"]["id"]: m for m in messages if m["kind"] == "verdict"}
        cases = {m["subject"]["id"]: m for m in messages if m["kind"] == "case"}
        stored = {name for name, in self.site.sql("SELECT name FROM subject WHERE level <= 1")}
        self.assertEqual((set(verdicts), set(cases)), (stored, stored))
        self.assertEqual(len(messages), 2 * len(stored))
        for name in stored:
            self.assertLess(messages.index(verdicts[name]), messages.index(cases[name]))
            self.assertEqual([s["action"] for s in cases[name]["case"]["steps"]], ["open"])
            self.assertTrue(verdicts[name]["reasons"] and verdicts[name]["flow"])
        self.assertNotIn("token", str(self.site.sql("SELECT * FROM outlet")))
        self.site.once()
        self.assertEqual(len(hook.messages()), len(messages))

    def test_logins_are_never_told(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook))
        self.site.capture("cryptonote_xmrig")
        self.site.once()
        told = str(hook.messages())
        self.assertIn("XMR", told)
        capture = b"".join(path.read_bytes() for path in self.site.inbox.iterdir())
        logins = {login.decode() for login in re.findall(rb'"login": ?"([^"]{20,})"', capture)}
        self.assertTrue(logins)
        for login in logins:
            self.assertNotIn(login[:20], told)

    def test_a_receiver_that_fails_gets_all_of_it_later(self):
        faults = (500, "reset", "slow", "take and reset", 503, 302, 404, "take and reset", 429)
        hook = self.hook(*faults)
        self.site.configure(self.outlet(hook))
        self.site.capture(*CAPTURES)
        self.until_told()
        self.assertEqual(hook.faults, [])
        messages = hook.once_each()
        changes, = self.site.sql("SELECT count(*) FROM verdict_change WHERE level <= 1")[0]
        steps, = self.site.sql("SELECT count(*) FROM case_news")[0]
        self.assertEqual(sum(m["changes"] for m in messages.values()), changes + steps)
        state = self.site.state("hook")
        # What was slow, or taken and reset, came again with the same id.
        self.assertEqual((state["sent"], state["failed"], state["dropped"]), (len(messages), len(faults), 0))
        self.assertEqual(len(hook.messages()), len(messages) + 2)
        order = [m["id"] for m in hook.messages() if m["kind"] == "verdict"]
        numbers = [int(i.split("-v")[1]) for i in order]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual(hook.wrong, [])

    def test_an_outage_is_told_when_it_begins_and_when_it_ends(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook, cases=False))
        self.site.once()
        hook.close()
        self.site.watch()
        subjects = self.site.subjects(20)
        self.site.change(subjects)
        wait_for(lambda: "kept and tried again" in self.site.said(), self.site.said)
        self.assertEqual(self.site.said().count("kept and tried again"), 1)
        self.assertIn("does it run", self.site.state("hook")["last_error"])
        again = self.hook()
        self.site.running.kill()
        self.site.running.wait()
        self.site.configure(self.outlet(again, cases=False))
        self.site.watch()
        wait_for(lambda: len(again.once_each()) == 20, self.site.said)
        wait_for(lambda: "takes messages again" in self.site.said(), self.site.said)
        self.site.running.terminate()
        self.assertEqual(self.site.running.wait(timeout=30), 0)

    def test_kill_9_at_any_moment_loses_nothing(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook, cases=False))
        self.site.once()
        subjects = self.site.subjects(60)
        rows, chance = 0, random.Random(20_261_130)
        for _ in range(8):
            self.site.change(subjects, times=3)
            rows += 3 * len(subjects)
            watch = self.site.watch()
            before = len(hook.messages())
            wait_for(lambda at=before: len(hook.messages()) > at, self.site.said)
            time.sleep(chance.uniform(0, 0.3))
            watch.kill()
            watch.wait()
        self.until_told()
        messages = hook.once_each()
        self.assertEqual(sum(m["changes"] for m in messages.values()), rows)
        newest = {s: i for s, i in self.site.sql("SELECT subject_id, max(id) FROM verdict_change GROUP BY subject_id")}
        told = {int(i.split("-v")[1]) for i in messages}
        self.assertLessEqual(set(newest.values()), told)
        self.assertEqual(hook.wrong, [])

    def test_a_flood_about_one_subject_is_one_message(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook, cases=False))
        self.site.once()
        self.site.change(self.site.subjects(1), times=1_000)
        self.site.once()
        message, = hook.messages()
        self.assertEqual(message["changes"], 1_000)
        self.assertIn("1000 changes", message["headline"])

    def test_what_is_less_certain_is_told_to_who_wants_it(self):
        strict, all_of_it = self.hook(), self.hook()
        self.site.configure(self.outlet(strict, name="strict", least="confirmed", cases=False),
                            self.outlet(all_of_it, name="all", least="suspected"))
        self.site.once()
        confirmed, probable, suspected, cleared = self.site.subjects(4)
        for subject, level in ((confirmed, 0), (probable, 1), (suspected, 2)):
            self.site.change([subject], level=level) if level < 2 else self.site.sql(
                "INSERT INTO verdict_change (subject_id, at_ns, level, probability) VALUES (?, 5, 2, 0.6)", subject)
        self.site.sql("INSERT INTO verdict_change (subject_id, at_ns, level, probability) VALUES (?, 6, 3, 0)", cleared)
        self.site.once()
        self.assertEqual([m["verdict"] for m in strict.messages()], ["confirmed"])
        self.assertEqual({m["verdict"] for m in all_of_it.messages()}, {"confirmed", "probable", "suspected"})
        # Whoever was told that it is mining is told that it is not.
        self.site.sql("INSERT INTO verdict_change (subject_id, at_ns, level, probability) VALUES (?, 7, 3, 0)", confirmed)
        self.site.once()
        last = strict.messages()[-1]
        self.assertEqual((last["verdict"], last["verdict_before"]), ("cleared", "confirmed"))

    def test_a_new_outlet_begins_now_or_at_the_beginning_and_never_twice(self):
        self.site.configure()
        self.site.capture(*CAPTURES)
        self.site.once()
        now, beginning = self.hook(), self.hook()
        self.site.configure(self.outlet(now, name="now"), self.outlet(beginning, name="beginning", from_beginning=True))
        self.site.once()
        self.assertEqual(now.messages(), [])
        first = len(beginning.messages())
        self.assertGreater(first, 0)
        self.site.once()
        self.assertEqual(len(beginning.messages()), first)
        self.site.run("relay", "forget", "--outlet", "beginning")
        self.site.once()
        self.assertEqual(len(beginning.messages()), 2 * first)
        self.assertIn(("outlet.forgotten", "beginning"), self.site.sql("SELECT what, object FROM audit"))

    def test_a_message_that_the_receiver_does_not_take_does_not_stop_the_others(self):
        hook = self.hook(422, 422, 422, 422)
        self.site.configure(self.outlet(hook, cases=False))
        self.site.once()
        subjects = self.site.subjects(3)
        self.site.change(subjects)
        said = [self.site.once() for _ in range(4)]
        self.assertEqual(len(hook.messages()), 2)
        state = self.site.state("hook")
        self.assertEqual((state["sent"], state["failed"], state["dropped"]), (2, 4, 1))
        self.assertIn("1 messages were given up", said[-1])

    def test_numbers_of_changes_are_never_given_twice(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook, cases=False))
        self.site.once()
        self.site.change(self.site.subjects(2))
        self.site.once()
        self.site.sql("DELETE FROM verdict_change")  # as retention does
        self.site.change(self.site.subjects(2))
        self.site.once()
        self.assertEqual(len(hook.once_each()), 4)

    def test_another_program_on_the_store_waits(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook))
        self.site.once()
        self.site.watch()
        wait_for(lambda: "watches" in self.site.said(), self.site.said)
        self.site.change(self.site.subjects(1))
        wait_for(hook.messages, self.site.said)
        # Two programs may share a store, though no sensor.
        self.site.configure(self.outlet(hook), sensor="another")
        self.assertIn("left to the davy watch that runs", self.site.once())

    def test_a_certificate_of_nobody_known_is_refused_with_a_remedy(self):
        tls = certificate(self.site.etc, "hook")
        other, _ = certificate(self.site.etc, "other")
        hook = self.hook(tls=tls)
        for ca, remedy in ((None, "ca = "), (other, str(other))):
            outlet = self.outlet(hook, **({"ca": ca} if ca else {}))
            self.site.configure(outlet)
            said = self.site.run("relay", "test", status=1)
            self.assertIn("certificate", said)
            self.assertIn(remedy, said)
        self.assertEqual(hook.messages(), [])
        self.site.configure(self.outlet(hook, ca=tls[0]))
        self.assertIn("taken", self.site.run("relay", "test"))
        message, = hook.messages()
        self.assertEqual(message["kind"], "test")
        self.assertIn("TEST", message["headline"])
        hold(message, "webhook")

    def test_names_from_traffic_stay_inside(self):
        hook = self.hook()
        self.site.configure(self.outlet(hook, from_beginning=True))
        self.site.capture("stratum_v1")
        self.site.configure()
        self.site.once()
        self.site.make_hostile()
        self.site.configure(self.outlet(hook, from_beginning=True))
        self.site.once()
        self.assertEqual(hook.wrong, [])
        for message in hook.messages():
            hold(message, "webhook")
            self.assertFalse(set(message["headline"]) & set("\r\n\x00\x1b\u202e"))
            self.assertIn("X-Injected", message["dialect"])

    def test_a_configuration_that_cannot_work_is_refused_line_by_line(self):
        self.site.configure({"name": "a", "kind": "webhook", "url": "http://192.0.2.1/", "secret_file": self.secret},
                            {"name": "a", "kind": "webhook", "url": "https://127.example.org/", "color": "red"},
                            {"name": "b", "kind": "pigeon"}, {"name": "c", "kind": "file", "path": "/nowhere/at/all", "format": "xml"},
                            {"name": "d", "kind": "syslog", "address": "udp://192.0.2.1:514"},
                            {"name": "e", "kind": "email", "url": "smtp://192.0.2.1", "tls": "none", "from": "x", "to": ["a@b\r\nc"]})
        said = self.site.run("check-config", status=2)
        for words in ("http:// can be read on the way", "two outlets are called a", "no key is called color", "secret_file = ",
                      "kind must be one of webhook, syslog, email, file", "format must be one of eve, ecs", "in a folder that is there",
                      "tls://log.example.org:6514", "only to a server on this machine", "from must be an address", "to must be a list"):
            self.assertIn(words, said)
        self.assertTrue(all(line.startswith(("davy: ", str(self.site.config))) for line in said.splitlines()), said)
        self.secret.chmod(0o644)
        self.site.configure(self.outlet(self.hook()))
        self.assertIn("chmod 600", self.site.run("check-config", status=2))


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
