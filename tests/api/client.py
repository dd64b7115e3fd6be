"""Asks the API of a `davy serve` on this machine, and knows its contract."""
import http.client
import json
import re
from pathlib import Path

import yaml

CONTRACT = yaml.safe_load((Path(__file__).resolve().parents[2] / "schema/openapi.yaml").read_text(encoding="utf-8"))


def schema_of(operation, status, media):
    body = operation["responses"].get(str(status))
    if body is None:
        return None
    if "$ref" in body:
        body = CONTRACT["components"]["responses"][body["$ref"].rsplit("/", 1)[1]]
    content = body.get("content", {}).get(media)
    return None if content is None else {**content["schema"], "components": CONTRACT["components"]}


class Client:
    def __init__(self, port, source="127.0.0.1"):
        self.source = source
        self.port, self.cookie, self.token, self.bearer = port, "", "", ""

    def ask(self, method, path, body=None, headers=(), raw=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.source, 0))
        all_headers = dict(headers)
        if self.cookie:
            all_headers.setdefault("Cookie", f"davy_session={self.cookie}")
        if self.token:
            all_headers.setdefault("X-Davy-Token", self.token)
        if self.bearer:
            all_headers.setdefault("Authorization", f"Bearer {self.bearer}")
        data = raw if raw is not None else None if body is None else json.dumps(body)
        connection.request(method, "/api/v1" + path, data, all_headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        self.headers = answer.headers
        return answer.status, text

    def json(self, method, path, body=None, **more):
        status, text = self.ask(method, path, body, **more)
        return status, json.loads(text) if text else None

    def log_in(self, name, password):
        status, session = self.json("POST", "/session", {"name": name, "password": password})
        if status == 200:
            self.cookie = re.search(r"davy_session=([0-9a-f]+)", self.headers["Set-Cookie"])[1]
            self.token = session["token"]
        return status, session
