"""kill -9 of infra-service while it launches the machines of eco2.yaml, at several moments; the line starts it again.

Counts running instances that the built cluster does not know. Needs root, and boto3: the virtual environment that
`./clusterline setup` makes.

    VENV/bin/python bench/terraform/ours.py 1,6,12 3,9,14      # two builds, with three kills each
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.append(str(Path(__file__).resolve().parent.parent))
from compare import launches, running  # noqa: E402
from held import COMMAND, ROOT, HeldDemo  # noqa: E402

ECO2 = ROOT / "deploy/clusters/eco2.yaml"


def main() -> None:
    builds = [[int(moment) for moment in text.split(",")] for text in sys.argv[1:]] or [[1, 6, 12], [3, 9, 14]]
    print("| killed after launches | the build | running | known | unknown |")
    print("|---|---|---|---|---|")
    for moments in builds:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(moments, Path(folder)), flush=True)


def measured(moments: list[int], folder: Path) -> str:
    with HeldDemo(folder, ECO2, "--latency=fast") as demo:
        killed = [kill_after(moment, demo) for moment in moments]
        result = demo.result()
        alive = running(demo.line()["awsEndpoint"], demo.access_key())
        known = set(provider_ids(result["kubeconfig"]))
    at = ", ".join(str(seen) for seen in killed)
    return f"| {at} | {result['outcome']} | {len(alive)} | {len(alive & known)} | **{len(alive - known)}** |"


def kill_after(moment: int, demo: HeldDemo) -> int:
    """Once so many launches were answered; returns how many were when it died."""
    endpoint, key = demo.line()["awsEndpoint"], demo.access_key()
    demo.awaited(f"{moment} launches", lambda: launches(endpoint, key) >= moment, every=0.02)
    service = next(one for one in demo.line()["services"] if one["name"] == "infra-service")
    os.kill(service["pid"], signal.SIGKILL)
    return launches(endpoint, key)


def provider_ids(kubeconfig: str) -> list[str]:
    done = subprocess.run(
        [COMMAND, "kubectl", "--kubeconfig", kubeconfig, "get", "nodes", "-o", "jsonpath={.items[*].spec.providerID}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [each.rpartition("/")[2] for each in done.stdout.split()]


if __name__ == "__main__":
    main()
