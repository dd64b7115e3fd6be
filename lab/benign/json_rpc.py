"""JSON-RPC that uses the words of mining for other work: print queues, continuous integration,
schedulers, editors.

All invented; forms after JSON-RPC 2.0 (jsonrpc.org), the Language Server Protocol's framing and
MCP's messages.
"""
import json


def print_queue(t, jobs=25):
    """login, submit with params.job_id, job pushed: CryptoNote's method names, and no blob, target
    or nonce."""
    t.connect()
    t.client({"id": 1, "jsonrpc": "2.0", "method": "login",
              "params": {"login": "m.rossi", "pass": "x", "agent": "PrintDesk/4.2"}})
    t.server({"id": 1, "jsonrpc": "2.0", "error": None,
              "result": {"id": t.hex(8), "status": "OK", "printers": ["lib-2", "lib-3"]}})
    for n in range(jobs):
        t.wait(t.rng.expovariate(1 / 30))
        t.client({"id": n + 2, "jsonrpc": "2.0", "method": "submit",
                  "params": {"job_id": t.hex(4), "document": f"thesis-chapter-{n % 7}.pdf",
                             "pages": t.rng.randrange(1, 80), "duplex": True}})
        t.server({"id": n + 2, "jsonrpc": "2.0", "error": None,
                  "result": {"status": "OK", "position": n % 4}})
        if n % 3 == 0:
            t.server({"jsonrpc": "2.0", "method": "job", "params": {"job_id": t.hex(4),
                    "state": "printing", "printer": "lib-2", "height": 297}})
    t.client({"id": 999, "jsonrpc": "2.0", "method": "keepalived", "params": {"id": "1"}})
    t.server({"id": 999, "jsonrpc": "2.0", "result": {"status": "KEEPALIVED"}})
    t.close()


def ci_runner(t, jobs=20):
    """notify, subscribe, authorize, submit on a line socket: Stratum's verbs without its prefix or
    shapes."""
    t.connect()
    t.client({"id": 1, "method": "subscribe", "params": ["ci-runner/17.2", "linux-amd64"]})
    t.server({"id": 1, "result": [["build.notify", t.hex(8)], "shard-3", 4], "error": None})
    t.client({"id": 2, "method": "authorize", "params": ["runner.east.7", "token-" + t.hex(10)]})
    t.server({"id": 2, "result": True, "error": None})
    for n in range(jobs):
        t.wait(t.rng.expovariate(1 / 20))
        job = t.hex(20)
        t.server({"id": None, "method": "notify", "params": [job, "refs/heads/main", t.hex(20),
                ["build", "test"], "2.0", True]})
        t.wait(t.rng.uniform(4, 40))
        t.client({"id": n + 3, "method": "submit", "params": ["runner.east.7", job, "passed",
                "%d" % t.rng.randrange(9999), t.hex(4)]})
        t.server({"id": n + 3, "result": True, "error": None})
    t.close()


def job_scheduler(t, jobs=30):
    """Jobs with difficulty, target, nonce and height as words of their own trade."""
    t.connect()
    for n in range(jobs):
        t.client({"id": n, "method": "getjob", "params": {"worker": "render-07",
                                                          "capabilities": ["gpu"]}})
        t.server({"id": n, "result": {"job_id": f"frame-{n:04d}",
                                      "difficulty": t.rng.choice(["easy", "medium", "hard"]),
                                      "target": "exr", "height": 2160, "width": 3840,
                                      "nonce": t.rng.randrange(1, 99),
                                      "seed": t.rng.randrange(9999)}, "error": None})
        t.wait(t.rng.uniform(5, 25))
        t.client({"id": n + 1000, "method": "submit_result",
                  "params": {"job_id": f"frame-{n:04d}", "result": "ok", "seconds": 14.2}})
        t.server({"id": n + 1000, "result": True, "error": None})
    t.close()


def _framed(message):
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def language_server(t, edits=25):
    """LSP framing on a raw socket."""
    t.connect()
    t.client(_framed({"jsonrpc": "2.0", "id": 0, "method": "initialize",
                      "params": {"processId": 4711, "rootUri": "file:///home/u/mining-pool-paper",
                                 "capabilities": {"workspace": {"applyEdit": True}}}}))
    t.server(_framed({"jsonrpc": "2.0", "id": 0, "result": {"capabilities": {"hoverProvider": True,
            "textDocumentSync": 2}}}))
    for n in range(edits):
        t.wait(t.rng.expovariate(1 / 6))
        t.client(_framed({"jsonrpc": "2.0", "method": "textDocument/didChange",
                          "params": {"textDocument": {"uri": "file:///home/u/a.cpp", "version": n},
                                     "contentChanges": [{"text": '{"method":"mining.submit"}'}]}}))
        t.client(_framed({"jsonrpc": "2.0", "id": n + 1, "method": "textDocument/hover",
                          "params": {"position": {"line": n, "character": 4}}}))
        t.server(_framed({"jsonrpc": "2.0", "id": n + 1,
                          "result": {"contents": "void submit(job_id, nonce)"}}))
    t.close()


def model_context(t, calls=15):
    """MCP as JSON lines on a socket: initialize, tools/list, tools/call."""
    t.connect()
    t.client({"jsonrpc": "2.0", "id": 0, "method": "initialize",
              "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                         "clientInfo": {"name": "desk", "version": "1.4"}}})
    t.server({"jsonrpc": "2.0", "id": 0, "result": {"protocolVersion": "2025-06-18",
                                                    "capabilities": {"tools": {}},
                                                    "serverInfo": {"name": "jobs",
            "version": "0.3"}}})
    t.client({"jsonrpc": "2.0", "method": "notifications/initialized"})
    for n in range(calls):
        t.wait(t.rng.expovariate(1 / 10))
        t.client({"jsonrpc": "2.0", "id": n + 1, "method": "tools/call",
                  "params": {"name": "submit_job", "arguments": {"job_id": t.hex(4),
                "algo": "quicksort"}}})
        t.server({"jsonrpc": "2.0", "id": n + 1, "result": {"content": [{"type": "text",
                "text": "accepted"}], "isError": False}})
    t.close()


def test_agent(t, calls=30):
    """Plain JSON-RPC with subscribe and notify of sensors: what a detector that takes any JSON-RPC
    for mining falls for."""
    t.connect()
    t.client({"jsonrpc": "2.0", "id": 1, "method": "subscribe",
              "params": ["temperature", "humidity"]})
    t.server({"jsonrpc": "2.0", "id": 1, "result": "0x" + t.hex(16)})
    for _ in range(calls):
        t.wait(t.rng.uniform(8, 12))
        t.server({"jsonrpc": "2.0", "method": "notify",
                  "params": {"subscription": "0x" + t.hex(16), "result": {"temperature": 21.5}}})
    t.close()
