#!/usr/bin/python3
"""Filings, places, exemptions, working days and lists of authorities, over the API of a `davy serve` that watches.

  register_test.py DAVY [unittest options]
"""
import csv
import io
import os
import sqlite3
import subprocess
import sys
import unittest
from datetime import date, timedelta
from urllib.parse import quote

import openpyxl

from serving import Serving

FORM = {"name": "Cluster A", "unit": "Physics", "purpose": "simulation of plasmas", "discipline": "physics",
        "responsible": "M. Example", "filed_kw": 40.5, "cpus": 128, "gpus": 8, "disk_tb": 200.0,
        "meters": ["m1", "m2"], "addresses": ["10.77.0.0/24"]}


def workbook(rows, merged=()):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Register(Serving):
    def act(self, who, system, status=200, **body):
        return self.checked(who, "POST", f"/register/systems/{system}/actions", "/register/systems/{system_id}/actions",
                            body=body, status=status)

    def mining_hosts(self):
        page = self.checked(self.people["viewer"], "GET", "/subjects?level=confirmed&kind=host&limit=200")
        return [s["name"] for s in page["items"]]

    def look(self):
        """What `davy watch` makes of the register: exemptions and cases."""
        subprocess.run([self.DAVY, "watch", "--once", "--config", self.config], capture_output=True, check=True,
                       env=self.environment, timeout=60)

    def test_a_filing_goes_through_both_gates(self):
        analyst, approver = self.people["analyst"], self.people["approver"]
        self.checked(self.people["viewer"], "POST", "/register/systems", body=FORM, status=403)
        draft = self.checked(analyst, "POST", "/register/systems", body=FORM, status=201)
        number = draft["system_id"]
        self.assertEqual((draft["status"], draft["cpus"], draft["filed_kw"]), ("draft", 128, 40.5))
        self.checked(analyst, "POST", "/register/systems", body=FORM, status=409)
        self.checked(analyst, "POST", "/register/systems", body={"name": "X", "addresses": ["nowhere"]}, status=400)
        changed = self.checked(analyst, "PUT", f"/register/systems/{number}", "/register/systems/{system_id}",
                               body={**FORM, "filed_kw": 42, "gpus": None})
        self.assertEqual((changed["filed_kw"], changed["gpus"]), (42, None))
        self.act(analyst, number, 409, action="approve")
        submitted = self.act(analyst, number, action="submit")
        self.assertEqual(submitted["status"], "submitted")
        self.assertGreaterEqual(submitted["due_on"], (date.today() + timedelta(days=12)).isoformat())  # ten working days
        self.assertNotIn("approve", submitted["actions"])
        needs = self.checked(analyst, "GET", "/overview")["needs"]
        self.assertIn(("filing_waits", number), [(n["what"], n["id"]) for n in needs])
        self.act(analyst, number, 403, action="approve")
        self.checked(analyst, "PUT", f"/register/systems/{number}", "/register/systems/{system_id}", body=FORM, status=409)
        self.act(approver, number, 400, action="return")
        self.assertEqual(self.act(approver, number, action="return", text="the purpose is too short")["status"], "draft")
        self.act(approver, number, action="submit")
        self.act(approver, number, 403, action="approve")  # submitted it
        self.assertEqual(self.act(self.admin, number, action="approve", document="minutes 7")["status"], "approved")
        self.act(analyst, number, 400, action="file")
        filed = self.act(analyst, number, action="file", filing_number="HB-2026-17", document="letter 3")
        self.assertEqual((filed["filing_number"], filed["due_on"]), ("HB-2026-17", None))
        for action, status in (("build", "built"), ("operate", "operating")):
            self.assertEqual(self.act(analyst, number, action=action)["status"], status)
        self.act(analyst, number, 400, action="change")
        self.assertEqual(self.act(analyst, number, action="change", text="more GPUs")["status"], "changed")
        self.checked(analyst, "PUT", f"/register/systems/{number}", "/register/systems/{system_id}", body={**FORM, "gpus": 16})
        self.act(analyst, number, action="close", text="moved away")
        gone = self.act(analyst, number, action="retire", text="scrapped")
        self.assertEqual((gone["status"], gone["actions"]), ("retired", []))
        steps = [s["action"] for s in gone["steps"]]
        self.assertEqual(steps[:4], ["begin", "rewrite", "submit", "return"])
        self.assertEqual(gone["steps"][6]["document"], "letter 3")
        audit = self.checked(self.people["auditor"], "GET", "/audit?limit=200")
        self.assertLessEqual({"system.submit", "system.approve", "system.file"}, {e["action"] for e in audit["items"]})
        self.checked(analyst, "GET", "/register/systems/99999", "/register/systems/{system_id}", status=404)

    def test_deadlines_know_holidays(self):
        rows = [["first_day", "last_day", "kind"]]
        begin = date.today()
        rows.append([begin.isoformat(), (begin + timedelta(days=60)).isoformat(), "off"])
        table = "\n".join(",".join(r) for r in rows)
        self.checked(self.people["analyst"], "PUT", "/register/days", raw=table.encode(), status=403)
        self.assertEqual(self.checked(self.admin, "PUT", "/register/days", raw=table.encode())["rows"], 1)
        self.assertEqual(len(self.checked(self.admin, "GET", "/register/days")["items"]), 61)
        draft = self.checked(self.people["analyst"], "POST", "/register/systems", body={**FORM, "name": "Late"}, status=201)
        due = self.act(self.people["analyst"], draft["system_id"], action="submit")["due_on"]
        self.assertGreater(due, (begin + timedelta(days=72)).isoformat())
        cleared = self.checked(self.admin, "PUT", "/register/days", raw=b"first_day,kind\n2020-01-01,working\n")
        self.assertEqual(cleared["rows"], 1)
        bad = self.checked(self.admin, "PUT", "/register/days", raw=b"first_day,kind\n2020-13-01,off\n2020-01-01,maybe\n")
        self.assertEqual([r["line"] for r in bad["refused"]], [2, 3])

    def test_places_come_from_a_workbook_and_findings_belong_to_them(self):
        host = self.mining_hosts()[0]
        book = workbook([["网络区域登记表"], ["单位", "上级单位", "负责人", "联系方式", "区域", "类型", "网段", "电表"],
                         ["物理学院", "示例大学", "李四", "1234", "学生宿舍", "宿舍", host, None],
                         ["物理学院", None, None, None, "机房", "机房", "10.99.0.0/16", "m9"],
                         ["示例大学"], ["化学学院", "示例大学", "", "", "实验室", "车间", "10.98.0.0/16"]],
                        ["A1:H1", "A3:A4"])
        outcome = self.checked(self.admin, "PUT", "/register/places", raw=book)
        self.assertEqual((outcome["rows"], [r["line"] for r in outcome["refused"]]), (3, [6]))
        places = self.checked(self.people["viewer"], "GET", "/register/places")
        zones = {z["name"]: z for z in places["zones"]}
        self.assertEqual((zones["学生宿舍"]["kind"], zones["学生宿舍"]["findings"], zones["机房"]["kind"], zones["机房"]["unit"]),
                         ("dormitory", 1, "data_centre", "物理学院"))
        units = {u["name"]: u for u in places["units"]}
        self.assertEqual((units["物理学院"]["parent"], units["物理学院"]["responsible"]), ("示例大学", "李四"))
        page = self.checked(self.people["viewer"], "GET", "/subjects?limit=200")
        self.assertEqual({s["name"]: s["unit"] for s in page["items"]}[host], "物理学院")

    def test_who_is_bound_to_a_unit_sees_nothing_else(self):
        hosts = self.mining_hosts()
        table = f"unit,parent,zone,addresses\nBiology,University,,\nBotany,Biology,shed,{hosts[0]}\nLaw,,office,{hosts[1]}\n"
        self.assertEqual(self.checked(self.admin, "PUT", "/register/places", raw=table.encode())["rows"], 3)
        user = {"name": "biologist", "role": "analyst", "password": "first password of biology", "unit": "Biology"}
        self.checked(self.admin, "POST", "/users", body={**user, "role": "auditor"}, status=400)
        self.assertEqual(self.checked(self.admin, "POST", "/users", body=user, status=201)["unit"], "Biology")
        person = type(self.admin)(self.port)
        person.log_in(user["name"], user["password"])
        person.json("PUT", "/session/password", {"old_password": user["password"], "new_password": "a long enough password"})
        seen = self.checked(person, "GET", "/subjects?limit=200")["items"]
        self.assertEqual({s["name"] for s in seen}, {hosts[0]})
        everything = {s["name"]: s for s in self.checked(self.admin, "GET", "/subjects?limit=200")["items"]}
        mine, other = everything[hosts[0]], everything[hosts[1]]
        self.checked(person, "GET", f"/subjects/{mine['subject_id']}", "/subjects/{subject_id}")
        self.checked(person, "GET", f"/subjects/{other['subject_id']}", "/subjects/{subject_id}", status=404)
        self.assertTrue({c["subject"]["name"] for c in self.checked(person, "GET", "/cases?state=all")["items"]} <= {hosts[0]})
        case = other["case_id"] or self.checked(self.people["analyst"], "POST", "/cases",
                                                body={"subject_id": other["subject_id"], "reason": "x"}, status=201)["case_id"]
        self.checked(person, "GET", f"/cases/{case}", "/cases/{case_id}", status=404)
        self.checked(person, "GET", f"/cases/{case}/evidence", "/cases/{case_id}/evidence", status=404)
        self.checked(person, "POST", f"/cases/{case}/actions", "/cases/{case_id}/actions",
                     body={"action": "note", "text": "x"}, status=404)
        self.checked(person, "POST", "/cases", body={"subject_id": other["subject_id"], "reason": "x"}, status=404)
        overview = self.checked(person, "GET", "/overview")
        self.assertEqual(sum(overview["counts"].values()), 1)
        self.assertTrue({n["name"] for n in overview["needs"]} <= {hosts[0]})
        self.assertEqual({u["name"] for u in self.checked(person, "GET", "/register/places")["units"]}, {"Biology", "Botany"})
        self.assertTrue({s["unit"] for s in self.checked(person, "GET", "/register/systems")["items"]} <= {"Biology", "Botany"})
        lists = self.checked(person, "GET", "/register/reconciliation")
        self.assertTrue({s["name"] for s in lists["seen_not_filed"]} <= {hosts[0]})
        self.checked(person, "POST", "/register/systems", body={**FORM, "name": "Elsewhere", "unit": "Law"}, status=403)
        self.checked(person, "GET", "/notices", status=403)
        items = {i["name"] for i in self.checked(person, "GET", "/account?year=2026")["items"]}
        self.assertTrue(items <= {hosts[0]}, items)
        report = self.checked(person, "GET", "/report/zero?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z")["zero_report"]
        self.assertEqual(report["unit"], "Biology")
        self.checked(person, "GET", "/report/zero?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z&unit=Law", "/report/zero", status=403)

    def test_an_exemption_is_quiet_inside_and_loud_outside(self):
        analyst, approver = self.people["analyst"], self.people["approver"]
        database = sqlite3.connect(self.store)
        subject, host, coin = database.execute(
            "SELECT id, name, coin FROM subject WHERE kind = 'host' AND level <= 1 AND coin <> '' LIMIT 1").fetchone()
        # As if the case were not there yet: the exemption came first.
        for table in ("case_evidence", "case_log", "case_file"):
            where = "subject_id = ?" if table == "case_file" else "case_id IN (SELECT case_id FROM case_file WHERE subject_id = ?)"
            database.execute(f"DELETE FROM {table} WHERE {where}", (subject,))
        database.commit()
        form = {"project": "Energy of proof of work", "person": "M. Example", "purpose": "measured on a testnet",
                "hosts": [f"{host}/32"], "coins": [coin], "first_day": "2020-01-01", "last_day": "2099-12-31"}
        self.checked(self.people["viewer"], "POST", "/register/exemptions", body=form, status=403)
        self.checked(analyst, "POST", "/register/exemptions", body={**form, "last_day": "2019-01-01"}, status=400)
        asked = self.checked(approver, "POST", "/register/exemptions", body=form, status=201)
        number = asked["exemption_id"]
        path, template = f"/register/exemptions/{number}/actions", "/register/exemptions/{exemption_id}/actions"
        self.assertEqual(asked["status"], "asked")
        self.checked(approver, "POST", path, template, body={"action": "approve", "text": "mine"}, status=403)
        self.checked(analyst, "POST", path, template, body={"action": "approve", "text": "no right"}, status=403)
        needs = self.checked(analyst, "GET", "/overview")["needs"]
        self.assertIn(("exemption_waits", number), [(n["what"], n["id"]) for n in needs])
        second = self.second_approver()
        held = self.checked(second, "POST", path, template, body={"action": "approve", "text": "fits the discipline"})
        self.assertEqual((held["status"], held["inside"], held["outside"]), ("in_force", 1, 0))
        self.look()
        self.assertEqual(self.case_of(subject), None)
        self.assertEqual(self.subject(subject)["exemption_id"], number)
        self.assertNotIn(("finding_without_case", subject),
                         [(n["what"], n["id"]) for n in self.checked(analyst, "GET", "/overview")["needs"]])
        # One step outside: another coin on the same host.
        database.execute("UPDATE subject SET coin = 'OTHERCOIN', last_seen_ns = last_seen_ns + 1 WHERE id = ?", (subject,))
        database.commit()
        self.look()
        case = self.case_of(subject)
        self.assertIsNotNone(case)
        log = self.checked(analyst, "GET", f"/cases/{case}", "/cases/{case_id}")["log"]
        self.assertEqual(log[0]["text"], f"outside exemption {number}: OTHERCOIN is not one of its coins")
        self.assertIsNone(self.subject(subject)["exemption_id"])
        self.assertIn(("exemption_left", subject),
                      [(n["what"], n["id"]) for n in self.checked(analyst, "GET", "/overview")["needs"]])
        gone = self.checked(analyst, "POST", path, template, body={"action": "withdraw", "text": "the project ended"})
        self.assertEqual((gone["status"], gone["outside"]), ("withdrawn", 0))
        self.checked(second, "POST", path, template, body={"action": "approve", "text": "again"}, status=409)
        database.close()

    def second_approver(self):
        name, first = "approver2", "first password of the second"
        if self.admin.json("POST", "/users", {"name": name, "role": "approver", "password": first})[0] not in (201, 409):
            self.fail("no second approver")
        person = type(self.admin)(self.port)
        person.log_in(name, first)
        person.json("PUT", "/session/password", {"old_password": first, "new_password": "a long enough password"})
        return person

    def subject(self, number):
        return self.checked(self.people["viewer"], "GET", f"/subjects/{number}", "/subjects/{subject_id}")

    def case_of(self, subject):
        return self.subject(subject)["case_id"]

    def test_measures_explanations_and_identities(self):
        analyst, approver = self.people["analyst"], self.people["approver"]
        case = self.checked(analyst, "GET", "/cases")["items"][-1]["case_id"]

        def act(who, status=200, **body):
            return self.checked(who, "POST", f"/cases/{case}/actions", "/cases/{case_id}/actions", body=body, status=status)

        act(analyst, 409, action="measure", measure="isolate", text="too early")
        act(analyst, 400, action="measure", measure="notify")
        told = act(analyst, action="measure", measure="notify", text="by telephone, M. Example")
        self.assertEqual((told["measure"], told["measures"]), ("notify", ["warn", "isolate", "lock", "refer", "verify"]))
        for measure in ("isolate", "verify", "reconnect"):
            now = act(analyst, action="measure", measure=measure, text="done by the network office")
        self.assertEqual(now["measures"], ["notify"])
        act(analyst, 400, action="consider", explanation="bad weather", text="no")
        thought = act(analyst, action="consider", explanation="shared_exit", excluded=True, text="no translation there")
        self.assertEqual([(e["explanation"], e["excluded"]) for e in thought["explanations"]], [("shared_exit", True)])
        act(analyst, 409, action="open_identity", text="nobody knows who it is")
        sealed = act(analyst, action="record_identity", text="account e4711, M. Example, room 12")
        self.assertEqual(sealed["identity"], {"recorded": True, "opened_at": None, "text": None})
        act(analyst, 400, action="open_identity")
        asked = act(analyst, action="open_identity", text="to invite the person")
        self.assertEqual(asked["waits_for_second_person"]["action"], "open_identity")
        self.assertIn(("case_waits_for_second_person", case),
                      [(n["what"], n["id"]) for n in self.checked(approver, "GET", "/overview")["needs"]])
        act(analyst, 403, action="approve")
        opened = act(approver, action="approve", text="needed")
        self.assertEqual(opened["identity"]["text"], "account e4711, M. Example, room 12")
        self.assertNotIn(opened["phase"], ("closed", "relapse_watch"))
        seen = self.checked(self.people["viewer"], "GET", f"/cases/{case}", "/cases/{case_id}")
        self.assertIsNone(seen["identity"]["text"])
        audit = self.checked(self.people["auditor"], "GET", "/audit?limit=200")["items"]
        self.assertNotIn("e4711", "".join(e["detail"] for e in audit) + "".join(line["text"] for line in opened["log"]))
        self.assertIn("to invite the person", [e["detail"] for e in audit if e["action"] == "case.open_identity"])

    def test_a_relapse_opens_another_case(self):
        analyst, approver = self.people["analyst"], self.people["approver"]
        case = next(c for c in self.checked(analyst, "GET", "/cases")["items"] if c["subject"]["kind"] == "host")
        act = lambda who, **body: self.checked(who, "POST", f"/cases/{case['case_id']}/actions", "/cases/{case_id}/actions", body=body)
        act(analyst, action="close", text="cleaned")
        act(approver, action="approve", text="seen")
        self.look()
        self.assertIsNone(self.case_of(case["subject"]["subject_id"]))
        database = sqlite3.connect(self.store)
        database.execute("UPDATE subject SET last_seen_ns = (SELECT max(closed_ns) FROM case_file) + 3600000000000 WHERE id = ?",
                         (case["subject"]["subject_id"],))
        database.commit()
        database.close()
        self.look()
        again = self.case_of(case["subject"]["subject_id"])
        self.assertIsNotNone(again)
        self.assertIn("relapse", self.checked(analyst, "GET", f"/cases/{again}", "/cases/{case_id}")["log"][0]["text"])

    def a_flow(self):
        database = sqlite3.connect(self.store)
        row = database.execute("SELECT s.id, s.name, f.source_end, f.destination_end, f.first_seen_ns FROM flow f JOIN subject s "
                               "ON s.id = f.subject_id WHERE s.kind = 'host' LIMIT 1").fetchone()
        database.close()
        subject, host, source, destination, first_ns = row
        pool = destination if source.startswith(host) else source
        return subject, host, pool, first_ns

    def test_a_list_of_an_authority_with_merged_cells(self):
        analyst = self.people["analyst"]
        subject, host, pool, first_ns = self.a_flow()
        address, port = pool.rsplit(":", 1)
        when = date.fromtimestamp(first_ns / 1e9)
        rows = [["虚拟货币挖矿线索通报（第17期）"], ["序号", "源", None, "目的", None, "币种", "发现时间", "次数", "备注"],
                ["序号", "源IP", "源端口", "矿池IP", "矿池端口", "币种", "发现时间", "次数", "备注"],
                [1, "198.51.100.77", 4444, address, int(port), "XMR", when, 12, None],
                [2, "198.51.100.77", 4445, address, int(port), "XMR", when, 30, None],
                [3, host, None, None, None, None, None, None, "DNS"],
                [4, "not an address", None, None, None, None, None, None, None],
                [5, None, None, "pool.example.org:3333", None, None, "2026-03-02 08:00", None, None]]
        book = workbook(rows, ["A1:I1", "A2:A3", "B2:C2", "D2:E2", "F2:F3", "G2:G3", "H2:H3", "I2:I3"])
        query = f"/notices?name={quote('第17期')}&issuer={quote('网信办')}&class=priority&time_zone=Asia/Shanghai"
        self.checked(self.people["viewer"], "POST", query, "/notices", raw=book, status=403)
        taken = self.checked(analyst, "POST", query, "/notices", raw=book, status=201)
        self.assertEqual((taken["rows"], taken["repeated"], [r["line"] for r in taken["refused"]]), (3, 0, [7]))
        self.assertIn({"heading": "矿池IP", "field": "destination_address"}, taken["columns"])
        self.assertIn({"heading": "备注", "field": None}, taken["columns"])
        self.checked(analyst, "POST", query, "/notices", raw=book, status=409)
        number = taken["notice"]["notice_id"]
        items = self.checked(analyst, "GET", f"/notices/{number}", "/notices/{notice_id}")["items"]
        first, second, third = items
        self.assertEqual((first["times"], first["source_port"], first["line"]), (42, 4444, 4))
        self.assertEqual([(c["subject_id"], c["why"][:12]) for c in first["candidates"]], [(subject, "same_service")])
        self.assertEqual([(c["subject_id"], c["why"]) for c in second["candidates"]], [(subject, "same_address")])
        self.assertEqual((third["domain"], third["indicator"], third["first_seen"][:16]),
                         ("pool.example.org", "domain", "2026-03-02T00:00"))
        self.answer(first["item_id"], 400, action="open_case")
        into = self.answer(first["item_id"], action="open_case", subject_id=subject, text="the flow fits")
        self.assertEqual((into["status"], into["case_id"]), ("case", self.case_of(subject)))
        self.answer(first["item_id"], 409, action="misreport", text="no")
        self.answer(second["item_id"], action="misreport", text="=1+1, a look-up of a browser")
        self.answer(third["item_id"], action="cannot_locate", text="the log of the NAT is missing")
        listed = next(n for n in self.checked(analyst, "GET", "/notices")["items"] if n["notice_id"] == number)
        self.assertEqual((listed["items"], listed["answered"], listed["overdue"]), (3, 3, False))
        status, text = analyst.ask("GET", f"/notices/{number}/feedback")
        rows = list(csv.DictReader(io.StringIO(text.decode())))
        self.assertEqual((status, rows[0]["verified"], rows[0]["host"], rows[1]["verified"], rows[2]["verified"]),
                         (200, "yes", host, "no", "cannot locate"))
        self.assertTrue(rows[1]["answer"].startswith("'="))
        self.a_later_list(number, address, port)

    def a_later_list(self, earlier, address, port):
        analyst = self.people["analyst"]
        table = f"源IP;目的IP;目的端口\n198.51.100.77;{address};{port}\n198.51.100.78;{address};{port}\n".encode("gbk")
        taken = self.checked(analyst, "POST", "/notices?name=later&due_on=2020-01-31", "/notices", raw=table, status=201)
        self.assertEqual((taken["rows"], taken["repeated"]), (2, 1))
        number = taken["notice"]["notice_id"]
        self.assertNotEqual(number, earlier)
        items = self.checked(analyst, "GET", f"/notices/{number}", "/notices/{notice_id}")["items"]
        self.assertEqual([(i["status"], i["lists"]) for i in items], [("case", 2), ("open", 1)])
        needs = self.checked(analyst, "GET", "/overview")["needs"]
        self.assertIn(("notice_overdue", number), [(n["what"], n["id"]) for n in needs])
        # A host that nobody has judged yet becomes a subject.
        opened = self.answer(items[1]["item_id"], action="open_case", text="told by the authority")
        self.assertEqual(opened["candidates"][0]["level"], "unknown")

    def answer(self, item, status=200, **body):
        return self.checked(self.people["analyst"], "POST", f"/notice-items/{item}/actions", "/notice-items/{item_id}/actions",
                            body=body, status=status)

    def test_tables_that_are_none_are_refused_in_words(self):
        for octets, words in ((b"PK\x03\x04 broken", "damaged"), (b"\xd0\xcf\x11\xe0 old", ".xlsx or CSV"),
                              (b"colour,shape\nred,round\n", "heading"), (b"", "heading"),
                              (workbook([["colour"], ["red"]]), "heading"), (b"\xff\xfe\x00\xd8", "UTF-8")):
            for method, path in (("PUT", "/register/systems"), ("PUT", "/register/places"), ("PUT", "/register/days")):
                problem = self.checked(self.admin, method, path, raw=octets, status=400)
                self.assertIn(words, problem["title"])
            self.checked(self.people["analyst"], "POST", "/notices?name=broken", "/notices", raw=octets, status=400)

    def test_what_is_beyond_the_bounds_of_a_table_is_told(self):
        wrong = "".join(f"not an address {i}\n" for i in range(1005))
        taken = self.checked(self.people["analyst"], "POST", "/notices?name=long", "/notices",
                             raw=f"源IP\n198.51.100.99\n{wrong}".encode(), status=201)
        self.assertEqual((taken["rows"], len(taken["refused"])), (1, 1001))
        self.assertEqual(taken["refused"][-1], {"line": 1007, "why": "5 more rows were not taken: split the list"})
        rows = "".join(f"System {i}\n" for i in range(100_001))
        problem = self.checked(self.admin, "PUT", "/register/systems", raw=f"system\n{rows}".encode(), status=400)
        self.assertIn("split it", problem["title"])

    def test_use_is_held_against_what_was_filed(self):
        self.checked(self.admin, "PUT", "/register/systems",
                     raw="system,status,filed_kw,meters\nRoomy,operating,100,mr1 mr2\nTight,operating,10,mr3\n".encode())
        database = sqlite3.connect(self.store)
        database.executemany("INSERT OR REPLACE INTO meter_month VALUES (?, ?, ?, ?, ?)",
                             [("mr1", "2026-09", 5, 9, 700), ("mr2", "2026-09", 7, 9, 700), ("mr3", "2026-09", 8, 9, 700),
                              ("mr1", "2026-08", 90, 95, 20), ("mr1", "2020-01", 99, 99, 700)])
        database.commit()
        database.close()
        lists = self.checked(self.people["viewer"], "GET", "/register/reconciliation")
        self.assertEqual([(s["name"], s["used_kw"]) for s in lists["over_sized"] if s["name"] in ("Roomy", "Tight")], [("Roomy", 12)])


if __name__ == "__main__":
    Serving.DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
