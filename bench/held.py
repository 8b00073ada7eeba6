"""A demo that is held (`demo --keep`), and what can be asked of it, its stand-in of AWS, its machines and its processes."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = str(ROOT / "clusterline")
LIMIT_SECONDS = 1200
REGION = "ap-northeast-2"
DESCRIBED = {
    "DescribeVpcs": r"<isDefault>false</isDefault>",
    "DescribeInstances": r"<name>(?:pending|running|shutting-down|stopping|stopped)</name>",
    "DescribeVolumes": r"<volumeId>",
    "DescribeAddresses": r"<allocationId>",
    "DescribeKeyPairs": r"<keyPairId>",
}


class HeldDemo:
    """Ends with the block that it was begun for."""

    def __init__(self, folder: Path, specification: Path, *options: str):
        self._log = folder / "demo.log"
        self._output = folder / "demo.json"
        demo = [COMMAND, "demo", "--keep", *options, "-f", str(specification), "-o", "json"]
        with self._output.open("w") as output, self._log.open("w") as log:
            self._demo = subprocess.Popen(demo, stdout=output, stderr=log)

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self._demo.terminate()  # not by SIGINT: what runs in the background of a shell may ignore it
        self._demo.wait(LIMIT_SECONDS)

    def result(self) -> dict:
        """What the demo says of its own cluster, once it is built."""
        return self.awaited("the first cluster's result", self._result)

    def line(self) -> dict:
        """Its four services, its broker, its AWS, and the folder of its run."""
        return self.awaited("the line", self._line)

    def command(self, *arguments: str) -> tuple[int, dict]:
        """A command of the line's with -o json: its exit code, and the last that it says."""
        done = subprocess.run(
            [COMMAND, *arguments, "-o", "json"],
            capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            print(done.stdout[-1000:], done.stderr[-1000:], file=sys.stderr)
        lines = done.stdout.strip().splitlines()
        return done.returncode, json.loads(lines[-1]) if lines else {"error": done.stderr[-500:]}

    def machines(self, method: str, path: str, order: list[dict] | None = None) -> list[dict]:
        """The answer of the machines daemon (sandbox/node/MACHINES.md); none to what it only has to take."""
        connection = http.client.HTTPConnection("sandbox")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(self._control())
        connection.request(method, path, None if order is None else json.dumps(order))
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text}")
        return json.loads(text) if text else []

    def machine(self, name: str) -> int | None:
        """The first process of the machine of that name, as it is numbered here, once it has begun to boot."""
        pids = [one["pid"] for one in self.machines("GET", "/machines") if one["name"] == name and "pid" in one]
        return next((pid for pid in self.processes() if pids and numbers(pid)[1:] == [pids[0], 1]), None)

    def processes(self) -> set[int]:
        """All that it has started, machines and what runs on them too."""
        return descendants(self._demo.pid)

    def memory(self) -> tuple[int, int]:
        """PSS of the four services, and of everything that the demo has started, in MB."""
        services = sum(pss(service["pid"]) for service in self.line()["services"])
        return services // 1024, sum(pss(pid) for pid in self.processes()) // 1024

    def left(self) -> dict[str, int]:
        """What there still is, in the account and on the machine."""
        found = {action: len(re.findall(sign, self.described(action))) for action, sign in DESCRIBED.items()}
        kubelets = [pid for pid in self.processes() if "kubelet" in command_line(pid)[:40]]
        return {what: number for what, number in (found | {"kubelets": len(kubelets)}).items() if number}

    def described(self, action: str) -> str:
        """EC2's answer. The stand-in takes the region from the signature and does not verify it."""
        scope = f"Credential={self.access_key()}/20260101/{REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0"
        request = urllib.request.Request(
            self.line()["awsEndpoint"],
            data=f"Action={action}&Version=2016-11-15".encode(),
            headers={"Authorization": f"AWS4-HMAC-SHA256 {scope}"},
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.read().decode()

    def access_key(self) -> str:
        """What the stand-in lets in, from the file in the run's folder that its owner alone may read."""
        text = (self.line()["folder"] / "aws-credentials").read_text()
        return re.search(r"aws_access_key_id = (\w+)", text).group(1)

    def awaited(self, what: str, look, limit: float = LIMIT_SECONDS, every: float = 0.5):
        end = time.monotonic() + limit
        while not (seen := look()):
            if self._demo.poll() is not None or time.monotonic() > end:
                raise SystemExit(
                    f"{what} did not come within {limit} s; the demo says: {self._log.read_text()[-2000:]}"
                )
            time.sleep(every)
        return seen

    def _control(self) -> str:
        """The machines daemon's socket, as its command line names it."""
        words = [command_line(pid).split() for pid in self.processes()]
        return next(each[each.index("--control") + 1] for each in words if "--control" in each)

    def _result(self) -> dict | None:
        text = self._output.read_text().strip()
        return json.loads(text.splitlines()[-1]) if text else None

    def _line(self) -> dict | None:
        """As the line itself has written it, in the folder of its run."""
        for file in sorted((cache() / "run").glob("*/line.json"), reverse=True):
            line = json.loads(file.read_text() or "{}")
            if line.get("pid") in self.processes() and len(line["services"]) == 4:
                return line | {"folder": file.parent}
        return None


class EventLog:
    """The events of a cluster, from its first one on, as the journal shows them. Ends with the block that it was begun for."""

    def __init__(self, demo: HeldDemo, cluster: str):
        self._demo = demo
        demo.line()  # whose journal it is
        command = [COMMAND, "events", cluster, "--follow", "-o", "json"]
        self._reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._events: list[dict] = []
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self._reader.terminate()
        self._reader.wait(LIMIT_SECONDS)

    def of(self, kind: str, generation: int, **data) -> list[dict]:
        """Those of that kind and generation with these values in their data, oldest first."""
        return [
            event
            for event in self._events.copy()
            if event["type"].split(".")[2] == kind
            and event.get("generation") == generation
            and data.items() <= event["data"].items()
        ]

    def awaited(self, kind: str, generation: int, since: datetime, limit: float, **data) -> dict:
        """The first of them from that moment on."""

        def look() -> dict | None:
            found = self.of(kind, generation, **data)
            return next((event for event in found if moment(event) >= since), None)

        return self._demo.awaited(f"{kind} of generation {generation}", look, limit, 0.05)

    def _read(self) -> None:
        for line in self._reader.stdout:
            self._events.append(json.loads(line))


def moment(event: dict) -> datetime:
    """When it was published."""
    return datetime.fromisoformat(event["time"])


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("CLUSTERLINE_CACHE") or f"{base}/clusterline")


def copy_of_small(folder: Path, name: str) -> Path:
    text = (ROOT / "deploy/clusters/small.yaml").read_text()
    file = folder / f"{name}.yaml"
    file.write_text(re.sub(r"(?m)^  name: small\b", f"  name: {name}", text))
    return file


def with_machines(specification: str, names: list[str]) -> str:
    """The text of a copy of small with more workers."""
    machines = [f"    - {{name: {name}, type: t3a.medium, subnet: public-a}}\n" for name in names]
    nodes, rest = specification.split("\n  addons:\n", 1)
    return nodes + "".join(machines) + "\n  addons:\n" + rest


def descendants(pid: int) -> set[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, open_ends = {pid}, [pid]
    while open_ends:
        for child in children.get(open_ends.pop(), []):
            found.add(child)
            open_ends.append(child)
    return found


def numbers(pid: int) -> list[int]:
    """Those of a process in its PID namespaces, from ours to its own; none when it has ended."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return []
    return [int(number) for number in re.search(r"(?m)^NSpid:(.*)", text)[1].split()]


def pss(pid: int) -> int:
    """KB; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.search(r"(?m)^Pss:\s+(\d+)", text)[1])


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
