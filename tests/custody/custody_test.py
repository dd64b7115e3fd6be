#!/usr/bin/python3
"""Evidence that leaves the store: sealed by `davy evidence` and `davy store audit`, verified by `davy verify` elsewhere.

  custody_test.py DAVY [unittest options]
"""
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schema/event.schema.json").read_text(encoding="utf-8"))
DAVY = ""
GOLDEN = ("stratum_v1", "cryptonote_xmrig", "attempt_echo")


def zip_of(files):
    """As anybody's tool makes it: entries in the order given."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files:
            out.writestr(name, content)
    return octets.getvalue()


def files_of(octets):
    with zipfile.ZipFile(io.BytesIO(octets)) as bundle:
        return [(name, bundle.read(name)) for name in bundle.namelist()]


class Custody(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        captures = cls.folder / "captures"
        captures.mkdir()
        for name in GOLDEN:
            for capture in (ROOT / "tests/golden" / name).glob("*.pcap*"):
                shutil.copy(capture, captures / f"{name}_{capture.name}")
        cls.store = cls.folder / "davy.db"
        cls.config = cls.folder / "davy.toml"
        cls.config.write_text(f'[store]\npath = "{cls.store}"\n\n[[sensor]]\nname = "border"\nkind = "directory"\n'
                              f'path = "{captures}"\n', encoding="utf-8")
        cls.environment = {**os.environ, "XDG_STATE_HOME": str(cls.folder / "state")}
        assert cls.davy("watch", "--once", "--config", cls.config).returncode == 0
        cls.bundle = cls.sealed("case.zip", 1, "--config", cls.config)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def davy(cls, *arguments):
        return subprocess.run([DAVY, *map(str, arguments)], capture_output=True, check=False, env=cls.environment, timeout=60)

    @classmethod
    def sealed(cls, name, case, *more):
        run = cls.davy("evidence", "--store", cls.store, "--case", case, "-o", cls.folder / name, *more)
        assert run.returncode == 0, run.stderr
        cls.said = run.stdout.decode()
        return (cls.folder / name).read_bytes()

    def exported(self, name, store=None, status=0):
        run = self.davy("store", "audit", "--store", store or self.store, "-o", self.folder / name)
        self.assertEqual(run.returncode, status, run.stderr)
        return self.folder / name

    def verified(self, octets, *more, status=None):
        """By a machine that has nothing but the program and the bundle: an empty home, an empty folder."""
        with tempfile.TemporaryDirectory() as elsewhere:
            file = Path(elsewhere) / "handed-over.zip"
            file.write_bytes(octets)
            run = subprocess.run([DAVY, "verify", file.name, "--json", *map(str, more)], capture_output=True, check=False,
                                 cwd=elsewhere, env={"PATH": "/usr/bin"}, timeout=60)
        if status is not None:
            self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        self.assertNotEqual(run.returncode, 3, run.stderr)
        if run.returncode == 2:
            return run.stderr.decode()
        found = json.loads(run.stdout)
        jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
        self.assertEqual(found["holds"], run.returncode == 0)
        return found

    def failures(self, octets, *more):
        return [c["text"] for c in self.verified(octets, *more, status=1)["checks"] if c["outcome"] == "fails"]

    def test_a_bundle_holds_elsewhere_and_its_verdict_follows_again(self):
        fingerprint = re.search(r"signed by the key ([0-9a-f]{64})", self.said)[1]
        found = self.verified(self.bundle, "--fingerprint", fingerprint, status=0)
        texts = {c["check"]: c["text"] for c in found["checks"] if c["outcome"] == "holds"}
        self.assertIn("confirmed", texts["verdict"])
        self.assertLessEqual({"signature", "key", "files", "verdict", "audit"}, set(texts))
        self.assertEqual(found["fingerprint"], fingerprint)
        for case in range(2, len(GOLDEN)):
            self.verified(self.sealed(f"case-{case}.zip", case), status=0)

    def test_a_bundle_holds_what_the_verdict_rests_on(self):
        files = dict(files_of(self.bundle))
        lines = {name: [json.loads(line) for line in files[name].splitlines()] for name in files if name.endswith(".jsonl")}
        self.assertTrue(lines["signals.jsonl"][0]["evidence"])
        self.assertEqual(lines["flows.jsonl"][0]["event"], "mining_flow")
        self.assertTrue(lines["coverage.jsonl"][0]["alive_seconds"] > 0)
        self.assertIn("case.open", [e["what"] for e in lines["audit.jsonl"]])
        self.assertTrue(any("factor" in line or b"gce_per_kwh" in files["account.jsonl"] for line in lines["account.jsonl"]))
        self.assertEqual(files["configuration.toml"], self.config.read_bytes())
        self.assertEqual(json.loads(files["configuration.json"])["sensors"][0]["name"], "border")
        self.assertEqual(json.loads(files["case.json"])["log"][0]["action"], "open")

    def test_openssl_and_sha256_come_to_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files_of(self.bundle):
                (Path(folder) / name).write_bytes(content)
            signed = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public_key.pem", "-rawin", "-in",
                                     "manifest.json", "-sigfile", "manifest.sig"], cwd=folder, check=False, capture_output=True)
            self.assertEqual(signed.returncode, 0, signed.stderr)
            manifest = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
            for file in manifest["files"]:
                summed = subprocess.run(["sha256sum", file["name"]], cwd=folder, check=True, capture_output=True).stdout
                self.assertEqual(summed.split()[0].decode(), file["sha256"])

    def test_an_octet_flipped_in_any_file_is_named(self):
        files = files_of(self.bundle)
        for name, content in files:
            for place in {len(content) // 2, len(content) - 1} if content else ():
                flipped = bytearray(content)
                flipped[place] ^= 1
                changed = zip_of([(n, bytes(flipped) if n == name else c) for n, c in files])
                self.assertTrue(any(name in text for text in self.failures(changed)), (name, place))

    def test_a_file_taken_away_or_added_is_named(self):
        files = files_of(self.bundle)
        for name, _ in files:
            fewer = zip_of([f for f in files if f[0] != name])
            self.assertTrue(any(name in text for text in self.failures(fewer)), name)
        self.assertTrue(any("notes.txt: added" in text for text in self.failures(zip_of([*files, ("notes.txt", b"x")]))))

    def test_an_octet_flipped_anywhere_in_the_zip_never_passes_for_another_content(self):
        for place in range(0, len(self.bundle), 331):
            flipped = bytearray(self.bundle)
            flipped[place] ^= 0x20
            found = self.verified(bytes(flipped))
            if isinstance(found, dict) and found["holds"]:  # a time or an attribute, which nobody reads
                self.assertEqual(dict(files_of(bytes(flipped))), dict(files_of(self.bundle)), place)

    def test_another_key_than_expected_fails(self):
        other = self.folder / "other.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", other], check=True, capture_output=True)
        public = self.folder / "other-public.pem"
        subprocess.run(["openssl", "pkey", "-in", other, "-pubout", "-out", public], check=True, capture_output=True)
        self.assertTrue(any("another key" in text for text in self.failures(self.bundle, "--public-key", public)))
        theirs = self.sealed("other.zip", 1, "--key", other)
        self.verified(theirs, "--public-key", public, status=0)
        self.assertIn("not one", self.verified(theirs, "--fingerprint", "12ab", status=2))

    def test_without_an_expected_key_it_says_what_that_means(self):
        notes = [c["text"] for c in self.verified(self.bundle, status=0)["checks"] if c["outcome"] == "note"]
        self.assertTrue(any("no key was expected" in text for text in notes))

    def test_hostile_and_broken_zips_are_refused_in_words(self):
        good = files_of(self.bundle)

        def patched(old, new):  # in both headers of the entry
            return zip_of([*good, ("xxxxxxxx", b"x")]).replace(old, new)

        encrypted = bytearray(zip_of([("manifest.json", b"{}")]))
        encrypted[6] |= 1
        encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
        bzip = io.BytesIO()
        with zipfile.ZipFile(bzip, "w", zipfile.ZIP_BZIP2) as out:
            out.writestr("manifest.json", b"{}" * 100)
        malformed = {
            "empty": (b"", "no zip"),
            "text": (b"no zip at all", "no zip"),
            "cut": (self.bundle[:-30], "no zip"),
            "half": (self.bundle[:len(self.bundle) // 2], "no zip"),
            "other_zip": (zip_of([("a.txt", b"x")]), "no bundle of davy"),
            "dot_dot": (patched(b"xxxxxxxx", b"../../xx"), "../../xx"),
            "absolute": (patched(b"xxxxxxxx", b"/etc/xxx"), "/etc/xxx"),
            "backslash": (patched(b"xxxxxxxx", b"..\\..\\xx"), "is not taken"),
            "control_octets": (patched(b"xxxxxxxx", b"\x1b[31mxxx"), "?[31mxxx"),
            "twice": (zip_of([*good, ("xxxxxxxx", b"1"), ("yyyyyyyy", b"2")]).replace(b"yyyyyyyy", b"xxxxxxxx"), "already exists"),
            "bomb": (zip_of([*good, ("zeros", bytes(64 * 1024 * 1024))]), "bomb"),
            "many": (zip_of([(f"f{i}", b"x") for i in range(300)]), "at most 256"),
            "encrypted": (bytes(encrypted), "encrypted"),
            "bzip2": (bzip.getvalue(), "deflate"),
        }
        for name, (octets, words) in malformed.items():
            self.assertIn(words, self.verified(octets, status=2), name)

    def test_an_existing_file_stays_and_a_case_that_is_none_is_told(self):
        (self.folder / "there.zip").write_bytes(b"mine")
        run = self.davy("evidence", "--store", self.store, "--case", 1, "-o", self.folder / "there.zip")
        self.assertEqual((run.returncode, (self.folder / "there.zip").read_bytes()), (2, b"mine"))
        run = self.davy("evidence", "--store", self.store, "--case", 999, "-o", self.folder / "none.zip")
        self.assertEqual(run.returncode, 2)
        self.assertIn("no case 999", run.stderr.decode())
        run = self.davy("store", "audit", "--store", self.folder / "no.db", "-o", self.folder / "none.zip")
        self.assertEqual((run.returncode, (self.folder / "no.db").exists()), (2, False))

    def test_keys_are_for_their_owner_only(self):
        self.assertEqual((self.folder / "state/davy/signing.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual((self.folder / "case.zip").stat().st_mode & 0o777, 0o600)

    def edited(self, name, sql):
        """The store, as an administrator leaves it who has the file."""
        store = self.folder / name
        shutil.copy(self.store, store)
        database = sqlite3.connect(store)
        for trigger in ("audit_is_not_changed", "audit_is_not_deleted", "audit_is_not_replaced"):
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(sql)
        database.commit()
        database.close()
        return store

    def test_the_audit_log_holds_and_what_an_administrator_did_to_it_shows(self):
        first = self.exported("audit-1.zip")
        self.verified(first.read_bytes(), status=0)
        second = self.exported("audit-2.zip")
        self.verified(second.read_bytes(), "--earlier", first, "--earlier", self.folder / "case.zip", status=0)
        self.assertTrue(any("older one" in t for t in self.failures(first.read_bytes(), "--earlier", second)))
        self.assertIn("entries in the audit log", self.davy("store", "check", "--store", self.store).stdout.decode())
        for name, sql, words in (("edited", "UPDATE audit SET who = 'nobody' WHERE id = 1", "entry 1 was changed"),
                                 ("removed", "DELETE FROM audit WHERE id = 2", "2 to 2 are missing"),
                                 ("cut", "DELETE FROM audit WHERE id > 3", "missing at the end")):
            store = self.edited(f"{name}.db", sql)
            self.assertEqual(self.davy("store", "check", "--store", store).returncode, 1, name)
            octets = self.exported(f"{name}.zip", store, status=1).read_bytes()
            self.assertTrue(any(words in text for text in self.failures(octets)), name)

    def test_an_end_cut_off_with_its_traces_shows_by_what_was_kept(self):
        kept = self.exported("kept.zip")
        store = self.edited("rewritten.db", "DELETE FROM audit WHERE id > 2")
        database = sqlite3.connect(store)
        database.execute("DELETE FROM audit_anchor")
        database.execute("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit'")
        database.commit()
        database.close()
        octets = self.exported("rewritten.zip", store).read_bytes()
        self.verified(octets, status=0)  # nothing in it tells
        self.assertTrue(any("cut off" in t or "written anew" in t for t in self.failures(octets, "--earlier", kept)))


if __name__ == "__main__":
    DAVY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
