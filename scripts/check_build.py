"""check_build.py SPECIFICATION RESULT SNMP [--removed]: is this the result of a build with every node ready, every add-on
healthy and ClusterReady, and, with --removed, of a removal that left nothing and was denied nothing?

SNMP: /proc/net/snmp's two lines on IP, read after the build in its network namespace, which had nothing but loopback.
"""

import json
import re
import sys
from pathlib import Path


def attempts_to_leave(snmp: str) -> int:
    """How many packets or connections found no route: each was meant for something beyond loopback."""
    names, values = (line.split() for line in Path(snmp).read_text().splitlines())
    return int(values[names.index("OutNoRoutes")])


def problems_of_removal(build: dict) -> list[str]:
    removal = build.get("removal", {"outcome": "missing"})
    problems = []
    if removal["outcome"] != "removed":
        problems.append(f"removal is {removal['outcome']}: {removal.get('error')}")
    problems += [f"left in AWS: {line}" for line in build.get("left", [])]
    problems += [f"denied: {action}" for action in build.get("denied", [])]
    return problems + [f"no model of AWS allows {request}" for request in build.get("violations", [])]


def main(specification: str, result: str, snmp: str, removed: str = "") -> int:
    wanted = len(re.findall(r"\btypes?: \[?[a-z0-9-]+\.[a-z0-9]+\b", Path(specification).read_text()))
    text = Path(result).read_text().strip()
    if not text.startswith("{"):
        print(f"no result: {text!r}")
        return 1
    build = json.loads(text)
    problems = []
    if build["outcome"] != "ready":
        problems.append(f"outcome is {build['outcome']}: {build.get('error')}")
    if not build["clusterReady"]:
        problems.append("ClusterReady was not published")
    if not build["nodes"]["ready"] == build["nodes"]["total"] > 0:
        problems.append(f"nodes: {build['nodes']}")
    if build["nodes"]["total"] != wanted:
        problems.append(f"{build['nodes']['total']} nodes, the specification has {wanted}")
    if not build["addons"]["healthy"] == build["addons"]["total"] > 0:
        problems.append(f"add-ons: {build['addons']}")
    if attempts_to_leave(snmp):
        problems.append(f"{attempts_to_leave(snmp)} attempts to reach something beyond loopback")
    if removed:
        problems += problems_of_removal(build)
    print("\n".join(problems) or "as specified")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
