#!/usr/bin/python3
"""`davy probe` against real sockets on the loopback interface: pools, and what is none.

  probe_test.py DAVY [unittest options]
"""
import collections
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import jsonschema

import servers
from servers import Pool, words_of
from lab.dialects import (cryptonote, eth_getwork, ethereumstratum_2, getwork, stratum_kawpow,
                          stratum_v1)

ROOT = Path(__file__).resolve().parents[2]
DAVY = ""
SCOPE = "contact noc@example.org\nauthorised-by the test\nexpires {}\nallow 127.0.0.0/8\n"
AUTHED = {"type": "authed", "params": {"token": "", "hashes": 0}}
KEY_ERROR = {"type": "error", "params": {"error": "invalid_site_key"}}


def finding(address, port=3333, verdict="suspected", dialect=None, side="source", transport="tcp"):
    ends = [("10.0.0.5", 40000), (address, port)]
    if side == "destination":
        ends.reverse()
    return json.dumps({"event": "mining_flow", "source_address": ends[0][0], "source_port": ends[0][1],
                       "destination_address": ends[1][0], "destination_port": ends[1][1],
                       "transport_protocol": transport, "miner_side": side, "dialect": dialect,
                       "pool": None, "verdict": verdict, "carrier": None})


class Probe(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.next_year = time.gmtime().tm_year + 1
        cls.scope = cls.write("scope.txt", SCOPE.format(f"{cls.next_year}-01-01"))

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def write(cls, name, text):
        path = cls.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    @classmethod
    def probe(cls, findings, *options, scope=None, memory="memory.jsonl", seconds=60):
        """(exit status, standard output, what was said to people)."""
        run = subprocess.run([DAVY, "probe", "--from", "-", "--scope", scope or cls.scope, "--memory",
                              cls.folder / memory, *map(str, options)], input="\n".join(findings).encode(),
                             capture_output=True, timeout=seconds, check=False)
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    @classmethod
    def events(cls, findings, *options, **how):
        status, out, said = cls.probe(findings, "--go", "--rate", 10, *options, **how)
        return status, [json.loads(line) for line in out.splitlines()], said


class Answers(Probe):
    """One run against all of them; the tests look at what came of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tls, cls.certificate = servers.tls_context(cls.folder)
        s = cls.servers = {
            # pools
            "stratum": Pool(words_of(stratum_v1)),
            "stratum-closing": Pool(words_of(stratum_v1, seed=2), wrong="close"),
            "kawpow": Pool(words_of(stratum_kawpow)),
            "cryptonote": Pool(words_of(cryptonote), wrong="close"),
            "cryptonote-tls": Pool(words_of(cryptonote), tls=tls, port=443),
            "ethereum": Pool(words_of(eth_getwork)),
            "hello": Pool(words_of(ethereumstratum_2), wrong="close"),
            "getwork": servers.HttpPool(words_of(getwork), port=8332),
            "web-miner": servers.WebSocketPool([AUTHED], port=80),
            "web-miner-tls": servers.WebSocketPool([AUTHED], tls=tls, port=443),
            "stratum-v2": servers.KeyExchange(port=34254),
            # pools that refuse
            "allow-list": servers.AllowList(),
            "allow-list-tls": servers.AllowList(tls=tls, port=8443),
            "cryptonote-allow-list": servers.CryptoNoteAllowList(),
            "web-miner-refusing": servers.WebSocketPool([KEY_ERROR], port=80),
            # what is none
            "silent": servers.Server(),
            "tarpit": servers.Tarpit(),
            "flood": servers.Flood(),
            "echo": servers.Echo(),
            "hangs": servers.Hangs(),
            "ok": servers.Fixed(b"OK\r\n"),
            "json-ok": servers.YesMan(),
            "queue": servers.JobQueue(),
            "json-rpc": servers.JsonRpc(),
            "node": servers.Node(),
            "web": servers.Web(port=80),
            "ssh": servers.Banner(port=22),
            "mail": servers.Mail(port=25),
            "bip324": servers.Garbage(port=8333),
        }
        cls.hints = {"ethereum": "eth-getwork", "hello": "ethereumstratum-2", "getwork": "getwork",
                     "web-miner": "coinhive", "web-miner-tls": "coinhive", "stratum-v2": "stratum-v2-noise",
                     "web-miner-refusing": "coinhive", "bip324": "stratum-v2-noise"}
        cls.pools = list(s)[:15]
        lines = [finding(x.address, x.port, dialect=cls.hints.get(name)) for name, x in s.items()]
        cls.begun = time.monotonic()
        cls.status, cls.lines, cls.said = cls.events(
            [*lines, finding("127.63.99.99", 9)], "--timeout", 0.8, "--quiet-after", 0.2,
            "--at-once", 32, "--per-endpoint", 12)
        cls.took = time.monotonic() - cls.begun
        cls.by_address = collections.defaultdict(list)
        for line in cls.lines:
            cls.by_address[line["address"]].append(line)

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers.values():
            server.close()
        super().tearDownClass()

    def of(self, name):
        return self.by_address[self.servers[name].address]

    def outcomes(self, name):
        return [line["outcome"] for line in self.of(name)]

    def test_every_pool_is_confirmed_by_its_last_answer(self):
        for name in self.pools:
            lines = self.of(name)
            self.assertTrue(lines[-1]["confirmed"], (name, lines))
            self.assertFalse(any(line["confirmed"] for line in lines[:-1]), name)
        self.assertEqual(self.status, 1)

    def test_a_refusal_is_told_from_a_welcome(self):
        refusing = {"allow-list", "allow-list-tls", "cryptonote-allow-list", "web-miner-refusing"}
        for name in self.pools:
            self.assertEqual(self.outcomes(name)[-1], "refused-in-kind" if name in refusing else "proof", name)

    def test_nothing_else_is(self):
        others = [name for name in self.servers if name not in self.pools]
        self.assertEqual([name for name in others if any(line["confirmed"] for line in self.of(name))], [])
        self.assertEqual(len(others), 14)

    def test_silence_is_nothing_and_so_are_its_kin(self):
        self.assertEqual(set(self.outcomes("silent")), {"silence"})
        self.assertEqual(set(self.outcomes("hangs")) - {"other-protocol"}, {"closed"})  # no TLS either
        self.assertEqual([line["outcome"] for line in self.by_address["127.63.99.99"]], ["unreachable"])
        for name in ("echo", "queue", "json-rpc", "json-ok", "web", "ssh", "mail", "ok"):
            self.assertEqual(self.outcomes(name)[0], "other-protocol", name)

    def test_a_tarpit_and_a_flood_cost_no_more_than_silence(self):
        for name in ("tarpit", "flood", "silent"):
            for line in self.of(name):
                self.assertLess(line["duration_s"], 1.5, name)
                self.assertLessEqual(line["octets_received"], 16384)

    def test_the_budget_is_held(self):
        times = sorted(t for server in self.servers.values() for t in server.accepted)
        self.assertGreater(len(times), 80)
        for i, first in enumerate(times):
            within = sum(1 for t in times[i:] if t < first + 1)
            self.assertLessEqual(within, 12)  # 10, and the scheduler's pleasure at both ends
        self.assertLessEqual(len(times) - 1, (times[-1] - times[0]) * 10.5)

    def test_each_connection_is_logged_and_no_other_is_made(self):
        for name, server in self.servers.items():
            self.assertEqual(len(server.accepted), len(self.of(name)), name)
            self.assertLessEqual(len(server.accepted), 12)

    def test_few_questions_are_enough_where_the_answer_tells(self):
        for name, most in {"stratum": 1, "cryptonote": 2, "allow-list": 1, "cryptonote-tls": 4, "ethereum": 1,
                           "getwork": 1, "web-miner": 1, "web-miner-tls": 2, "stratum-v2": 2, "ssh": 3,
                           "mail": 3, "ok": 3, "web": 5}.items():
            self.assertLessEqual(len(self.of(name)), most, name)

    def test_the_local_end_is_told(self):
        line = self.of("stratum")[0]
        self.assertEqual(line["local_address"], "127.0.0.1")
        self.assertGreater(line["local_port"], 1023)

    def test_the_certificate_is_told(self):
        line = self.of("cryptonote-tls")[-1]
        self.assertEqual(line["carrier"], "tls")
        self.assertEqual(line["certificate"], {"subject": "CN=localhost,O=Lab", "sha256": self.certificate})
        self.assertIsNone(self.of("stratum")[0]["certificate"])

    def test_who_asks_is_said(self):
        self.assertIn(b'"davy-probe/', self.servers["stratum"].heard[0])
        self.assertIn(b"noc@example.org", self.servers["allow-list"].heard[0])
        self.assertIn(b"From: noc@example.org\r\n", self.servers["getwork"].heard[0])

    def test_no_share_is_ever_submitted(self):
        heard = b"".join(octets for server in self.servers.values() for octets in server.heard)
        self.assertGreater(len(heard), 5000)
        for word in (b"mining.submit", b'"submit"', b"eth_submitWork", b"submitHashrate"):
            self.assertNotIn(word, heard)

    def test_lines_hold_to_the_schema(self):
        schema = json.loads((ROOT / "schema" / "event.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        order = list(schema["$defs"]["probe"]["properties"])
        self.assertGreater(len(self.lines), 80)
        for line in self.lines:
            self.assertEqual([e.message for e in validator.iter_errors(line)], [])
            self.assertEqual(list(line), order)

    def test_excerpts_are_short_and_safe_to_print(self):
        for line in self.lines:
            excerpt = line["excerpt"] or ""
            self.assertLessEqual(len(excerpt.encode()), 200)
            self.assertFalse(any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in excerpt))

    def test_a_second_run_asks_nobody(self):
        before = sum(len(server.accepted) for server in self.servers.values())
        lines = [finding(server.address, server.port) for server in self.servers.values()]
        status, events, _ = self.events(lines)
        self.assertEqual({event["outcome"] for event in events}, {"cached"})
        self.assertEqual(len(events), len(self.servers))
        self.assertEqual(sum(event["confirmed"] for event in events), len(self.pools))
        self.assertEqual(status, 1)
        self.assertEqual(sum(len(server.accepted) for server in self.servers.values()), before)

    def test_the_whole_takes_less_than_half_a_minute(self):
        self.assertLess(self.took, 28)


class Limits(Probe):
    def setUp(self):
        self.server = Pool(words_of(stratum_v1))
        self.line = finding(self.server.address)
        self.memory = f"{self.id()}.jsonl"

    def tearDown(self):
        self.server.close()

    def scope_of(self, text):
        return self.write(f"{self.id()}.scope", text)

    def test_without_go_nothing_is_contacted(self):
        for options in ((), ("--dry-run",)):
            status, out, _ = self.probe([self.line], *options, memory=self.memory)
            self.assertEqual(status, 0)
            self.assertIn(f"{self.server.address}:3333: would be asked", out)
            self.assertIn('{"id":1,"method":"mining.subscribe","params":["davy-probe/', out)
        self.assertEqual(self.server.accepted, [])
        self.assertFalse((self.folder / self.memory).exists())

    def test_a_dry_run_shows_the_octets_that_are_sent(self):
        _, out, _ = self.probe([self.line], memory=self.memory)
        self.events([self.line], memory=self.memory)
        said = self.server.heard[0].decode().replace("\n", "\\n")
        self.assertIn(said, out)

    def refused(self, scope):
        status, events, _ = self.events([self.line], scope=scope, memory=self.memory)
        self.assertEqual((status, [e["outcome"] for e in events]), (0, ["out-of-scope"]))
        self.assertEqual(self.server.accepted, [])
        self.assertIsNone(events[0]["dialect"])
        return events[0]["reason"]

    def test_outside_the_scope(self):
        head = f"contact a@b\nauthorised-by x\nexpires {self.next_year}-01-01\n"
        self.assertEqual(self.refused(self.scope_of(head + "allow 10.0.0.0/8\n")), "not in the scope")
        self.assertEqual(self.refused(self.scope_of(head + f"allow {self.server.address}:3334\n")), "not in the scope")
        self.assertEqual(self.refused(self.scope_of(head + f"allow 127.0.0.0/8\ndeny {self.server.address}\n")),
                         "denied by the scope")

    def test_after_the_scope_ended(self):
        self.assertIn("expired", self.refused(self.scope_of(SCOPE.format("2026-01-01"))))

    def test_without_a_scope_or_with_a_bad_one_it_is_no_use(self):
        run = subprocess.run([DAVY, "probe", "--from", "-", "--go"], input=self.line.encode(), capture_output=True,
                             timeout=10, check=False)
        self.assertEqual(run.returncode, 2)
        for text in ("", "allow 0.0.0.0/0\n", SCOPE.format("soon"), SCOPE.format("2099-01-01") + "allow everything\n",
                     SCOPE.format("2099-01-01") + "allow 0.0.0.0/0\n"):
            status, out, said = self.probe([self.line], "--go", scope=self.scope_of(text), memory=self.memory)
            self.assertEqual((status, out), (2, ""), text)
            self.assertTrue(said.startswith("davy: scope"), said)
        self.assertEqual(self.server.accepted, [])

    def test_without_a_scope_it_says_what_one_would_hold_and_asks_nobody(self):
        run = subprocess.run([DAVY, "probe", "--from", "-"], input=self.line.encode(), capture_output=True,
                             timeout=10, check=False)
        self.assertEqual(run.returncode, 0)
        self.assertIn(f"allow {self.server.address}:3333\n", run.stdout.decode())
        self.assertEqual(self.server.accepted, [])

    def test_a_rate_above_ten_is_refused(self):
        for rate in ("10.1", "100", "0"):
            self.assertEqual(self.probe([self.line], "--rate", rate, memory=self.memory)[0], 2)

    def test_the_number_of_connections_is_held(self):
        silent = servers.Hangs()
        status, events, _ = self.events([finding(silent.address)], "--connections", 2, memory=self.memory)
        self.assertEqual([e["outcome"] for e in events][-1], "budget")
        self.assertEqual((status, len(silent.accepted)), (0, 2))
        silent.close()

    def test_a_log_is_added_to(self):
        log = self.folder / f"{self.id()}.log"
        log.write_text("before\n", encoding="utf-8")
        status, out, _ = self.probe([self.line], "--go", "--log", log, memory=self.memory)
        self.assertEqual((status, out), (1, ""))
        lines = log.read_text(encoding="utf-8").splitlines()
        self.assertEqual(lines[0], "before")
        self.assertEqual(json.loads(lines[1])["outcome"], "proof")

    def test_who_needs_no_question_gets_none(self):
        lines = [finding(self.server.address, verdict="confirmed"), finding(self.server.address, transport="udp"),
                 "not JSON", '{"event":"coverage"}']
        status, events, said = self.events(lines, memory=self.memory)
        self.assertEqual((status, events, self.server.accepted), (0, [], []))
        for word in ("1 confirmed already", "1 over UDP", "1 lines that are no events"):
            self.assertIn(word, said)

    def test_the_pool_is_the_side_that_does_not_mine(self):
        status, events, _ = self.events([finding(self.server.address, side="destination")], memory=self.memory)
        self.assertEqual((status, events[0]["address"]), (1, self.server.address))

    def test_a_damaged_memory_stops_everything(self):
        (self.folder / self.memory).write_text("my diary\n", encoding="utf-8")
        self.assertEqual(self.probe([self.line], "--go", memory=self.memory)[0], 2)
        self.assertEqual(self.server.accepted, [])
        self.assertEqual((self.folder / self.memory).read_text(encoding="utf-8"), "my diary\n")

    def test_killed_in_the_middle_it_has_asked_all_the_same(self):
        silent = servers.Server()
        run = subprocess.Popen([DAVY, "probe", "--from", "-", "--scope", self.scope, "--go", "--memory",
                                self.folder / self.memory], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        run.stdin.write(finding(silent.address).encode())
        run.stdin.close()
        for _ in range(100):
            if silent.accepted:
                break
            time.sleep(0.05)
        run.kill()
        run.wait()
        _, events, _ = self.events([finding(silent.address)], memory=self.memory)
        self.assertEqual([e["outcome"] for e in events], ["cached"])
        self.assertEqual(len(silent.accepted), 1)
        silent.close()

    def test_tls_names_whom_the_client_named(self):
        named = []
        context, _ = servers.tls_context(self.folder)
        context.sni_callback = lambda _socket, name, _context: named.append(name)
        pool = Pool(words_of(cryptonote), tls=context, port=443)
        line = {**json.loads(finding(pool.address, 443, dialect="cryptonote")),
                "hosts": [{"name": "xmr.example.org", "source": "tls-server-name"}]}
        status, events, _ = self.events([json.dumps(line)], memory=self.memory)
        self.assertEqual((status, events[-1]["outcome"], set(named)), (1, "proof", {"xmr.example.org"}))
        pool.close()

    def test_over_ipv6(self):
        try:
            listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
        except OSError:
            self.skipTest("no IPv6 loopback")
        with listener:
            port = listener.getsockname()[1]
            scope = self.scope_of(SCOPE.format(f"{self.next_year}-01-01") + f"allow [::1]:{port}\n")
            _, events, _ = self.events([finding("::1", port)], "--per-endpoint", 1, "--timeout", 0.2, scope=scope,
                                       memory=self.memory)
            self.assertEqual([(e["address"], e["outcome"], e["local_address"]) for e in events],
                             [("::1", "silence", "::1")])


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
