#!/usr/bin/python3
"""`davy serve` over a store that `davy inspect --store` and `davy watch` filled: every route of schema/openapi.yaml.

  api_test.py DAVY [unittest options]
"""
import gzip
import http.client
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

from client import CONTRACT, Client
from serving import NOT_OURS, ROOT, Serving

REGISTER = ("系统名称,单位,状态,用途,备案功率kW,电表,IP地址,截止日期\n"
            "HPC,计算中心,运行中,research,80,m3,10.0.0.0/8;192.168.0.0/16,\n"
            "Old,计算中心,已关停,research,10,,172.16.0.0/12,\n"
            "New,Physics,submitted,teaching,5,,203.0.113.0/24,2020-01-31\n")


class Api(Serving):
    def one_subject(self):
        return self.checked(self.people["viewer"], "GET", "/subjects?level=confirmed")["items"][0]

    def test_every_get_answers_as_the_contract_says(self):
        viewer = self.people["viewer"]
        for path in ("/session", "/overview", "/subjects", "/cases", "/register/systems", "/register/reconciliation",
                     "/account", "/settings", "/outlets", "/retention", "/health"):
            self.checked(viewer, "GET", path)
        self.checked(self.people["auditor"], "GET", "/audit")
        self.checked(self.admin, "GET", "/users")
        self.checked(viewer, "GET", "/coverage?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z")
        self.assertEqual(viewer.headers["X-Frame-Options"], "DENY")
        self.assertIn("default-src 'self'", viewer.headers["Content-Security-Policy"])

    def test_what_was_watched_is_told_with_its_evidence(self):
        self.assertIn("border: read", self.watch_said)
        subject = self.one_subject()
        detail = self.checked(self.people["viewer"], "GET", f"/subjects/{subject['subject_id']}", "/subjects/{subject_id}")
        self.assertEqual(detail["event"]["event"], "mining_subject")
        self.assertTrue(detail["flows"] and detail["signals_list"] and detail["history"])
        self.assertEqual(detail["signals_list"][0]["sensor"], "border")
        self.checked(self.people["viewer"], "GET", "/subjects/999999", "/subjects/{subject_id}", status=404)

    def test_options_of_the_line_win_over_the_file(self):
        self.assertIn(NOT_OURS, self.config.read_text(encoding="utf-8"))
        self.assertNotEqual(self.port, 9)  # --listen 127.0.0.1:0 of setUpClass
        alone = subprocess.run([self.DAVY, "serve", "--config", self.config], capture_output=True, check=False,
                               env=self.environment, timeout=20)
        self.assertEqual(alone.returncode, 2)
        self.assertIn(NOT_OURS.split(":", maxsplit=1)[0], alone.stderr.decode())

    def test_a_second_watch_reads_nothing_again(self):
        again = subprocess.run([self.DAVY, "watch", "--once", "--config", self.config], capture_output=True, check=True,
                               env=self.environment, timeout=60).stdout.decode()
        self.assertNotIn("border: read", again)

    def test_pages_follow_each_other_without_gaps(self):
        viewer = self.people["viewer"]
        everything = [s["subject_id"] for s in self.checked(viewer, "GET", "/subjects?limit=200")["items"]]
        pages, cursor = [], ""
        while True:
            page = self.checked(viewer, "GET", "/subjects?limit=1" + (f"&cursor={cursor}" if cursor else ""))
            pages += [s["subject_id"] for s in page["items"]]
            if page["next"] is None:
                break
            cursor = page["next"]
        self.assertEqual(pages, everything)

    def test_nobody_does_what_their_role_may_not(self):
        stranger = Client(self.port)
        for path, methods in CONTRACT["paths"].items():
            for method, operation in methods.items():
                url = re.sub(r"\{\w+\}", "1", path)
                if operation.get("security") == [] or path == "/events":
                    continue
                self.assertEqual(stranger.json(method.upper(), url, {} if method != "get" else None)[0], 401, url)
        viewer = self.people["viewer"]
        subject = self.one_subject()["subject_id"]
        self.checked(viewer, "POST", "/cases", body={"subject_id": subject, "reason": "x"}, status=403)
        self.checked(viewer, "GET", "/audit", status=403)
        self.checked(viewer, "GET", "/users", status=403)
        self.checked(self.people["analyst"], "PUT", "/register/systems", raw=REGISTER.encode("utf-8"), status=403)
        self.checked(self.admin, "POST", "/cases", body={"subject_id": subject, "reason": "x"}, status=403)

    def test_a_forged_request_changes_nothing(self):
        forged = Client(self.port)
        forged.cookie = self.people["analyst"].cookie
        status, answer = forged.json("POST", "/cases", {"subject_id": 1, "reason": "forged"})
        self.assertEqual(status, 403)
        self.assertIn("token", answer["title"])

    def test_a_case_is_opened_by_the_verdict_and_closed_by_two(self):
        analyst, approver = self.people["analyst"], self.people["approver"]
        cases = self.checked(analyst, "GET", "/cases")["items"]
        self.assertTrue(cases)
        self.assertEqual(cases[0]["opened_by"], "davy")
        number = cases[0]["case_id"]

        def act(who, status=200, **body):
            return self.checked(who, "POST", f"/cases/{number}/actions", "/cases/{case_id}/actions", body=body, status=status)

        self.assertEqual(act(analyst, action="take")["owner"], "analyst")
        act(analyst, 400, action="add_evidence", text="no element")
        for element in ("pool_access", "device", "software"):
            case = act(analyst, action="add_evidence", element=element, text=f"the {element}")
        self.assertEqual([len(case["evidence"][e]) for e in ("pool_access", "device", "software")], [2, 1, 1])
        self.assertEqual(case["evidence"]["pool_access"][0]["by"], "davy")
        self.assertIn("mining was read in", case["evidence"]["pool_access"][0]["text"])
        act(analyst, action="set_cause", cause="hijacked", text="an old service, see the log")
        for phase in ("on_site_check", "correlation", "rectification", "re_check"):
            self.assertEqual(act(analyst, action="next_phase")["phase"], phase)
        act(analyst, 409, action="next_phase")
        act(analyst, 400, action="close")
        waiting = act(analyst, action="close", text="reinstalled and watched")
        self.assertEqual(waiting["waits_for_second_person"]["by"], "analyst")
        needs = self.checked(analyst, "GET", "/overview")["needs"]
        self.assertIn(("case_waits_for_second_person", number), [(n["what"], n["id"]) for n in needs])
        act(analyst, 403, action="approve")
        closed = act(approver, action="approve", text="seen")
        self.assertEqual(closed["phase"], "relapse_watch")
        act(analyst, 409, action="take")
        self.assertIn(number, [c["case_id"] for c in self.checked(analyst, "GET", "/cases?state=closed")["items"]])
        reopened = act(analyst, action="reopen", text="it is back")
        self.assertEqual(reopened["phase"], "clue_analysis")
        asked = act(approver, action="suppress", text="a misreport")
        self.assertEqual(asked["waits_for_second_person"]["action"], "suppress")
        act(approver, 403, action="approve")
        audit = self.checked(self.people["auditor"], "GET", "/audit?limit=200")
        self.assertTrue(audit["chain_holds"])
        self.assertLessEqual({"case.open", "case.close", "case.approve", "session.begin"},
                             {e["action"] for e in audit["items"]})

    def verified(self, octets):
        (self.folder / "handed-over").write_bytes(octets)
        return subprocess.run([self.DAVY, "verify", self.folder / "handed-over"], capture_output=True, check=True, env={}).stdout.decode()

    def test_what_leaves_the_store_is_signed_and_noted(self):
        viewer, auditor = self.people["viewer"], self.people["auditor"]
        number = self.checked(viewer, "GET", "/cases?state=all")["items"][0]["case_id"]
        self.assertIn("confirmed", self.verified(viewer.ask("GET", f"/cases/{number}/evidence")[1]))
        self.assertEqual(viewer.headers["Content-Type"], "application/zip")
        self.checked(viewer, "GET", "/cases/999999/evidence", "/cases/{case_id}/evidence", status=404)
        self.checked(viewer, "GET", "/audit/export", status=403)
        self.assertIn("each follows from the one before", self.verified(auditor.ask("GET", "/audit/export")[1]))
        none = self.checked(viewer, "GET", "/report/zero?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")["zero_report"]
        self.assertEqual((none["statement"], none["covered_share"]), ("nobody_looked", 0))
        found = viewer.ask("GET", "/report/zero?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z")[1]
        self.assertIn("found, ", self.verified(found))
        noted = {(e["actor"], e["action"]) for e in self.checked(auditor, "GET", "/audit?limit=200")["items"]}
        self.assertLessEqual({("viewer", "evidence.sealed"), ("viewer", "report.sealed"), ("auditor", "audit.exported")}, noted)

    def test_the_register_is_imported_and_reconciled(self):
        for text in (REGISTER.encode("utf-8"), REGISTER.encode("gbk")):
            outcome = self.checked(self.admin, "PUT", "/register/systems", raw=text)
            self.assertEqual((outcome["rows"], outcome["refused"]), (3, []))
        bad = self.checked(self.admin, "PUT", "/register/systems", raw=b"system,filed_kw\nA,much\nB,3\n")
        self.assertEqual((bad["rows"], bad["refused"][0]["line"]), (1, 2))
        self.checked(self.admin, "PUT", "/register/systems", raw=b"colour\nred\n", status=400)
        systems = {s["name"]: s for s in self.checked(self.admin, "GET", "/register/systems")["items"]}
        self.assertEqual((systems["HPC"]["unit"], systems["HPC"]["filed_kw"]), ("计算中心", 80))
        lists = self.checked(self.admin, "GET", "/register/reconciliation")
        self.assertIn("B", [s["name"] for s in lists["never_seen"]])
        needs = self.checked(self.admin, "GET", "/overview")["needs"]
        self.assertIn("New", [n["name"] for n in needs if n["what"] == "system_overdue"])

    def test_who_is_disabled_is_out_at_once(self):
        people = {u["name"]: u["user_id"] for u in self.checked(self.admin, "GET", "/users")["items"]}
        # From an address of its own: the flood of another test spends the logins of ours.
        first, words = "first password of somebody", "/users/{user_id}"
        user = self.checked(self.admin, "POST", "/users", body={"name": "somebody", "role": "viewer", "password": first}, status=201)
        somebody = Client(self.port, "127.0.0.9")
        self.assertEqual(somebody.log_in("somebody", first)[0], 200)
        path = f"/users/{user['user_id']}"
        self.checked(self.people["viewer"], "PUT", path, words, {"disabled": True}, 403)
        self.assertTrue(self.checked(self.admin, "PUT", path, words, {"disabled": True})["disabled"])
        self.assertEqual(somebody.json("GET", "/session")[0], 401)
        self.assertEqual(Client(self.port, "127.0.0.9").log_in("somebody", first)[0], 401)
        self.assertFalse(self.checked(self.admin, "PUT", path, words, {"disabled": False})["disabled"])
        self.assertEqual(Client(self.port, "127.0.0.9").log_in("somebody", first)[0], 200)
        self.checked(self.admin, "PUT", f"/users/{people['admin']}", words, {"disabled": True}, 409)
        self.checked(self.admin, "PUT", "/users/999999", words, {"disabled": True}, 404)
        self.checked(self.admin, "PUT", path, words, {"disabled": "yes"}, 400)
        noted = {(e["action"], e["object"]) for e in self.checked(self.people["auditor"], "GET", "/audit?limit=200")["items"]}
        self.assertLessEqual({("user.disabled", "somebody"), ("user.enabled", "somebody")}, noted)

    def test_retention_is_chosen_and_noted(self):
        self.checked(self.people["viewer"], "PUT", "/retention", body={"profile": "brief"}, status=403)
        self.checked(self.admin, "PUT", "/retention", body={"profile": "none"}, status=400)
        self.assertEqual(self.checked(self.admin, "PUT", "/retention", body={"profile": "brief"})["profile"], "brief")
        kept = {k["class"]: k["days"] for k in self.checked(self.people["viewer"], "GET", "/settings")["retention"]}
        self.assertEqual(kept["signals"], 90)
        self.assertEqual(self.checked(self.admin, "PUT", "/retention", body={"profile": "standard"})["profile"], "standard")
        noted = [e for e in self.checked(self.people["auditor"], "GET", "/audit?limit=200")["items"] if e["action"] == "retention.chosen"]
        self.assertEqual((noted[0]["object"], noted[0]["detail"]), ("standard", "before: brief"))

    def test_answers_are_packed_for_who_takes_that(self):
        viewer = self.people["viewer"]
        path = f"/subjects/{self.one_subject()['subject_id']}"
        _, plain = viewer.ask("GET", path)
        _, packed = viewer.ask("GET", path, headers={"Accept-Encoding": "br, gzip"})
        self.assertEqual(viewer.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed), plain)
        viewer.ask("GET", path, headers={"Accept-Encoding": "gzip;q=0"})
        self.assertIsNone(viewer.headers["Content-Encoding"])

    def test_what_is_no_request_is_refused_in_words(self):
        viewer = self.people["viewer"]
        for path, status in (("/nothing", 404), ("/subjects/abc", 404), ("/subjects?level=certain", 400),
                             ("/subjects?cursor=x", 400), ("/subjects?since=yesterday", 400), ("/cases?state=lost", 400),
                             ("/coverage?from=a&to=b", 400), ("/account?year=12", 400), ("/report/zero?from=x&to=y", 400),
                             ("/report/zero?from=2099-01-01T00:00:00Z&to=2099-01-02T00:00:00Z", 400)):
            got, answer = viewer.json("GET", path)
            self.assertEqual((got, answer["status"]), (status, status), path)
            self.assertTrue(answer["remedy"])
        self.assertEqual(viewer.json("DELETE", "/overview")[0], 405)
        self.assertEqual(viewer.headers["Allow"], "GET")
        for body in ("", "[]", "{", '{"subject_id": {"a": 1}, "reason": "x"}', '{"colour": "red"}', "\xff"):
            self.assertEqual(self.people["analyst"].json("POST", "/cases", raw=body.encode("latin-1"))[0], 400, body)
        # Text of people is data: neither SQL nor pages are made of it.
        evil = "x'; DROP TABLE subject; --<script>alert(1)</script>"
        self.assertEqual(viewer.json("GET", "/subjects?text=" + evil.replace(" ", "%20").replace("<", "%3C"))[0], 200)
        self.assertTrue(self.checked(viewer, "GET", "/subjects")["items"])

    def test_a_body_that_is_too_large_is_cut_off(self):
        status, _ = self.admin.json("PUT", "/register/systems", raw=b"a" * (9 * 1024 * 1024))
        self.assertEqual(status, 413)

    def test_the_same_answer_again_is_304(self):
        viewer = self.people["viewer"]
        self.checked(viewer, "GET", "/subjects")
        tag = viewer.headers["ETag"]
        self.assertEqual(viewer.ask("GET", "/subjects", headers={"If-None-Match": tag})[0], 304)

    def test_a_login_flood_is_slowed_down(self):
        flood = Client(self.port)
        # Of this address; the people of this test are in already.
        statuses = [flood.json("POST", "/session", {"name": "nobody", "password": "wrong"})[0] for _ in range(20)]
        self.assertIn(429, statuses)
        self.assertLessEqual(set(statuses), {401, 429})

    def test_whoever_logs_out_is_out(self):
        other = Client(self.port)
        database = sqlite3.connect(self.store)
        # A session that was never given out says nothing.
        other.cookie = "0" * 64
        self.assertEqual(other.json("GET", "/session")[0], 401)
        self.assertEqual(database.execute("SELECT count(*) FROM session WHERE length(token_hash) <> 32").fetchone()[0], 0)
        self.assertNotIn(self.admin.cookie.encode(), self.store.read_bytes())
        database.close()

    def test_listeners_hear_of_what_is_new(self):
        heard = []
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", "/api/v1/events", headers={"Cookie": f"davy_session={self.people['viewer'].cookie}"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/event-stream"))

        def listen():
            while len(heard) < 2:
                try:
                    line = answer.readline()
                except (AttributeError, ValueError, OSError):  # closed below
                    return
                if line.startswith(b"event: changed"):
                    heard.append(time.monotonic())

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        time.sleep(2.5)
        before = len(heard)
        shutil.copy(next((ROOT / "tests/golden/getwork").glob("*.pcap*")), self.captures / "late.pcap")
        subprocess.run([self.DAVY, "watch", "--once", "--config", self.config], capture_output=True, check=True,
                       env=self.environment, timeout=60)
        listener.join(timeout=10)
        self.assertGreater(len(heard), before)
        connection.close()

    def test_the_routes_are_those_of_the_contract(self):
        source = (ROOT / "src/workbench/api/routes.cpp").read_text(encoding="utf-8")
        ours = {(name, method, re.sub(r"\{\w+\}", "{id}", path)) for name, method, path in
                re.findall(r'Route\{"(\w+)", "(\w+)", "([^"]+)"', source)}
        theirs = {(o["operationId"], m.upper(), re.sub(r"\{\w+\}", "{id}", p))
                  for p, methods in CONTRACT["paths"].items() for m, o in methods.items()}
        self.assertEqual(theirs - ours, {("streamEvents", "GET", "/events")})
        self.assertEqual(ours - theirs, set())

    def test_a_faulty_configuration_is_told_with_its_lines(self):
        faulty = self.folder / "faulty.toml"
        faulty.write_text('[store]\npath = 3\n[server]\nlisten = "x"\ncolour = "red"\n[[sensor]]\nname = "a"\nkind = "eye"\n',
                          encoding="utf-8")
        run = subprocess.run([self.DAVY, "check-config", "--config", faulty], capture_output=True, check=False, timeout=20)
        said = run.stderr.decode()
        self.assertEqual(run.returncode, 2)
        for words in ("faulty.toml:2: path must be a text", "faulty.toml:5: no key is called colour", "kind must be one of"):
            self.assertIn(words, said)
        half = self.folder / "half.toml"
        half.write_text('[store]\npath = "/tm', encoding="utf-8")
        run = subprocess.run([self.DAVY, "check-config", "--config", half], capture_output=True, check=False, timeout=20)
        self.assertEqual(run.returncode, 2)
        self.assertIn("half.toml:2:", run.stderr.decode())
        self.assertEqual(subprocess.run([self.DAVY, "check-config", "--config", self.config], check=False,
                                        capture_output=True, timeout=20).returncode, 0)

    def test_it_does_not_listen_for_others_without_a_certificate(self):
        run = subprocess.run([self.DAVY, "serve", "--store", self.store, "--listen", "0.0.0.0:0"], capture_output=True,
                             check=False, env=self.environment, timeout=20)
        self.assertEqual(run.returncode, 2)
        self.assertIn("certificate", run.stderr.decode())
        run = subprocess.run([self.DAVY, "serve", "--store", self.store, "--listen", f"127.0.0.1:{self.port}"],
                             capture_output=True, check=False, env=self.environment, timeout=20)
        self.assertEqual(run.returncode, 2)
        self.assertIn("taken", run.stderr.decode())


if __name__ == "__main__":
    Serving.DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
