"""kill -9 during `terraform apply` on the AWS stand-in, at several moments; then apply again.

Counts running instances that Terraform no longer knows. Needs terraform, the provider hashicorp/aws 5.100.0 in a plugin
directory (TF_PLUGINS), and the virtual environment that `./clusterline setup` makes:

    TF_PLUGINS=DIR VENV/bin/python bench/terraform/compare.py 1 3 6 9 12 14
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3

HERE = Path(__file__).resolve().parent
SANDBOX = HERE.parent.parent / "sandbox"
LIMIT_SECONDS = 600


def main() -> None:
    moments = [int(text) for text in sys.argv[1:]] or [1, 3, 6, 9, 12, 14]
    print("| killed after launches | next apply | running | known | unknown | plan then says |")
    print("|---|---|---|---|---|---|")
    for moment in moments:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(moment, Path(folder)), flush=True)


def measured(moment: int, folder: Path) -> str:
    aws, endpoint, key = stand_in()
    try:
        shutil.copy(HERE / "main.tf", folder)
        terraform(folder, endpoint, key, "init", f"-plugin-dir={os.environ['TF_PLUGINS']}")
        kill_after(moment, folder, endpoint, key)
        again = terraform(folder, endpoint, key, "apply", "-auto-approve", "-lock=false", check=False)
        plan = terraform(folder, endpoint, key, "plan", "-detailed-exitcode", "-lock=false", check=False)
        alive, known = running(endpoint, key), in_state(folder)
        outcome = "succeeds" if again == 0 else "fails"
        says = {0: "No changes", 2: "changes"}.get(plan, "an error")
        return f"| {moment} | {outcome} | {len(alive)} | {len(alive & known)} | **{len(alive - known)}** | {says} |"
    finally:
        aws.kill()
        aws.wait()


def stand_in() -> tuple[subprocess.Popen, str, str]:
    command = [sys.executable, "-m", "clusterline_aws", "--latency", str(SANDBOX / "latency/fast.json")]
    process = subprocess.Popen(command, cwd=SANDBOX / "aws", stdout=subprocess.PIPE)
    ready = json.loads(process.stdout.readline())
    return process, ready["endpoint"], ready["accessKey"]


def terraform(folder: Path, endpoint: str, key: str, *arguments: str, check: bool = True) -> int:
    done = subprocess.run(**command(folder, endpoint, key, *arguments), timeout=LIMIT_SECONDS, check=False)
    if check and done.returncode != 0:
        raise SystemExit(f"terraform {arguments[0]} failed: {tail(folder)}")
    return done.returncode


def tail(folder: Path) -> str:
    return (folder / "log").read_text()[-2_000:]


def command(folder: Path, endpoint: str, key: str, *arguments: str) -> dict:
    log = (folder / "log").open("ab")
    environment = {
        **os.environ,
        "TF_VAR_endpoint": endpoint,
        "TF_VAR_key": key,
        "CHECKPOINT_DISABLE": "1",
        "TF_IN_AUTOMATION": "1",
    }
    return {
        "args": ["terraform", *arguments, "-no-color"],
        "cwd": folder,
        "env": environment,
        "stdout": log,
        "stderr": log,
    }


def kill_after(moment: int, folder: Path, endpoint: str, key: str) -> None:
    """Terraform and its provider, once so many launches were answered."""
    process = subprocess.Popen(
        **command(folder, endpoint, key, "apply", "-auto-approve", "-lock=false"), start_new_session=True
    )
    end = time.monotonic() + LIMIT_SECONDS
    while launches(endpoint, key) < moment:
        if time.monotonic() > end or process.poll() is not None:
            raise SystemExit(f"only {launches(endpoint, key)} launches; the log ends: {tail(folder)}")
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def launches(endpoint: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    with urllib.request.urlopen(urllib.request.Request(endpoint + "/_sandbox/calls", headers=headers)) as reply:
        return json.load(reply)["calls"].get("ec2", {}).get("RunInstances", 0)


def running(endpoint: str, key: str) -> set[str]:
    ec2 = boto3.client(
        "ec2",
        endpoint_url=endpoint,
        region_name="ap-northeast-2",
        aws_access_key_id=key,
        aws_secret_access_key="test",
    )
    alive = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]
    pages = ec2.get_paginator("describe_instances").paginate(Filters=alive)
    return {one["InstanceId"] for page in pages for group in page["Reservations"] for one in group["Instances"]}


def in_state(folder: Path) -> set[str]:
    state = json.loads((folder / "terraform.tfstate").read_text())
    groups = [one["instances"] for one in state["resources"] if one["type"] == "aws_instance"]
    return {instance["attributes"]["id"] for group in groups for instance in group}


if __name__ == "__main__":
    main()
