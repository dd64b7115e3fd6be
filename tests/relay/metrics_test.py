#!/usr/bin/python3
"""/metrics: judged by promtool, scraped by prometheus.

  metrics_test.py DAVY [unittest options]
"""
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import unittest
import urllib.parse
from pathlib import Path

from hook import SECRET, Hook
from site_of_tests import HOSTILE, SKIPPED, Site, secret, wait_for

DAVY = ""
PROMETHEUS, PROMTOOL = shutil.which("prometheus"), shutil.which("promtool")


def get(port, path, token=""):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers["Content-Type"], text


def samples(text):
    """{name and labels: value}"""
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if not line.startswith("#")}


class Metrics(unittest.TestCase):
    def setUp(self):
        self.site = Site(DAVY)
        self.hook = Hook()
        outlet = {"name": "hook", "kind": "webhook", "url": self.hook.url,
                  "secret_file": secret(self.site.etc, "hook.secret", SECRET), "every_s": 0}
        self.site.configure(outlet)
        self.site.capture("stratum_v1", "cryptonote_xmrig")
        self.site.once()
        self.token = self.site.run("token", "--name", "prometheus").strip()
        self.server = subprocess.Popen([DAVY, "serve", "--config", self.site.config, "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, env=self.site.environment, text=True)
        self.port = int(re.search(r":(\d+)/", self.server.stdout.readline())[1])

    def tearDown(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(timeout=30)
        self.server.stdout.close()
        self.hook.close()
        self.site.close()

    def metrics(self):
        status, kind, text = get(self.port, "/metrics", self.token)
        self.assertEqual((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"))
        return text

    def test_who_is_not_known_sees_nothing(self):
        for path in ("/metrics", "/api/v1/metrics", "/api/v1/outlets"):
            self.assertEqual(get(self.port, path)[0], 401)
            self.assertEqual(get(self.port, path, "0" * 64)[0], 401)
            self.assertEqual(get(self.port, path, self.token)[0], 200)
        self.assertIn("already", self.site.run("token", "--name", "prometheus", status=2))
        self.assertIn(("token.added", "prometheus"), self.site.sql("SELECT what, object FROM audit"))
        self.assertNotIn(self.token, str(self.site.sql("SELECT * FROM machine_token")))

    def test_promtool_has_nothing_against_them(self):
        self.site.sql("UPDATE sensor SET name = ?", HOSTILE)
        judged = subprocess.run([PROMTOOL, "check", "metrics"], input=self.metrics(), capture_output=True, check=False, text=True)
        self.assertEqual((judged.returncode, judged.stdout + judged.stderr), (0, ""))

    def test_they_say_what_the_store_says(self):
        all_of_it = samples(self.metrics())
        confirmed, = self.site.sql("SELECT count(*) FROM subject WHERE level = 0")[0]
        self.assertEqual(all_of_it['davy_subjects{kind="host",verdict="confirmed"}'], confirmed)
        self.assertEqual(all_of_it["davy_cases_open"], confirmed)
        self.assertEqual(all_of_it["davy_cases_overdue"], 0)
        self.assertEqual(all_of_it['davy_outlet_sent_total{outlet="hook",kind="webhook"}'], len(self.hook.messages()))
        self.assertEqual(all_of_it['davy_outlet_pending{outlet="hook",kind="webhook"}'], 0)
        self.assertIn('davy_sensor_dropped_packets_total{sensor="inbox",by="kernel"}', all_of_it)
        self.site.sql("UPDATE case_file SET due_ns = 1")
        self.site.once()
        self.assertEqual(samples(self.metrics())["davy_cases_overdue"], confirmed)
        late = [m for m in self.hook.messages() if m["case"] and m["case"]["steps"][-1]["action"] == "overdue"]
        self.assertEqual(len(late), confirmed)
        self.site.once()
        self.assertEqual(len([m for m in self.hook.messages() if "overdue" in m["headline"]]), confirmed)

    def test_outlets_are_told_with_their_state(self):
        self.hook.faults.append(503)
        self.site.change(self.site.subjects(1))
        self.site.once()
        outlet, = json.loads(get(self.port, "/api/v1/outlets", self.token)[2])["items"]
        self.assertEqual((outlet["name"], outlet["kind"], outlet["place"]), ("hook", "webhook", f"127.0.0.1:{self.hook.port}"))
        self.assertEqual(outlet["last_error"], f"127.0.0.1:{self.hook.port}: answered 503")
        self.assertTrue(outlet["pending"] >= 1 and outlet["failing_since"] and outlet["next_try"] and outlet["last_success"])
        self.assertIn("answered 503", self.site.run("relay", "status"))

    def test_prometheus_scrapes_them(self):
        folder = self.site.folder / "prometheus"
        folder.mkdir()
        (folder / "token").write_text(self.token, encoding="utf-8")
        (folder / "prometheus.yml").write_text(
            "global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: davy\n    authorization: "
            f"{{credentials_file: {folder}/token}}\n    static_configs: [{{targets: ['127.0.0.1:{self.port}']}}]\n", encoding="utf-8")
        subprocess.run([PROMTOOL, "check", "config", folder / "prometheus.yml"], check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (folder / "log").open("wb") as log:
            scraper = subprocess.Popen([PROMETHEUS, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                                        f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=subprocess.STDOUT)
        self.addCleanup(lambda: (scraper.terminate(), scraper.wait(timeout=30)))

        def value(query):
            try:
                answer = json.loads(get(port, "/api/v1/query?query=" + urllib.parse.quote(query))[2])
            except (OSError, ValueError):
                return None
            found = answer["data"]["result"]
            return found[0]["value"][1] if found else None

        confirmed, = self.site.sql("SELECT count(*) FROM subject WHERE level = 0")[0]
        told = wait_for(lambda: value('davy_subjects{verdict="confirmed"}'), lambda: (folder / "log").read_text(encoding="utf-8"))
        self.assertEqual(told, str(confirmed))
        self.assertEqual(value('up{job="davy"}'), "1")


if __name__ == "__main__":
    DAVY = str(Path(sys.argv.pop(1)).resolve())
    if not PROMETHEUS or not PROMTOOL:
        print("prometheus is not installed")
        sys.exit(SKIPPED)
    unittest.main()
