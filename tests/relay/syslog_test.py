#!/usr/bin/python3
"""Syslog over TLS: rsyslogd with a TLS input on loopback.

  syslog_test.py DAVY [unittest options]
"""
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

from site_of_tests import HOSTILE, SKIPPED, Site, certificate, free_port, listens, wait_for

DAVY = ""
RSYSLOGD = shutil.which("rsyslogd", path="/usr/sbin:/usr/bin:/sbin:/bin")
TLS_DRIVER = list(Path("/usr/lib").glob("*/rsyslog/lmnsd_ossl.so"))
CONFIGURATION = """
global(workDirectory="{folder}" DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile="{ca}"
       DefaultNetstreamDriverCertFile="{pem}" DefaultNetstreamDriverKeyFile="{key}" maxMessageSize="16k")
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="{mode}")
template(name="parsed" type="string"
         string="%syslogfacility-text%|%syslogseverity-text%|%timereported:::date-rfc3339%|%hostname%|%app-name%|%procid%|%msgid%|%structured-data%|%msg%\\n")
template(name="raw" type="string" string="%rawmsg%\\n")
ruleset(name="in") {{
  action(type="omfile" file="{folder}/parsed" template="parsed" asyncWriting="off" flushOnTXEnd="on")
  action(type="omfile" file="{folder}/raw" template="raw" asyncWriting="off" flushOnTXEnd="on")
}}
input(type="imtcp" port="{port}" address="127.0.0.1" ruleset="in")
"""
# RFC 5424, section 6.
VALUE = r'"(?:[^"\\\]\x00-\x1f]|\\["\\\]])*"'
LINE = re.compile(r"<(?P<pri>\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z [!-~]{1,255} davy \d+ (?P<kind>verdict|case|test) "
                  rf"\[davy@32473(?: [a-z]+={VALUE})+\]\[origin(?: [a-zA-Z]+={VALUE})+\](?: \ufeff(?P<text>[^\x00-\x1f]*))")


class Receiver:
    def __init__(self, folder, tls, ca=None, mode="anon", port=None):
        self.folder = folder / f"rsyslog-{time.time_ns()}"
        self.folder.mkdir()
        self.port = port or free_port()
        configuration = self.folder / "rsyslog.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, pem=tls[0], key=tls[1], ca=ca or tls[0], mode=mode,
                                                      port=self.port), encoding="utf-8")
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen([RSYSLOGD, "-n", "-f", configuration, "-i", self.folder / "pid"], stdout=self.log,
                                        stderr=subprocess.STDOUT)
        wait_for(self.listens, lambda: (self.folder / "log").read_text(encoding="utf-8"))

    def listens(self):
        assert self.process.poll() is None, (self.folder / "log").read_text(encoding="utf-8")
        return listens(self.port)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()

    def lines(self, name="raw"):
        path = self.folder / name
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


