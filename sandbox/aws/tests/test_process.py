import http.client
import json
import signal
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

import pytest
from conftest import HERE, PROFILES, StandIn


@pytest.mark.parametrize("profile", ["none", "fast", "aws"])
def test_given_each_profile_when_started_then_it_is_ready_and_shows_it(profile):
    stand_in = StandIn(PROFILES / f"{profile}.json", "--account", "210987654321")
    try:
        assert stand_in.get("health") == {"status": "ready"}
        assert stand_in.get("latency") == json.loads((PROFILES / f"{profile}.json").read_text())
        assert stand_in.client("sts").get_caller_identity()["Account"] == "210987654321"
    finally:
        stand_in.stop()


PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "clusterline_aws", "--latency", sys.argv[1]], stdout=subprocess.PIPE, text=True)
print(child.pid, child.stdout.readline(), flush=True)
time.sleep(600)
"""


def test_given_the_parent_is_killed_when_it_dies_then_the_stand_in_ends():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(PROFILES / "none.json")], cwd=HERE.parent, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline().split()[0])
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert ended(pid), f"process {pid} outlived its parent by 5 s"


def ended(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        try:
            if status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_given_wrong_arguments_when_started_then_it_says_which():
    for arguments, named in ((["--account", "12"], "--account"), (["--addresses", "10.0.0.0/16"], "--addresses")):
        run = subprocess.run(
            [sys.executable, "-m", "clusterline_aws", "--latency", str(PROFILES / "none.json"), *arguments],
            cwd=HERE.parent,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 2 and named in run.stderr


def test_given_one_connection_when_many_calls_are_made_then_it_is_kept_open(aws):
    connection = http.client.HTTPConnection(aws.endpoint.removeprefix("http://"), timeout=5)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for _ in range(5):
        connection.request("GET", "/_sandbox/health")
        assert connection.getresponse().read()
        assert connection.sock and connection.sock.getsockname()[1] == port


def test_given_an_unknown_control_path_when_called_then_the_known_ones_are_named(aws):
    with pytest.raises(urllib.error.HTTPError) as refused:
        aws.get("nothing")
    assert refused.value.code == 404 and "GET /_sandbox/machines" in json.load(refused.value)["known"]
