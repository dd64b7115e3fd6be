"""`davy serve` over a store that `davy watch` filled, with one person of each role, and answers held against the contract."""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

import jsonschema

from client import CONTRACT, Client, schema_of

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = "192.0.2.1:9"  # where no server of ours can listen
PASSWORD = "a long enough password"


class Serving(unittest.TestCase):
    DAVY = ""
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.store = cls.folder / "davy.db"
        cls.captures = cls.folder / "captures"
        cls.captures.mkdir()
        for name in ("stratum_v1", "cryptonote_xmrig"):
            for capture in (ROOT / "tests/golden" / name).glob("*.pcap*"):
                shutil.copy(capture, cls.captures / f"{name}_{capture.name}")
        cls.config = cls.folder / "davy.toml"
        cls.config.write_text(f'[store]\npath = "{cls.store}"\n\n[server]\nlisten = "{NOT_OURS}"\n\n[[sensor]]\nname = "border"\nkind = "directory"\n'
                              f'path = "{cls.captures}"\n', encoding="utf-8")
        cls.environment = {**os.environ, "XDG_STATE_HOME": str(cls.folder)}
        watch = subprocess.run([cls.DAVY, "watch", "--once", "--config", cls.config], capture_output=True, check=False,
                               env=cls.environment, timeout=60)
        assert watch.returncode == 0, watch.stderr
        cls.watch_said = watch.stdout.decode()
        cls.server = subprocess.Popen([cls.DAVY, "serve", "--config", cls.config, "--listen", "127.0.0.1:0"],
                                      stdout=subprocess.PIPE, env=cls.environment, text=True)
        cls.port = int(re.search(r":(\d+)/", cls.server.stdout.readline())[1])
        said = ""
        while "admin" not in said:
            said = cls.server.stdout.readline()
        cls.first_password = re.search(r"admin, (\w+)", said)[1]
        cls.admin = Client(cls.port)
        cls.set_up_people()

    @classmethod
    def set_up_people(cls):
        status, session = cls.admin.log_in("admin", cls.first_password)
        assert status == 200 and session["must_change_password"]
        assert cls.admin.json("GET", "/overview")[0] == 403
        status, _ = cls.admin.json("PUT", "/session/password",
                                   {"old_password": cls.first_password, "new_password": PASSWORD})
        assert status == 204
        cls.people = {}
        for role in ("viewer", "analyst", "approver", "auditor"):
            first = f"first password of {role}"
            status, user = cls.admin.json("POST", "/users", {"name": role, "role": role, "password": first})
            assert status == 201 and user["role"] == role, user
            person = Client(cls.port)
            person.log_in(role, first)
            assert person.json("PUT", "/session/password", {"old_password": first, "new_password": PASSWORD})[0] == 204
            cls.people[role] = person

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        assert cls.server.wait(timeout=20) == 0
        cls.server.stdout.close()
        cls.temporary.cleanup()

    def checked(self, who, method, path, template=None, body=None, status=200, **more):
        """The answer, held against the contract."""
        got, text = who.ask(method, path, body, **more)
        media = (who.headers["Content-Type"] or "").split(";")[0]
        self.assertEqual(got, status, text)
        operation = CONTRACT["paths"][template or path.split("?")[0]][method.lower()]
        self.assertIn(str(got), operation["responses"], f"{method} {path}: {got} is not in the contract")
        schema = schema_of(operation, got, media)
        if schema is None:
            return None
        answer = json.loads(text)
        jsonschema.validate(answer, schema, cls=jsonschema.Draft202012Validator)
        return answer