class Syslog(unittest.TestCase):
    def setUp(self):
        self.site = Site(DAVY)
        self.tls = certificate(self.site.etc, "log")
        self.receivers = []

    def tearDown(self):
        self.site.close()
        for receiver in self.receivers:
            receiver.close()

    def receiver(self, **more):
        receiver = Receiver(self.site.folder, self.tls, **more)
        self.receivers.append(receiver)
        return receiver

    def outlet(self, port, host="127.0.0.1", **more):
        return {"name": "siem", "kind": "syslog", "address": f"tls://{host}:{port}", "ca": self.tls[0], "every_s": 0, "timeout_s": 5, **more}

    def told(self, receiver, count):
        return wait_for(lambda: len(receiver.lines()) >= count and receiver.lines(), lambda: f"{len(receiver.lines())} of {count}")

    def test_findings_and_cases_arrive_as_rfc_5424_has_it(self):
        receiver = self.receiver()
        self.site.configure(self.outlet(receiver.port, facility="local3"))
        self.site.capture("stratum_v1", "cryptonote_xmrig")
        self.site.once()
        sent = self.site.state("siem")["sent"]
        self.assertGreaterEqual(sent, 4)
        for line in self.told(receiver, sent):
            self.assertRegex(line, LINE)
        parsed = [line.split("|") for line in receiver.lines("parsed")]
        self.assertEqual(len(parsed), sent)
        self.assertEqual({p[0] for p in parsed}, {"local3"})
        self.assertEqual({(p[1], p[6]) for p in parsed}, {("crit", "verdict"), ("notice", "case")})
        for fields in parsed:
            self.assertIn('verdict="confirmed"', fields[7])
            self.assertIn("host ", fields[8])

    def test_names_from_traffic_stay_inside(self):
        receiver = self.receiver()
        self.site.configure()
        self.site.capture("stratum_v1")
        self.site.once()
        self.site.make_hostile()
        self.site.configure(self.outlet(receiver.port, from_beginning=True))
        self.site.once()
        sent = self.site.state("siem")["sent"]
        lines = self.told(receiver, sent)
        self.assertEqual(len(lines), sent)
        for line in lines:
            self.assertRegex(line, LINE)
            self.assertIn("X-Injected", line)
            self.assertIn(r"\]closed\]", line)
        self.assertIn("]closed]", HOSTILE)

    def test_hundreds_arrive_whole_and_in_order_and_an_outage_loses_none(self):
        receiver = self.receiver()
        self.site.configure(self.outlet(receiver.port, cases=False))
        self.site.once()
        self.site.change(self.site.subjects(300))
        self.site.once()
        self.assertEqual(len(self.told(receiver, 300)), 300)
        numbers = [int(re.search(r'id="[0-9a-f]+-v(\d+)"', line)[1]) for line in receiver.lines()]
        self.assertEqual(numbers, sorted(numbers))
        self.receivers.remove(receiver)
        receiver.close()
        self.site.change(self.site.subjects(250))
        self.assertIn("does it run", self.site.once())
        again = self.receiver(port=receiver.port)
        self.site.once()
        self.assertEqual(len(self.told(again, 250)), 250)
        self.assertEqual(self.site.pending("siem"), 0)

    def test_what_a_receiver_did_not_read_to_its_end_comes_again(self):
        """It reads something, and resets: rsyslogd never does, so this one is a socket of our own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.tls)
        listener = socket.create_server(("127.0.0.1", 0))

        def take_and_reset():
            connection, _ = listener.accept()
            with context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(100)
                secure.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

        thread = threading.Thread(target=take_and_reset)
        thread.start()
        port = listener.getsockname()[1]
        self.site.configure(self.outlet(port, cases=False))
        self.site.once()
        self.site.change(self.site.subjects(200))
        self.site.once()
        thread.join()
        listener.close()
        self.assertEqual(self.site.state("siem")["sent"], 0)
        receiver = self.receiver(port=port)
        self.site.once()
        self.assertEqual(len(self.told(receiver, 200)), 200)

    def test_a_wrong_certificate_is_refused_and_says_what_to_do(self):
        receiver = self.receiver()
        other, _ = certificate(self.site.etc, "other")
        self.site.configure(self.outlet(receiver.port, ca=other))
        self.assertIn("name the authority that signed it: ca = ", self.site.run("relay", "test", status=1))
        self.assertEqual(receiver.lines(), [])
        named = certificate(self.site.etc, "named", "DNS:log.example.org")
        self.tls = named
        elsewhere = self.receiver()
        self.site.configure(self.outlet(elsewhere.port))
        self.assertIn("call it by the name in it", self.site.run("relay", "test", status=1))
        self.assertEqual(elsewhere.lines(), [])

    def test_a_receiver_that_wants_to_know_us_gets_our_certificate(self):
        pem, key = certificate(self.site.etc, "davy")
        receiver = self.receiver(mode="x509/certvalid", ca=pem)
        self.site.configure(self.outlet(receiver.port, host="localhost"))
        self.site.run("relay", "test", status=1)
        self.assertEqual(receiver.lines(), [])
        self.site.configure(self.outlet(receiver.port, certificate=pem, key=key))
        self.assertIn("taken", self.site.run("relay", "test"))
        self.assertIn("TEST", self.told(receiver, 1)[0])


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    if not RSYSLOGD or not TLS_DRIVER:
        print("rsyslog and rsyslog-openssl are not installed")
        sys.exit(SKIPPED)
    unittest.main()
