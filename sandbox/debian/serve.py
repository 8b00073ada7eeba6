"""The package repositories and the image registry of the machines, over HTTPS under their real names.

Every image is there: those of the control plane hold its programs, all others one that only waits.

usage: serve.py HOME ADDRESS
"""

import shutil
import ssl
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONTROL_PLANE = {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"}
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    home: Path

    def do_GET(self) -> None:
        self.answer(body=True)

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def answer(self, body: bool) -> None:
        path = urllib.parse.unquote(self.path.split("?")[0])
        if path == "/v2/":
            self.send(200, {}, 0)
        elif path.startswith("/v2/"):
            self.registry(path.removeprefix("/v2/").split("/"), body)
        else:
            host = self.headers.get("Host", "").split(":")[0]
            self.file(self.home / "www" / host, path.lstrip("/"), {}, body)

    def registry(self, parts: list[str], body: bool) -> None:
        """<name …>/manifests/<tag or digest> or <name …>/blobs/<digest>."""
        *name, kind, reference = parts
        images = self.home / "images"
        if kind == "manifests" and not reference.startswith("sha256:"):
            image = "kube" if name and name[-1] in CONTROL_PLANE else "idle"
            reference = (images / image).read_text()
        headers = {"Docker-Content-Digest": reference}
        if kind == "manifests":
            headers["Content-Type"] = MANIFEST
        self.file(images, reference, headers, body)

    def file(self, root: Path, name: str, headers: dict[str, str], body: bool) -> None:
        file = (root / name).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file():
            self.send(404, {}, 0)
            return
        with file.open("rb") as content:
            self.send(200, headers, file.stat().st_size)
            if body:
                shutil.copyfileobj(content, self.wfile, 1 << 20)

    def send(self, status: int, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for key, value in ({"Content-Length": str(length)} | headers).items():
            self.send_header(key, value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def finish_request(self, request, client_address) -> None:
        """The handshake is the connection's own affair: one that hangs there must hold up nobody."""
        with self.tls.wrap_socket(request, server_side=True) as secure:
            self.RequestHandlerClass(secure, client_address, self)

    def handle_error(self, request, client_address) -> None:
        """A client that goes away is no error of ours."""


def main(home: str, address: str) -> None:
    Handler.home = Path(home)
    server = Server((address, 443), Handler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(Path(home, "tls/server.crt"), Path(home, "tls/server.key"))
    server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
