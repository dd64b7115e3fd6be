#!/usr/bin/python3
"""`davy blocks` against simulated nodes on the loopback interface, sound and otherwise.

  blocks_test.py DAVY [unittest options]
"""
import base64
import hashlib
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

DAVY = ""
NOW = int(time.time())


def block_hash(height, fork=0):
    return hashlib.sha256(f"{height} {fork}".encode()).hexdigest()


class Node(http.server.ThreadingHTTPServer):
    """A chain of `height` blocks, one every 600 s; `wrong` says how it misbehaves."""

    daemon_threads = True

    def __init__(self, kind, height=2000, login=None, wrong=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.kind, self.height, self.login, self.wrong = kind, height, login, wrong
        self.fork, self.stamp, self.calls, self.connections = 0, None, [], 0
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_):
        """A client that leaves in the middle is what is tested."""

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def time_of(self, height):
        return self.stamp if self.stamp and height == self.height else NOW - 600 * (self.height - height)

    def head(self, height):
        previous = block_hash(height - 1) if height else None
        at = {"height": height, "hash": block_hash(height, self.fork if height == self.height else 0)}
        if self.kind == "monerod":
            return {**at, "timestamp": self.time_of(height), "prev_hash": previous or "0" * 64}
        return {**at, "time": self.time_of(height), **({"previousblockhash": previous} if previous else {})}

    def answer(self, method, parameters):
        if method == "getbestblockhash":
            return block_hash(self.height, self.fork)
        if method == "getblockheader":
            return next((self.head(h) for h in range(self.height, -1, -1)
                         if self.head(h)["hash"] == parameters[0]), None)
        if method == "get_last_block_header":
            return {"block_header": self.head(self.height), "status": "OK"}
        if method == "get_block_headers_range":
            wanted = range(parameters["start_height"], parameters["end_height"] + 1)
            return {"headers": [self.head(h) for h in wanted], "status": "OK"}
        return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, body, status=200, length=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        node = self.server
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        node.calls.append((self.path, said["method"]))
        expected = "Basic " + base64.b64encode((node.login or "").encode()).decode()
        if node.login and self.headers["Authorization"] != expected:
            return self.say(b"", status=401)
        if node.wrong and len(node.calls) > node.wrong[1]:
            return getattr(self, node.wrong[0])()
        return self.say(json.dumps({"result": node.answer(said["method"], said["params"]), "error": None,
                                    "id": said["id"]}).encode())

    # How it may go wrong.
    def slow(self):
        time.sleep(1.5)

    def silent_drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        for _ in range(30):
            self.wfile.write(b" ")
            time.sleep(0.1)

    def cut(self):
        self.say(b'{"result":', length=500)
        self.close_connection = True

    def warming_up(self):
        self.say(json.dumps({"result": None, "error": {"code": -28, "message": "Loading block index\x1b[31m…"},
                             "id": "davy"}).encode(), status=500)

    def no_json(self):
        self.say(b"<html>hello</html>")

    def other_json(self):
        self.say(b'{"result":{"jobs":[]},"error":null}')

    def absurd(self):
        self.say(json.dumps({"result": {"height": 2 ** 63, "time": NOW, "hash": "0" * 64,
                                        "block_header": {"height": 1, "timestamp": -1, "hash": "0" * 64}}}).encode())

    def large(self):
        self.say(b"[" * 10_000_000)

    def endless(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            self.wfile.write(b"x" * 65536)
        self.close_connection = True

    def large_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-Long: y\r\n" * 10_000)

    def chunks(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")

    def forbidden(self):
        self.say(b"", status=403)

    def no_http(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        self.close_connection = True

    def a_circle(self):
        node = self.server
        node.wrong = (node.wrong[0], len(node.calls))
        self.say(json.dumps({"result": node.head(node.height)}).encode())


class Blocks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def node(self, *arguments, **options):
        node = Node(*arguments, **options)
        self.addCleanup(node.server_close)
        self.addCleanup(node.shutdown)
        return node

    def blocks(self, url, *options, kind="bitcoind", seconds=60):
        run = subprocess.run([DAVY, "blocks", "--from", url, "--kind", kind, *map(str, options)],
                             capture_output=True, timeout=seconds, check=False)
        return run.returncode, [line.split("\t") for line in run.stdout.decode().splitlines()], run.stderr.decode()

    def fails(self, url, *options, **how):
        status, _, said = self.blocks(url, *options, **how)
        self.assertEqual(status, 2, said)
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertTrue(said.startswith("davy: "), said)
        self.assertTrue(said[:-1].isprintable(), said)
        return said


class History(Blocks):
    def check(self, rows, node, count, coin):
        self.assertEqual(rows[0], ["time", "coin", "height", "times"])
        self.assertEqual([int(r[2]) for r in rows[1:]], list(range(node.height - count + 1, node.height + 1)))
        self.assertEqual({(r[1], r[3]) for r in rows[1:]}, {(coin, "header")})
        self.assertEqual([r[0] for r in rows[1:]],
                         [time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(node.time_of(int(r[2]))))
                          for r in rows[1:]])

    def test_the_last_blocks_of_each_kind_in_their_order(self):
        for kind, coin in (("bitcoind", "BTC"), ("monerod", "XMR")):
            node = self.node(kind)
            for count in (1, 2, 7):
                status, rows, _ = self.blocks(node.url, "--last", count, kind=kind)
                self.assertEqual(status, 0)
                self.check(rows, node, count, coin)
        _, rows, _ = self.blocks(node.url, "--last", 1100, "--coin", "WOW", kind="monerod")
        self.check(rows, node, 1100, "WOW")
        self.assertEqual({path for path, _ in node.calls}, {"/json_rpc"})

    def test_one_connection_serves_many_questions(self):
        node = self.node("bitcoind")
        self.blocks(node.url, "--last", 50)
        self.assertEqual((node.connections, len(node.calls)), (1, 51))

    def test_since_a_time(self):
        for kind in ("bitcoind", "monerod"):
            node = self.node(kind)
            _, rows, _ = self.blocks(node.url, "--since", NOW - 6000, kind=kind)
            self.assertEqual(len(rows) - 1, 11)

    def test_a_young_chain_ends_at_its_first_block(self):
        for kind in ("bitcoind", "monerod"):
            _, rows, _ = self.blocks(self.node(kind, height=3).url, "--last", 100, kind=kind)
            self.assertEqual([r[2] for r in rows[1:]], ["0", "1", "2", "3"])

    def test_a_login_from_a_file(self):
        node = self.node("bitcoind", login="__cookie__:0123abcd")
        self.assertIn("user:password", self.fails(node.url, "--last", 1))
        cookie = self.folder / "cookie"
        cookie.write_text("__cookie__:0123abcd\n", encoding="utf-8")
        self.assertEqual(self.blocks(node.url, "--last", 1, "--user-file", cookie)[0], 0)
        cookie.write_text("nothing", encoding="utf-8")
        self.assertNotIn("nothing", self.fails(node.url, "--last", 1, "--user-file", cookie).split(":", 2)[2])

    def test_lines_go_to_the_end_of_a_file_with_one_heading(self):
        node, path = self.node("monerod"), self.folder / "blocks.tsv"
        for _ in range(2):
            status, rows, _ = self.blocks(node.url, "--last", 2, "-o", path, kind="monerod")
            self.assertEqual((status, rows), (0, []))
        self.assertEqual([line.split("\t")[2] for line in path.read_text(encoding="utf-8").splitlines()],
                         ["height", "1999", "2000", "1999", "2000"])
        run = subprocess.run([DAVY, "inspect", "--quiet", "--blocks", path, os.devnull], capture_output=True,
                             check=False, timeout=20)
        self.assertNotIn(b"blocks.tsv", run.stderr)  # which reads it


class Faults(Blocks):
    def test_one_clear_line_for_each(self):
        for wrong, words in {"slow": "no whole answer in 1 s", "silent_drip": "no whole answer in 1 s",
                             "cut": "ended in the middle", "warming_up": "the node says: Loading block index",
                             "no_json": "no JSON", "other_json": "is this the kind of node?",
                             "absurd": "", "large": "more than are read", "endless": "more than", "chunks": "chunks",
                             "large_head": "no HTTP", "forbidden": "rpcallowip", "no_http": "no HTTP"}.items():
            for kind in ("bitcoind", "monerod"):
                for after in (0, 1):
                    node = self.node(kind, wrong=(wrong, after))
                    begun = time.monotonic()
                    said = self.fails(node.url, "--last", 5, "--timeout", 1, kind=kind)
                    self.assertIn(words, said, (wrong, kind, after))
                    self.assertLess(time.monotonic() - begun, 4, wrong)

    def test_a_chain_that_goes_in_a_circle_ends(self):
        self.assertIn("height", self.fails(self.node("bitcoind", wrong=("a_circle", 2)).url, "--last", 50))

    def test_nobody_there(self):
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            said = self.fails(f"http://127.0.0.1:{bound.getsockname()[1]}", "--last", 1)
        self.assertIn("does the node run", said)

    def test_elsewhere_only_on_request(self):
        for url in ("http://192.0.2.7:8332", "http://[2001:db8::7]:8332", "http://10.0.0.1:8332"):
            self.assertIn("--allow-remote", self.fails(url, "--last", 1))

    def test_options_that_say_nothing(self):
        for url in ("127.0.0.1:8332", "http://127.0.0.1", "https://127.0.0.1:8332", "http://node.example:8332",
                    "http://me:secret@127.0.0.1:8332", "http://127.0.0.1:8332/a b"):
            said = self.fails(url, "--last", 1)
            self.assertNotIn("secret", said)
        self.fails("http://127.0.0.1:1")
        self.fails("http://127.0.0.1:1", "--since", "yesterday")
        self.fails("http://127.0.0.1:1", "--last", 1, "--user-file", self.folder / "none")
        for options in (("--last", "0"), ("--last", "1", "--watch"), ("--coin", "b t c", "--last", "1")):
            self.assertEqual(self.blocks("http://127.0.0.1:1", *options)[0], 2)


class Watch(Blocks):
    def watch(self, node, *options, kind, act):
        run = subprocess.Popen([DAVY, "blocks", "--from", node.url, "--kind", kind, "--watch", *map(str, options)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(200):
            if len(node.calls) > 3:
                break
            time.sleep(0.02)
        act(run)
        out, said = run.communicate(timeout=30)
        return run.returncode, [line.split("\t") for line in out.decode().splitlines()[1:]], said.decode()

    def test_arrivals_are_noted_when_they_happen(self):
        for kind in ("bitcoind", "monerod"):
            node, came = self.node(kind), []

            def act(_, node=node, came=came):
                for _ in range(3):
                    time.sleep(0.7)
                    node.stamp = NOW - 90  # what the miner wrote says little
                    node.height += 1
                    came.append(time.time())

            status, rows, _ = self.watch(node, "--for", "4s", kind=kind, act=act)
            self.assertEqual((status, [int(r[2]) for r in rows]), (0, [2001, 2002, 2003]))
            self.assertEqual({r[3] for r in rows}, {"arrival"})
            for row, at in zip(rows, came):
                whole, fraction = row[0][:-1].split(".")
                noted = time.mktime(time.strptime(whole + " UTC", "%Y-%m-%dT%H:%M:%S %Z")) - time.timezone
                self.assertLess(abs(noted + float("0." + fraction) - at), 0.6, kind)

    def test_another_block_of_the_same_height_is_news(self):
        node = self.node("bitcoind")
        _, rows, _ = self.watch(node, "--for", "2s", kind="bitcoind", act=lambda _: setattr(node, "fork", 1))
        self.assertEqual([r[2] for r in rows], ["2000"])

    def test_a_node_that_catches_up_tells_no_arrivals(self):
        node = self.node("bitcoind")

        def act(_):
            node.stamp = NOW - 3 * 86400
            node.height += 1

        status, rows, said = self.watch(node, "--for", "2s", kind="bitcoind", act=act)
        self.assertEqual((status, rows), (0, []))
        self.assertIn("1 of old", said)

    def test_a_pause_of_the_node_is_survived_and_what_came_in_it_left_out(self):
        node = self.node("bitcoind")

        def act(_):
            node.wrong = ("slow", 0)
            time.sleep(4)
            node.stamp, node.wrong = int(time.time()), None
            node.height += 1

        status, rows, said = self.watch(node, "--for", "9s", "--timeout", 0.5, kind="bitcoind", act=act)
        self.assertEqual((status, rows), (0, []))
        self.assertIn("still trying", said)
        self.assertIn("1 more at times that nobody knows", said)

    def test_a_signal_ends_it_well(self):
        node = self.node("monerod")
        status, _, said = self.watch(node, "--for", "1h", kind="monerod",
                                     act=lambda run: run.send_signal(signal.SIGTERM))
        self.assertEqual(status, 0)
        self.assertIn("blocks came", said)


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
