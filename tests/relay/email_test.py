#!/usr/bin/python3
"""E-mail: msmtpd takes it on loopback, stunnel puts TLS and STARTTLS before it.

  email_test.py DAVY [unittest options]
"""
import email
import email.policy
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from site_of_tests import SKIPPED, Site, certificate, free_port, listens, secret, wait_for

DAVY = ""
PATHS = "/usr/sbin:/usr/bin:/sbin:/bin"
MSMTPD, STUNNEL = shutil.which("msmtpd", path=PATHS), shutil.which("stunnel4", path=PATHS)
# One file a letter: who it is from and for, then what came.
KEEP = """#!/bin/sh
file=$(mktemp {folder}/draft.XXXXXX)
printf '%s\\n' "$*" >"$file" && cat >>"$file" && mv "$file" "{folder}/letter.${{file##*.}}"
"""


class MailServer:
    """`tls`: None, "smtps" or "starttls"."""

    def __init__(self, folder, tls=None, pem=None, password=None):
        self.folder = folder / f"mail-{tls}"
        self.folder.mkdir()
        keep = self.folder / "keep"
        keep.write_text(KEEP.format(folder=self.folder), encoding="utf-8")
        keep.chmod(0o700)
        behind = free_port()
        auth = [f"--auth=davy,echo {password}"] if password else []
        self.processes = [subprocess.Popen([MSMTPD, "--interface=127.0.0.1", f"--port={behind}", f"--command={keep} %F --", *auth])]
        wait_for(lambda: listens(behind), "msmtpd never listened")
        self.port = behind
        if tls:
            self.port = free_port()
            self.put_tls_before(behind, pem, "protocol = smtp\n" if tls == "starttls" else "")

    def put_tls_before(self, behind, pem, protocol):
        configuration = self.folder / "stunnel.conf"
        configuration.write_text(f"foreground = yes\npid =\n[mail]\naccept = 127.0.0.1:{self.port}\nconnect = 127.0.0.1:{behind}\n"
                                 f"cert = {pem[0]}\nkey = {pem[1]}\n{protocol}", encoding="utf-8")
        self.processes.append(subprocess.Popen([STUNNEL, configuration], stderr=subprocess.DEVNULL))
        wait_for(lambda: listens(self.port), "stunnel never listened")

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=30)

    def letters(self):
        """(for whom, letter), the oldest first."""
        taken = []
        for path in sorted(self.folder.glob("letter.*"), key=lambda p: p.stat().st_mtime_ns):
            envelope, _, text = path.read_bytes().partition(b"\n")
            taken.append((envelope.decode().split(), email.message_from_bytes(text, policy=email.policy.default)))
        return taken


