"""A collector of traces for a test, and what it has to have got.

check_traces.py receive FOLDER: takes OTLP over HTTP in protobuf on loopback, writes its address to FOLDER/address and each span as
a line of JSON to FOLDER/spans, until it is ended.

check_traces.py check FOLDER CLUSTER: waits until the build is one trace with one root and no span without its parent, with every
stage and its steps, and with calls to AWS, of SSH, of Helm and to the API server that are children of steps, each from the service
that makes them. A stage beside the build may come after the root.
"""

import gzip
import json
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

EVENT = Path(__file__).resolve().parents[1] / "common/src/main/resources/schema/events/stage-started.v1.json"
# By service, the calls that it makes in every build.
CALLS = {
    "infra-service": "aws ",
    "bootstrap-service": "ssh",
    "network-service": "kubernetes ",
    "gitops-service": "helm ",
}
WITHIN_SECONDS = 60
CLIENT = 3


def fields(message: bytes):
    """The fields of a protobuf message: number and value (bytes, or a number)."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(message, at)
        elif wire == 1:
            value, at = message[at : at + 8], at + 8
        elif wire == 2:
            length, at = varint(message, at)
            value, at = message[at : at + length], at + length
        elif wire == 5:
            value, at = message[at : at + 4], at + 4
        else:
            raise ValueError(f"wire type {wire}")
        yield number, value


def varint(message: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def every(message: bytes, number: int) -> list:
    return [value for each, value in fields(message) if each == number]


def text_attributes(encoded: list) -> dict:
    """KeyValue: 1 is the key, 2 the value, whose field 1 is a string."""
    pairs = {}
    for pair in encoded:
        key, values = every(pair, 1)[0].decode(), every(pair, 2)
        texts = every(values[0], 1) if values else []
        pairs[key] = texts[0].decode() if texts else ""
    return pairs


def spans(request: bytes):
    """Of an ExportTraceServiceRequest (opentelemetry/proto/collector/trace/v1)."""
    for of_resource in every(request, 1):
        resource = every(of_resource, 1)
        service = text_attributes(every(resource[0], 1)).get("service.name", "") if resource else ""
        for scope in every(of_resource, 2):
            for span in every(scope, 2):
                yield {
                    "service": service,
                    "trace": every(span, 1)[0].hex(),
                    "id": every(span, 2)[0].hex(),
                    "parent": b"".join(every(span, 4)).hex(),
                    "name": every(span, 5)[0].decode(),
                    "call": every(span, 6) == [CLIENT],
                    "attributes": text_attributes(every(span, 9)),
                }


def receive(folder: Path) -> None:
    lock = Lock()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            with lock, (folder / "spans").open("a") as file:
                file.writelines(json.dumps(span) + "\n" for span in spans(body))
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    (folder / "address.new").write_text(f"http://127.0.0.1:{server.server_port}/v1/traces")
    (folder / "address.new").rename(folder / "address")
    server.serve_forever()


def check(folder: Path, cluster: str) -> int:
    end = time.monotonic() + WITHIN_SECONDS
    while (problems := problems_of(trace := trace_of(read(folder), cluster))) and time.monotonic() < end:
        time.sleep(0.2)
    if not trace:
        print(f"no root span 'build {cluster}' came; those that did: {Counter(span['name'] for span in read(folder))}")
        return 1
    by_kind = Counter(span["name"].split(" ")[0] for span in trace if span["call"])
    steps = sum("clusterline.step" in span["attributes"] and not span["call"] for span in trace)
    print("\n".join(problems) or f"one trace, {len(trace)} spans: {steps} steps, calls {dict(by_kind)}")
    return 1 if problems else 0


def trace_of(all_spans: list, cluster: str) -> list:
    """That of the build's root; empty until that has come."""
    root = root_of(all_spans, cluster)
    return [span for span in all_spans if root and span["trace"] == root["trace"]]


def problems_of(trace: list) -> list:
    return shape(trace) + stages(trace) + calls(trace)


def read(folder: Path) -> list:
    """Those that are written; the last line may be written just now."""
    file = folder / "spans"
    written = file.read_text().rpartition("\n")[0] if file.exists() else ""
    return [json.loads(line) for line in written.splitlines()]


def root_of(all_spans: list, cluster: str) -> dict | None:
    return next((span for span in all_spans if span["name"] == f"build {cluster}" and not span["parent"]), None)


def shape(trace: list) -> list:
    ids = {span["id"] for span in trace}
    roots = [span["name"] for span in trace if not span["parent"]]
    orphans = [span["name"] for span in trace if span["parent"] and span["parent"] not in ids]
    problems = [f"{len(roots)} roots: {roots}"] if len(roots) != 1 else []
    return problems + [f"no parent: {name}" for name in orphans]


def build_stages() -> list:
    """Those of a build, as the schema of their event has them. Of each attempt there is a span; the accept stage decides and has none."""
    names = json.loads(EVENT.read_text())["$defs"]["StageName"]["enum"]
    return [name for name in names if name != "accept" and not name.endswith("-removal")]


def stages(trace: list) -> list:
    problems = []
    for stage in build_stages():
        attempts = {span["id"] for span in trace if span["name"] == stage and not span["call"]}
        if not attempts:
            problems.append(f"stage {stage} has no span")
        elif not any(span["parent"] in attempts for span in trace):
            problems.append(f"stage {stage} has no step")
    return problems


def calls(trace: list) -> list:
    steps = {span["id"] for span in trace if "clusterline.step" in span["attributes"] and not span["call"]}
    made = [span for span in trace if span["call"]]
    problems = [f"not below a step: {span['name']} of {span['service']}" for span in made if span["parent"] not in steps]
    for service, prefix in CALLS.items():
        if not any(span["service"] == service and span["name"].startswith(prefix) for span in made):
            problems.append(f"{service} has no span '{prefix}…'")
    return problems


if __name__ == "__main__":
    action, folder = sys.argv[1], Path(sys.argv[2])
    if action == "receive":
        receive(folder)
    else:
        sys.exit(check(folder, sys.argv[3]))
