"""A receiver of webhooks: checks each signature, keeps what it took, and fails as it is told."""
import base64
import hashlib
import hmac
import http.server
import json
import socket
import ssl
import struct
import threading
import time

SECRET = "0123456789abcdef0123456789abcdef"


class Hook:
    """`faults`: what to do with the next requests: a status, "reset", "slow", "take and reset"; then all are taken."""

    def __init__(self, faults=(), tls=None, secret=SECRET.encode()):
        self.faults, self.secret = list(faults), secret
        self.taken, self.wrong, self.lock = [], [], threading.Lock()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                hook.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a sender that was killed is no fault of the receiver
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/hook?token=hidden"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self.lock:
            fault = self.faults.pop(0) if self.faults else None
        if fault in (None, "take and reset"):
            self.take(request.headers, body)
        if fault in ("reset", "take and reset"):
            request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.close_connection = True
            request.connection.close()
            return
        if fault == "slow":
            time.sleep(3)
        status = fault if isinstance(fault, int) else 204
        request.send_response(status)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def take(self, headers, body):
        signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
        wanted = "v1," + base64.b64encode(hmac.new(self.secret, signed, hashlib.sha256).digest()).decode()
        message = json.loads(body)
        fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
        with self.lock:
            if not fresh or not hmac.compare_digest(wanted, headers["webhook-signature"]) or headers["webhook-id"] != message["id"]:
                self.wrong.append(dict(headers))
            self.taken.append(message)

    def messages(self):
        with self.lock:
            return list(self.taken)

    def once_each(self):
        """By id; a double says the same."""
        messages = {}
        for message in self.messages():
            assert messages.setdefault(message["id"], message) == message, (messages[message["id"]], message)
        return messages