class Letters(unittest.TestCase):
    def setUp(self):
        self.site = Site(DAVY)
        self.servers = []

    def tearDown(self):
        self.site.close()
        for server in self.servers:
            server.close()

    def server(self, *arguments, **more):
        server = MailServer(self.site.folder, *arguments, **more)
        self.servers.append(server)
        return server

    def outlet(self, server, scheme="smtp", **more):
        return {"name": "office", "kind": "email", "url": f"{scheme}://127.0.0.1:{server.port}", "from": "davy@example.org", "every_s": 0,
                "to": ["security@example.org", "head@example.org"], "timeout_s": 5, **more}

    def test_a_digest_arrives_once(self):
        server = self.server()
        self.site.configure(self.outlet(server, tls="none"))
        self.site.capture("stratum_v1", "cryptonote_xmrig", "beam")
        self.site.once()
        self.site.once()
        (envelope, letter), = server.letters()
        self.assertEqual(envelope, ["davy@example.org", "--", "security@example.org", "head@example.org"])
        self.assertEqual(letter["From"], "Davy <davy@example.org>")
        self.assertEqual(letter["To"], "security@example.org, head@example.org")
        self.assertEqual(letter["Auto-Submitted"], "auto-generated")
        self.assertRegex(letter["Message-ID"], r"^<[0-9a-f]+-[vc]\d+\.[0-9a-f]{8}@example\.org>$")
        self.assertFalse(letter.defects)
        stored = [name for name, in self.site.sql("SELECT name FROM subject WHERE level <= 1")]
        self.assertEqual(letter["Subject"], f"[davy] {len(stored)} changes of findings, {len(stored)} of cases")
        text = letter.get_content()
        for name in stored:
            self.assertEqual(text.count(f"confirmed mining: host {name} "), 1)
            self.assertEqual(text.count(f": open: host {name} "), 1)

    def test_many_are_counted_and_a_flood_is_one_line(self):
        server = self.server()
        self.site.configure(self.outlet(server, tls="none", cases=False, lines=20))
        self.site.once()
        self.site.change(self.site.subjects(200))
        flood = self.site.subjects(1)
        self.site.change(flood, times=1_000, level=1)
        self.site.once()
        (_, letter), = server.letters()
        text = letter.get_content()
        self.assertEqual(text.count("mining: host"), 20)
        self.assertIn("and 181 more", text)
        self.assertEqual(letter["Subject"], "[davy] 201 changes of findings, 0 of cases")

    def test_starttls_and_smtps_with_a_password(self):
        pem = certificate(self.site.etc, "mail")
        password = secret(self.site.etc, "mail.password", "a password")
        for tls, scheme in (("starttls", "smtp"), ("smtps", "smtps")):
            server = self.server(tls, pem, "'a password'")
            outlet = self.outlet(server, scheme, ca=pem[0], user="davy", password_file=password)
            self.site.configure({k: v for k, v in outlet.items() if k != "ca"})
            self.assertIn("ca = ", self.site.run("relay", "test", status=1))
            self.site.configure(outlet)
            self.assertIn("taken", self.site.run("relay", "test"))
            (_, letter), = server.letters()
            self.assertIn("TEST", letter["Subject"])
            wrong = secret(self.site.etc, "wrong.password", "another")
            self.site.configure({**outlet, "password_file": wrong})
            self.assertIn("password_file", self.site.run("relay", "test", status=1))

    def test_a_server_without_starttls_gets_nothing(self):
        server = self.server()
        self.site.configure(self.outlet(server))
        self.assertIn("STARTTLS", self.site.run("relay", "test", status=1))
        self.assertEqual(server.letters(), [])

    def test_names_from_traffic_stay_inside(self):
        server = self.server()
        self.site.configure()
        self.site.capture("stratum_v1")
        self.site.once()
        self.site.make_hostile()
        self.site.configure(self.outlet(server, tls="none", from_beginning=True, cases=False))
        self.site.once()
        for envelope, letter in server.letters():
            self.assertEqual(len(envelope), 4)
            self.assertIsNone(letter["X-Injected"])
            self.assertFalse(letter.defects)
            text = letter.get_content()
            self.assertIn("X-Injected", text)
            self.assertFalse(set(text) & set("\x00\x1b\u202e"))
            for header, value in letter.items():
                self.assertFalse(set(value) & set("\r\n\x1b"), header)
        self.assertTrue(server.letters())

    def test_an_outage_keeps_the_letter_and_its_id(self):
        server = self.server()
        self.site.configure(self.outlet(server, tls="none", cases=False))
        self.site.once()
        self.site.change(self.site.subjects(5))
        port = server.port
        server.port = free_port()
        self.site.configure(self.outlet(server, tls="none", cases=False))
        self.assertIn("kept and tried again", self.site.once())
        until = self.site.state("office")["verdict_until"]
        self.site.change(self.site.subjects(7))
        server.port = port
        self.site.configure(self.outlet(server, tls="none", cases=False))
        self.site.once()
        (_, first), (_, second) = server.letters()
        self.assertIn(f"-v{until}.", first["Message-ID"])
        self.assertEqual((first["Subject"][:9], second["Subject"][:9]), ("[davy] 5 ", "[davy] 7 "))


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    if not MSMTPD or not STUNNEL:
        print("msmtp-mta and stunnel4 are not installed")
        sys.exit(SKIPPED)
    unittest.main()
