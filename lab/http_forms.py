"""HTTP/1.1 messages, written out. Source: RFC 9110, RFC 9112."""
import gzip
import json

REASONS = {101: "Switching Protocols", 200: "OK", 204: "No Content", 304: "Not Modified",
           401: "Unauthorized", 404: "Not Found", 500: "Internal Server Error"}


def request(method, path, host, headers=(), body=b"", version="1.1"):
    lines = [f"{method} {path} HTTP/{version}", f"Host: {host}", *(f"{k}: {v}" for k, v in headers)]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def response(status, headers=(), body=b"", version="1.1", length=True, chunked=False):
    lines = [f"HTTP/{version} {status} {REASONS[status]}", *(f"{k}: {v}" for k, v in headers)]
    if chunked:
        lines.append("Transfer-Encoding: chunked")
        body = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 700]), body[i:i + 700])
                        for i in range(0, len(body), 700)) + b"0\r\n\r\n"
    elif length and status not in (101, 204, 304):
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def json_body(message, spaces=False):
    return json.dumps(message, separators=(", ", ": ") if spaces else (",", ":")).encode()


def ask(t, method, path, host, headers=(), message=None, status=200, answer=None, answer_headers=(),
        keep=False, wait_s=0, chunked=False, spaces=False, gzipped=False):
    """One request and its answer; without `keep` on a connection of its own."""
    if not keep:
        t.connect()
    body = b"" if message is None else message if isinstance(message, bytes) else json_body(message,
            spaces)
    t.client(request(method, path, host, headers, body))
    t.wait(wait_s)
    data = b"" if answer is None else answer if isinstance(answer, bytes) else json_body(answer)
    if gzipped:
        data, answer_headers = gzip.compress(data, mtime=0), [*answer_headers,
                ("Content-Encoding", "gzip")]
    t.server(response(status, answer_headers, data, chunked=chunked))
    if not keep:
        t.close("server")
