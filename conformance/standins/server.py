"""The HTTP side that both stand-ins share."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Refusal(Exception):
    """A request that the stand-in refuses, with the status and the body of its answer."""

    def __init__(self, status: int, body: dict):
        super().__init__(body)
        self.status = status
        self.body = body


class StandIn:
    """A server of 127.0.0.1 on any free port. It counts its requests by their paths."""

    def __init__(self, handler: type["Handler"]):
        self.requests: Counter[str] = Counter()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._http.stand_in = self
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class Handler(BaseHTTPRequestHandler):
    """Reads a JSON body, finds the route, and writes JSON, server-sent events or NDJSON."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    gets: dict = {}
    posts: dict = {}
    deletes: dict = {}

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self._answer(self.gets, None)

    def do_POST(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(self.posts, json.loads(self.raw or b"{}"))

    def do_DELETE(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(self.deletes, json.loads(self.raw or b"{}"))

    def _answer(self, routes: dict, body: dict | None) -> None:
        path = self.path.partition("?")[0]
        self.server.stand_in.requests[path] += 1
        route = routes.get(path)
        try:
            if route is None:
                raise Refusal(404, self.refusal(404, f"no route {path}"))
            route(self) if body is None else route(self, body)
        except Refusal as refused:
            self.json(refused.body, refused.status)
        except (KeyError, TypeError, ValueError) as odd:
            self.json(self.refusal(400, f"the stand-in does not understand this: {odd!r}"), 400)

    def refusal(self, status: int, message: str) -> dict:
        """The body of an error in the stand-in's dialect."""
        raise NotImplementedError

    def json(self, body: dict, status: int = 200) -> None:
        self.whole(json.dumps(body).encode(), "application/json", status)

    def whole(self, body: bytes, content_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def stream(self, pieces, content_type: str) -> None:
        """Writes each piece of text as one chunk of HTTP."""
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in pieces:
            data = piece.encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_) -> None:
        """Silent: the rows tell what failed."""
