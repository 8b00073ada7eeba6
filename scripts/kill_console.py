"""kill_console.py kill|compare CLUSTERLINE CLUSTER FILE: does a build go on unhurt while its console is killed?

`kill` runs beside a demo: once its console shows the build under way, that process is killed by signal 9, and FILE says so once another
one shows the build again, at the same address. `compare` is for when the build is over: nothing else was started again, no stage was
tried twice, and the console shows the times of stages and build that `get` shows.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import urlparse

from check_metrics import own_line

LIMIT = 240


def main(action: str, command: str, cluster: str, file: str) -> int:
    if action == "kill":
        unfinished = Path(f"{file}.new")
        unfinished.write_text(json.dumps(kill(command, cluster)))
        unfinished.rename(file)
        return 0
    until("the console was killed and is back", Path(file).exists)
    problems = compare(command, cluster, json.loads(Path(file).read_text()))
    print("\n".join(problems) or "the build did not notice that the console was killed")
    return 1 if problems else 0


def kill(command: str, cluster: str) -> dict:
    line = until("the line runs", lambda: running_line(command))
    until("a build is under way", lambda: is_under_way(document(line, cluster)))
    before, first = processes(line), port(line)
    os.kill(before["console"], signal.SIGKILL)
    answered = document(line, cluster) is not None
    line = until("another console is started", lambda: with_another_console(line, before["console"]))
    until("it shows the build", lambda: document(line, cluster))
    return {"processes": before, "port": first, "answered": answered, "port after": port(line)}


def running_line(command: str) -> dict | None:
    try:
        return own_line(Path(command).resolve())
    except StopIteration:
        return None


def is_under_way(shown: dict | None) -> bool:
    return shown is not None and shown["phase"] == "building" and shown["progress"] > 0.1


def with_another_console(line: dict, killed: int) -> dict | None:
    """The line as it has written itself into its folder since."""
    written = json.loads((path(line["folder"]) / "line.json").read_text())
    line = {**line, "services": written["services"]}
    return line if processes(line)["console"] != killed else None


def compare(command: str, cluster: str, killed: dict) -> list[str]:
    line = own_line(Path(command).resolve())
    shown, got, now = document(line, cluster), result(command, cluster, line), processes(line)
    problems = []
    if killed["answered"]:
        problems.append("the console was not killed")
    if killed["port"] != killed["port after"]:
        problems.append(f"the console was at port {killed['port']}, and is at {killed['port after']} now")
    ran = {name: pid for name, pid in killed["processes"].items() if pid and name != "console"}  # later services had not begun yet
    problems += [f"{name} was started again" for name, pid in ran.items() if now[name] != pid]
    if (shown["phase"], got["outcome"]) != ("ready", "ready"):
        problems.append(f"the console shows {shown['phase']}, get {got['outcome']}")
    problems += [f"{stage['name']}: attempt {stage['attempt']}" for stage in shown["stages"] if stage["attempt"] > 1]
    return problems + differences(shown, got)


def differences(shown: dict, got: dict) -> list[str]:
    """Of the times of each stage that has ended, and of the whole build, which ends when it is ready."""
    on_page = {stage["name"]: seconds(stage["startedAt"], stage["endedAt"]) for stage in shown["stages"] if "endedAt" in stage}
    on_page["the build"] = seconds(shown["requestedAt"], shown["endedAt"])
    by_get = {stage["name"]: float(stage["seconds"]) for stage in got["stages"]}
    by_get["the build"] = float(got["seconds"]["makespan"])
    return [
        f"{name} took {on_page.get(name)} s on the page, {by_get.get(name)} s by get"
        for name in sorted(on_page.keys() | by_get.keys())
        if abs(on_page.get(name, -1) - by_get.get(name, -1)) > 0.01
    ]


def seconds(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def result(command: str, cluster: str, line: dict) -> dict:
    """By `get`, of this line: others may run on the machine."""
    environment = {**os.environ, "CLUSTERLINE_RABBITMQ_URI": path(line["rabbitmqUriFile"]).read_text().strip()}
    answer = subprocess.run([command, "get", cluster, "-o", "json"], env=environment, capture_output=True, check=True)
    return json.loads(answer.stdout)


def path(uri: str) -> Path:
    return Path(urlparse(uri).path)


def processes(line: dict) -> dict[str, int]:
    return {service["name"]: service["pid"] for service in line["services"]}


def port(line: dict) -> int:
    return next(service["port"] for service in line["services"] if service["name"] == "console")


def document(line: dict, cluster: str) -> dict | None:
    """What the console shows of the cluster."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port(line)}/api/clusters", timeout=30) as answer:
            return next((each for each in json.load(answer) if each["name"] == cluster), None)
    except OSError:
        return None


def until(what: str, look):
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise TimeoutError(f"not within {LIMIT} s: {what}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
