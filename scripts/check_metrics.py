"""check_metrics.py CLUSTERLINE PAGE CLUSTER: do the metrics of the running processes agree with their page, both ways?

Asks every service and the console of the line that CLUSTERLINE runs on this machine at /actuator/prometheus. A metric that begins with
clusterline_ has to be on the page with exactly its labels; what is on the page and has to be there after a build has to be
there. No label holds the cluster's name (but the console's own), an id, an IP address, a routing key or free text.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

ROW = re.compile(r"^\| `(clusterline_\w+)` \| ([^|]*) \|(?: (\w+)[^|]*\|)?", re.M)
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? \S+$")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
SUFFIX = re.compile(r"_(bucket|count|sum|max)$")
IDENTITY = re.compile(r"\bi-[0-9a-f]{8,}|[0-9a-f]{8}-[0-9a-f]{4}-")
ADDRESS = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b|(?i:\b[0-9a-f]{1,4}(:[0-9a-f]{0,4}){4,7}\b)")

# What a build that goes well need not give.
RARE = {
    "clusterline_aws_credentials_expiry_timestamp_seconds": "credentials of the sandbox do not expire",
    "clusterline_aws_throttled_total": "nothing was throttled",
    "clusterline_dead_letters_published_total": "nothing failed",
    "clusterline_lease_heartbeats_missed_total": "none was missed",
    "clusterline_lease_takeovers_total": "nobody was silent",
    "clusterline_stage_retries_total": "nothing was tried again",
    "clusterline_build_eta_seconds": "it has ended",
    "clusterline_build_expected_duration_seconds": "it is the first of its shape",
}


def main(command: str, page: str, cluster: str) -> int:
    documented = read_page(Path(page).read_text())
    problems, seen = [], set()
    line = own_line(Path(command).resolve())
    for service in line["services"]:
        text = scrape(service["port"])
        of_clusterline = [sample for sample in samples(text) if sample[0].startswith("clusterline_")]
        print(f"{service['name']}: {len(list(samples(text)))} series, {len(of_clusterline)} of them clusterline_*, {len(text)} bytes")
        if service["name"] == "console":
            print(json.dumps(counts(of_clusterline)))
        for name, labels in of_clusterline:
            seen.add(family(name, documented))
            problems += documentation(service["name"], name, labels, documented)
        if service["name"] != "console":
            problems += [p for name, labels in samples(text) for p in contents(service["name"], name, labels, cluster)]
    problems += [f"{name} is on the page, and no process gives it" for name in sorted(documented.keys() - seen - RARE.keys())]
    print("\n".join(sorted(set(problems))) or f"{len(seen)} metrics agree with {page}")
    return 1 if problems else 0


def own_line(command: Path) -> dict:
    """Other checkouts may run lines too."""
    answer = subprocess.run([command, "status", "-o", "json"], capture_output=True, check=True).stdout
    lines = [json.loads(line) for line in answer.splitlines()]
    home = f"-Dclusterline.home={command.parent}\0"
    return next(line for line in lines if home in Path(f"/proc/{line['pid']}/cmdline").read_text())


def read_page(text: str) -> dict[str, set[str]]:
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels, _ in ROW.findall(text)}


def scrape(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/actuator/prometheus", timeout=30) as answer:
        return answer.read().decode()


def samples(text: str):
    for line in text.splitlines():
        sample = SAMPLE.match(line)
        if sample and not line.startswith("#"):
            yield sample[1], dict(LABEL.findall(sample[2] or ""))


def family(name: str, documented: dict[str, set[str]]) -> str:
    return name if name in documented else SUFFIX.sub("", name)


def documentation(service: str, name: str, labels: dict[str, str], documented: dict[str, set[str]]) -> list[str]:
    known = documented.get(family(name, documented))
    if known is None:
        return [f"{service}: {name} is not on the page"]
    found = labels.keys() - {"le"}
    return [] if found == known else [f"{service}: {name} has the labels {sorted(found)}, on the page {sorted(known)}"]


def contents(service: str, name: str, labels: dict[str, str], cluster: str) -> list[str]:
    bad = [f"{label}={value!r}" for label, value in labels.items() if "routing_key" in label or IDENTITY.search(value) or ADDRESS.search(value) or re.search(rf"\b{cluster}\b", value)]
    if name.startswith("clusterline_"):
        bad += [f"{label}={value!r}" for label, value in labels.items() if " " in value or len(value) > 60]
    return [f"{service}: {name} has {text}" for text in bad]


def counts(console: list) -> dict[str, int]:
    of_cluster = [labels for _, labels in console if "cluster" in labels]
    nodes = sum("node" in labels for labels in of_cluster)
    return {"progress series of clusters": len(of_cluster) - nodes, "node x phase": nodes, "others": len(console) - len(of_cluster)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
