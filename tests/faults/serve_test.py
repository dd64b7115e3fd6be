#!/usr/bin/python3
"""What `davy serve` does when things go wrong: certificates, floods, bodies without an end, two of them on one store.

  serve_test.py DAVY [unittest options]

In a network namespace of its own, which has addresses that are not this machine's own; skipped where there can be none.
"""
import gzip
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml
from programs import ELSEWHERE, PASSWORD, PATIENCE_S, Person, Serving, first_login

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from lab import own_network  # noqa: E402

DAVY = ""
OTHERS = [ELSEWHERE] + [f"10.9.0.{i}" for i in range(2, 17)]
GIB = 1024 ** 3
CONTRACT = yaml.safe_load((ROOT / "schema/openapi.yaml").read_text(encoding="utf-8"))


def stamp(seconds_from_now):
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + seconds_from_now))


def make_certificate(folder, name, begins_s, ends_s):
    """Signed by itself; valid from and to so many seconds from now."""
    place = folder / f"authority-{name}"
    place.mkdir()
    (place / "index.txt").touch()
    config = place / "ca.cnf"
    config.write_text(f"[ca]\ndefault_ca=one\n[one]\ndatabase={place}/index.txt\nnew_certs_dir={place}\nrand_serial=yes\n"
                      "default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n[req]\ndistinguished_name=dn\n[dn]\n", encoding="utf-8")
    key, request, certificate = (folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
    for command in (["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", f"/CN={name}", "-config", config, "-out", request],
                    ["ca", "-batch", "-selfsign", "-notext", "-config", config, "-keyfile", key, "-in", request, "-out", certificate,
                     "-startdate", stamp(begins_s), "-enddate", stamp(ends_s)]):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return certificate, key


class Faults(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        (self.folder / "console/assets").mkdir(parents=True)
        (self.folder / "console/index.html").write_text("<!doctype html><title>console</title>" + " " * 5_000, encoding="utf-8")
        (self.folder / "console/assets/a-1.js").write_text("// nothing\n" * 1_000, encoding="utf-8")

    def refused(self, *options):
        run = subprocess.run(Serving(DAVY, self.folder, *options).command, capture_output=True, check=False, timeout=PATIENCE_S,
                             env={**os.environ, "XDG_STATE_HOME": str(self.folder)})
        self.assertEqual(run.returncode, 2, run.stderr)
        return run.stderr.decode()

    def test_a_certificate_that_cannot_be_used_is_refused_at_the_start(self):
        day = 86_400
        sound, key = make_certificate(self.folder, "sound", -day, day)
        over, over_key = make_certificate(self.folder, "over", -2 * day, -day)
        early, early_key = make_certificate(self.folder, "early", day, 2 * day)
        (self.folder / "no.pem").write_text("nothing\n", encoding="utf-8")
        for certificate, its_key, words in ((over, over_key, "expired at"), (early, early_key, "valid from"), (sound, over_key, "is not the key of"),
                                            (self.folder / "none.pem", key, "cannot be read"), (sound, self.folder / "none.key", "cannot be read"),
                                            (self.folder / "no.pem", key, "holds no certificate"), (sound, sound, "holds no key")):
            self.assertIn(words, self.refused("--listen", "0.0.0.0:0", "--certificate", certificate, "--key", its_key))

    def serial(self, port):
        return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))

    def test_a_certificate_is_renewed_without_a_restart_and_one_that_ends_is_told(self):
        certificate, key = make_certificate(self.folder, "short", -60, 15)
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0", "--certificate", certificate, "--key", key) as serving:
            before = self.serial(serving.port)
            serving.wait_for_words("the certificate expires at")
            serving.wait_for(lambda: json.loads(Person(serving.port, tls=True).ask("GET", "/api/v1/health")[1])["status"] == "certificate_expired",
                             "health never said that it is over")
            for new, old in zip(make_certificate(self.folder, "new", -60, 86_400 * 365), (certificate, key)):
                new.rename(old)
            serving.wait_for_words("the renewed certificate is in use")
            self.assertNotEqual(self.serial(serving.port), before)
            self.assertEqual(json.loads(Person(serving.port, tls=True).ask("GET", "/api/v1/health")[1])["status"], "ok")
            certificate.write_text("nothing\n", encoding="utf-8")
            serving.wait_for_words("holds no certificate.*the one before stays in use")
            self.assertEqual(Person(serving.port, tls=True).ask("GET", "/api/v1/health")[0].status, 200)

    def test_a_flood_of_logins_keeps_nobody_else_out(self):
        certificate, key = make_certificate(self.folder, "flood", -60, 86_400)
        with Serving(DAVY, self.folder, "--listen", "0.0.0.0:0", "--certificate", certificate, "--key", key) as serving:
            admin = first_login(serving, Person(serving.port, tls=True))
            over, seen = threading.Event(), []

            def flood(part):
                person = Person(serving.port, tls=True, source=OTHERS[part])
                return [person.log_in("admin" if i % 2 else f"somebody-{part}-{i}", "wrong") for i in range(10_000 // len(OTHERS))]

            def look():
                while not over.is_set():
                    seen.append(admin.ask("GET", "/api/v1/overview")[0].status)

            looking = threading.Thread(target=look)
            looking.start()
            with ThreadPoolExecutor(len(OTHERS)) as pool:
                statuses = [status for part in pool.map(flood, range(len(OTHERS))) for status in part]
            over.set()
            looking.join()
            self.assertEqual(set(seen), {200})
            self.assertLessEqual(set(statuses), {401, 429, 503})
            self.assertIn(429, statuses)
            self.assertEqual(len(statuses), 10_000)
            # From outside the name is locked; at the machine itself it is not.
            self.assertIn(Person(serving.port, tls=True, source=OTHERS[1]).log_in("admin", PASSWORD), (429, 503))
            serving.wait_for(lambda: Person(serving.port, tls=True).log_in("admin", PASSWORD) == 200, "admin is locked out")
            self.assertLess(serving.memory_mib(), 700)

    def upload(self, port, method, path, headers):
        """What is answered to a body that goes on for 2 GiB, and how much of it was taken."""
        sender = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        head = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
        sender.sendall(f"{method} /api/v1{path} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode())
        sent, piece = 0, b"a" * 65_536
        chunk = b"10000\r\n" + piece + b"\r\n" if "Transfer-Encoding" in headers else piece
        try:
            while sent < 2 * GIB:
                sender.sendall(chunk)
                sent += len(piece)
        except OSError:
            pass  # cut off
        answer = b""
        try:
            while (more := sender.recv(65_536)):
                answer += more
        except OSError:
            pass
        sender.close()
        return answer[:12].decode(), sent

    def test_two_gigabytes_are_refused_by_their_head_on_every_route(self):
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0") as serving:
            admin = first_login(serving, Person(serving.port))
            memory = serving.memory_mib()
            for path, methods in CONTRACT["paths"].items():
                for method in {m.upper() for m in methods} - {"GET"}:
                    url = re.sub(r"\{\w+\}", "1", path)
                    answer, sent = self.upload(serving.port, method, url, {**admin.headers, "Content-Length": 2 * GIB})
                    self.assertEqual(answer, "HTTP/1.1 413", (method, url))
                    self.assertLess(sent, GIB // 4)
                    answer, sent = self.upload(serving.port, method, url, {**admin.headers, "Transfer-Encoding": "chunked"})
                    self.assertEqual(answer, "HTTP/1.1 411", (method, url))
                    self.assertLess(sent, GIB // 4)
            packed = gzip.compress(b"a" * (64 << 20))
            # A connection of its own: the other one has been quiet for long, and may be closed.
            connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE_S)
            connection.request("PUT", "/api/v1/register/systems", packed, {**admin.headers, "Content-Encoding": "gzip"})
            self.assertEqual(connection.getresponse().status, 415)
            connection.close()
            self.assertLess(serving.memory_mib() - memory, 150)
            self.assertEqual(Person(serving.port).log_in("admin", PASSWORD), 200)

    def test_who_only_trickles_keeps_nobody_out(self):
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0") as serving:
            admin = first_login(serving, Person(serving.port))
            slow = []
            for i in range(400):
                one = socket.create_connection(("127.0.0.1", serving.port), timeout=PATIENCE_S, source_address=(f"127.0.0.{2 + i % 3}", 0))
                one.sendall(b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 100\r\n" + (b"\r\n{" if i % 2 else b"X-A: "))
                slow.append(one)
            serving.wait_for(lambda: sum(self.is_cut(one) for one in slow) > 200, "nobody is cut off")
            self.assertEqual(admin.ask("GET", "/api/v1/overview")[0].status, 200)
            for one in slow:
                one.close()
            self.assertEqual(Person(serving.port).ask("GET", "/api/v1/health")[0].status, 200)

    @staticmethod
    def is_cut(one):
        one.setblocking(False)
        try:
            return one.recv(4_096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def test_two_servers_share_a_store(self):
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0") as one:
            admin = first_login(one, Person(one.port))
            with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0", name="other") as other:
                there = Person(other.port)
                there.headers = admin.headers
                self.assertEqual(there.ask("GET", "/api/v1/session")[0].status, 200)
                self.assertEqual(there.ask("DELETE", "/api/v1/session")[0].status, 204)
                self.assertEqual(admin.ask("GET", "/api/v1/session")[0].status, 401)

    def test_the_console_is_packed_and_asked_for_again_by_its_tag(self):
        with Serving(DAVY, self.folder, "--listen", "127.0.0.1:0") as serving:
            person = Person(serving.port)
            for path, caching in (("/", "no-cache"), ("/findings/12", "no-cache"), ("/assets/a-1.js", "public, max-age=31536000, immutable")):
                answer, plain = person.ask("GET", path)
                self.assertEqual((answer.status, answer.headers["Content-Encoding"], answer.headers["Cache-Control"]), (200, None, caching))
                packed_answer, packed = person.ask("GET", path, headers={"Accept-Encoding": "gzip, br"})
                self.assertEqual(packed_answer.headers["Content-Encoding"], "gzip")
                self.assertEqual(gzip.decompress(packed), plain)
                tag = answer.headers["ETag"]
                self.assertEqual(person.ask("GET", path, headers={"If-None-Match": tag})[0].status, 304)
            for path in ("/assets/none.js", "/assets/../../davy.db"):
                self.assertEqual(person.ask("GET", path)[0].status, 404, path)


if __name__ == "__main__":
    why = own_network.enter()
    if why is not None:
        print(f"SKIPPED: no network namespace here: {why}")
        sys.exit(77)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for other in OTHERS:
        subprocess.run(["ip", "address", "add", f"{other}/32", "dev", "lo"], check=True)
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main(warnings="ignore")
