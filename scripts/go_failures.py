"""go_failures.py FILE: what the failed tests in the output of `go test -json` have printed, and what did not compile."""

import json
import sys
from collections import defaultdict
from pathlib import Path


def main(file: Path) -> None:
    printed: dict[tuple[str, str], list[str]] = defaultdict(list)
    failed: list[tuple[str, str]] = []
    for line in file.read_text().splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        key = event.get("Package") or event.get("ImportPath", ""), event.get("Test", "")
        if event.get("Action") in ("output", "build-output"):
            printed[key].append(event["Output"])
        elif event.get("Action") in ("fail", "build-fail"):
            failed.append(key)
    for package, test in failed:
        print(f"--- {package} {test}".rstrip())
        print("".join(printed[package, test]).rstrip())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
