"""check_build.py SPECIFICATION RESULT: is this the result of a build with every node ready and every add-on healthy?"""

import json
import re
import sys
from pathlib import Path


def main(specification: str, result: str) -> int:
    wanted = len(re.findall(r"\btype: [a-z0-9-]+\.[a-z0-9]+\b", Path(specification).read_text()))
    text = Path(result).read_text().strip()
    if not text.startswith("{"):
        print(f"no result: {text!r}")
        return 1
    build = json.loads(text)
    problems = []
    if build["outcome"] != "ready":
        problems.append(f"outcome is {build['outcome']}: {build.get('error')}")
    if not build["nodes"]["ready"] == build["nodes"]["total"] > 0:
        problems.append(f"nodes: {build['nodes']}")
    if build["nodes"]["total"] != wanted:
        problems.append(f"{build['nodes']['total']} nodes, the specification has {wanted}")
    if not build["addons"]["healthy"] == build["addons"]["total"] > 0:
        problems.append(f"add-ons: {build['addons']}")
    print("\n".join(problems) or "as specified")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
