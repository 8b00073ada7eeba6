"""check_expressions.py PROMETHEUS RUN START END [PAGE]: runs every expression of every panel, recording rule and alert over what the
Prometheus of a run (demo --monitoring) has scraped, by deploy/monitoring/dashboards' check. Exit code 1: one is in error, or has
no data though a build fills it, or an alert fired, though nothing was wrong.

PROMETHEUS: the program; it serves the run's data on loopback and scrapes nothing. START, END: seconds since 1970. PAGE: the
results are written there, with the series and sizes of the scrapes.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

CHECK = Path(__file__).parent.parent / "deploy/monitoring/dashboards"
PATIENCE = 60  # seconds

HEAD = """# Expressions over a real build

Written by `scripts/check_expressions.py`: a build in the sandbox (`demo --monitoring`), scraped by Debian's Prometheus. Each expression of each panel, recording rule and alert went through `query_range` over that time.
`./clusterline verify` does the same in its suite `e2e-small`, and fails when one is in error, or has no data though
[a build fills it](../deploy/monitoring/filled-by-a-build.txt). An alert without data was never true; one with data was
true for less than its `for`, while the line started. None may fire in such a build.
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/-/ready", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def serving(program: str, data: Path) -> Iterator[str]:
    """The address of a Prometheus that has the data."""
    address = f"http://127.0.0.1:{free_port()}"
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as nothing, tempfile.TemporaryFile() as log:
        nothing.write("scrape_configs: []\n")
        nothing.flush()
        command = [program, f"--config.file={nothing.name}", f"--storage.tsdb.path={data}"]
        command += [f"--web.listen-address={address.removeprefix('http://')}", "--log.level=warn"]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + PATIENCE
            while not is_ready(address):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise SystemExit(f"Prometheus does not serve {data}: {log.read().decode()}")
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait()


def values(address: str, query: str, at: float) -> dict[str, float]:
    """By job."""
    form = urllib.parse.urlencode({"query": query, "time": at})
    with urllib.request.urlopen(f"{address}/api/v1/query?{form}") as answer:
        result = json.load(answer)["data"]["result"]
    return {series["metric"].get("job", ""): float(series["value"][1]) for series in result}


def scrapes(address: str, start: float, end: float) -> str:
    span = f"[{round(end - start) + 1}s]"
    columns = [
        f"max by (job) (max_over_time(scrape_samples_scraped{span}))",
        f"sum by (job) (max by (job, component) (max_over_time(scrape_samples_post_metric_relabeling{span})))",
        f"max by (job) (max_over_time(scrape_body_size_bytes{span})) / 1000",
        f"1000 * max by (job) (max_over_time(scrape_duration_seconds{span}))",
        f"sum by (job) (count_over_time(up{span}))",
        f"sum by (job) (sum_over_time(up{span}))",
    ]
    read = [values(address, column, end) for column in columns]
    rows = [
        "| job | samples of one process, at most | series of all that are kept, at most | kB of one process, at most | ms, at most "
        "| scrapes | of them answered |",
        "|---|---|---|---|---|---|---|",
    ]
    for job in sorted(read[0]):
        rows.append(f"| `{job}` | " + " | ".join(f"{column.get(job, 0):.0f}" for column in read) + " |")
    return "\n".join(rows)


def fired(address: str, start: float, end: float) -> list[str]:
    """Names of the alerts that did."""
    form = urllib.parse.urlencode({"query": f'ALERTS{{alertstate="firing"}}[{round(end - start) + 1}s]', "time": end})
    with urllib.request.urlopen(f"{address}/api/v1/query?{form}") as answer:
        return sorted({series["metric"]["alertname"] for series in json.load(answer)["data"]["result"]})


def main(program: str, run: str, start: str, end: str, page: str = "") -> int:
    if not (CHECK / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=CHECK, check=True)
    with serving(program, Path(run) / "monitoring/data") as address:
        check = subprocess.run(
            ["npm", "run", "-s", "check", "--", address, start, end], cwd=CHECK, stdout=subprocess.PIPE, text=True, check=False
        )
        print(check.stdout)
        sizes = scrapes(address, float(start), float(end))
        print(sizes)
        alerts = fired(address, float(start), float(end))
        print(f"alerts that fired: {', '.join(alerts) or 'none'}")
    if page:
        Path(page).write_text(f"{HEAD}\n## Scrapes\n\n{sizes}\n\n## Expressions\n\n{check.stdout.strip()}\n")
    return 1 if alerts else check.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
