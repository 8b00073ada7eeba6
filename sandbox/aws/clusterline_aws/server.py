"""A threaded HTTP/1.1 server with keep-alive (werkzeug's own closes after every answer)."""

import socket
from http.server import HTTPServer
from socketserver import ThreadingMixIn

from moto.moto_server.werkzeug_app import MotoRequestHandler

from .app import App
from .errors import ConnectionDropped
from .reply import Reply
from .request import warn

IDLE_SECONDS = 300
SETS_ITS_OWN = {"connection", "content-length", "transfer-encoding", "date", "server"}


class Handler(MotoRequestHandler):
    """Uses werkzeug's translation of a request into a WSGI environ, and writes the answer itself."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1

    def run_wsgi(self) -> None:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        environ = self.make_environ()
        body = self._read_body(environ)
        if body is None:
            self.close_connection = True
            return
        try:
            self._write(self.server.app.answer(environ, body))
        except ConnectionDropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client gave up waiting

    def _read_body(self, environ: dict) -> bytes | None:
        """None when the client left in the middle."""
        if environ.pop("HTTP_TRANSFER_ENCODING", ""):
            return environ["wsgi.input"].read()
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        return body if len(body) == length else None

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            if name.lower() not in SETS_ITS_OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", self._length(reply))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()

    def _length(self, reply: Reply) -> str:
        declared = next((value for name, value in reply.headers if name.lower() == "content-length"), None)
        return declared if self.command == "HEAD" and declared else str(len(reply.body))

    def log_request(self, code="-", size="-") -> None:
        """Successful requests are counted (see calls.py), not printed."""

    def log_error(self, format: str, *args) -> None:
        if not format.startswith("Request timed out"):  # an idle connection that we close: nothing happened
            super().log_error(format, *args)

    def log_message(self, format: str, *args) -> None:
        warn(format % args)


class Server(ThreadingMixIn, HTTPServer):
    daemon_threads = True
    request_queue_size = 256
    ssl_context = None
    multithread, multiprocess = True, False
    _server_version = "clusterline-sandbox"

    def __init__(self, port: int, app: App):
        self.app = app
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"
