"""kill -9 of infra-service while it launches the machines of eco2.yaml, at several moments; the line starts it again each time.

Counts running instances that the built cluster does not know. Needs root, and boto3: the virtual environment that
`./clusterline setup` makes.

    VENV/bin/python bench/terraform/ours.py 1,6,12 3,9,14      # two builds, with three kills each
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from compare import LIMIT_SECONDS, launches, running

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = str(ROOT / "clusterline")
ECO2 = ROOT / "deploy/clusters/eco2.yaml"


def main() -> None:
    builds = [[int(moment) for moment in text.split(",")] for text in sys.argv[1:]] or [[1, 6, 12], [3, 9, 14]]
    print("| killed after launches | the build | running | known | unknown |")
    print("|---|---|---|---|---|")
    for moments in builds:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(moments, Path(folder)), flush=True)


def measured(moments: list[int], folder: Path) -> str:
    demo = [COMMAND, "demo", "--keep", "--latency=fast", "-f", str(ECO2), "-o", "json"]
    with (folder / "out").open("w") as output, (folder / "log").open("w") as log:
        process = subprocess.Popen(demo, stdout=output, stderr=log)
    try:
        line = awaited("the line", lambda: own_line(process.pid), process)
        killed = [kill_after(moment, line["awsEndpoint"], process) for moment in moments]
        result = awaited("the result", lambda: last_json(folder / "out"), process)
        alive = running(line["awsEndpoint"])
        known = set(provider_ids(result["kubeconfig"]))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT_SECONDS)
    at = ", ".join(str(seen) for seen in killed)
    return f"| {at} | {result['outcome']} | {len(alive)} | {len(alive & known)} | **{len(alive - known)}** |"


def kill_after(moment: int, endpoint: str, demo: subprocess.Popen) -> int:
    """Once so many launches were answered; returns how many were when it died."""
    awaited(f"{moment} launches", lambda: launches(endpoint) >= moment, demo, every=0.02)
    line = own_line(demo.pid)
    os.kill(next(one["pid"] for one in line["services"] if one["name"] == "infra-service"), signal.SIGKILL)
    return launches(endpoint)


def awaited(what: str, look, demo: subprocess.Popen, every: float = 0.2):
    end = time.monotonic() + LIMIT_SECONDS
    while not (seen := look()):
        if time.monotonic() > end or demo.poll() is not None:
            raise SystemExit(f"{what} did not come within {LIMIT_SECONDS} s")
        time.sleep(every)
    return seen


def own_line(pid: int) -> dict | None:
    """What the demo has written of itself; its folder is among those of the newest runs."""
    for file in sorted((cache() / "run").glob("*/line.json"), reverse=True)[:3]:
        line = json.loads(file.read_text() or "{}")
        if line.get("pid") == pid or parent(line.get("pid", 0)) == pid:
            return line
    return None


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("CLUSTERLINE_CACHE") or base + "/clusterline")


def parent(pid: int) -> int:
    stat = Path(f"/proc/{pid}/stat")
    return int(stat.read_text().rpartition(")")[2].split()[1]) if stat.exists() else 0


def last_json(file: Path) -> dict | None:
    lines = file.read_text().strip().splitlines()
    return json.loads(lines[-1]) if lines else None


def provider_ids(kubeconfig: str) -> list[str]:
    done = subprocess.run(
        [COMMAND, "kubectl", "get", "nodes", "-o", "jsonpath={range .items[*]}{.spec.providerID}{'\\n'}{end}"],
        env={**os.environ, "KUBECONFIG": kubeconfig},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.rpartition("/")[2] for line in done.stdout.split()]


if __name__ == "__main__":
    main()
