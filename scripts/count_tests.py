"""count_tests.py ROOT REPORTS: sums what the suites report; the last line says how many passed and how many failed."""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

Counts = tuple[int, int, int]  # passed, failed, skipped
LONGEST = 1000  # characters of why a test failed


def junit(files: list[Path]) -> Counts:
    passed = failed = skipped = 0
    for file in files:
        root = ElementTree.parse(file).getroot()
        for suite in [root] if root.tag == "testsuite" else root.findall("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            left_out = int(suite.get("skipped", 0))
            failed += bad
            skipped += left_out
            passed += int(suite.get("tests", 0)) - bad - left_out
    return passed, failed, skipped


def failures(files: list[Path]) -> list[str]:
    """Each test that failed, with the begin of why in one line: the log says it too, but far from its end."""
    return [
        f"{case.get('classname')}.{case.get('name')}: {' '.join((reason.get('message') or reason.get('type') or '').split())[:LONGEST]}"
        for file in files
        for case in ElementTree.parse(file).getroot().iter("testcase")
        for reason in [*case.findall("failure"), *case.findall("error")]
    ]


def go(file: Path) -> Counts:
    """A package that does not compile has no test that fails, so it counts itself."""
    counts = {"pass": 0, "fail": 0, "skip": 0}
    broken, packages_with_failures = set(), set()
    for line in file.read_text().splitlines() if file.exists() else []:
        event = json.loads(line) if line.startswith("{") else {}
        action = event.get("Action")
        if "Test" in event and action in counts:
            counts[action] += 1
            if action == "fail":
                packages_with_failures.add(event.get("Package"))
        elif action == "fail":
            broken.add(event.get("Package"))
    return counts["pass"], counts["fail"] + len(broken - packages_with_failures), counts["skip"]


def printed(log: Path) -> Counts:
    """What promtool, Node's test runner and go test -v have printed: an "ok" of promtool is a file of tests."""
    text = log.read_text() if log.exists() else ""

    def node(what: str) -> int:
        return sum(int(count) for count in re.findall(rf"^(?:#|ℹ) {what} (\d+)$", text, re.MULTILINE))

    def lines(pattern: str) -> int:
        return len(re.findall(pattern, text, re.MULTILINE))

    passed = node("pass") + lines(r"^ *--- PASS: ") + lines(r"^ *SUCCESS")
    failed = node("fail") + node("cancelled") + lines(r"^ *--- FAIL: ") + lines(r"^ *FAILED:")
    return passed, failed, node("skipped") + lines(r"^ *--- SKIP: ")


def suites_without_report(reports: Path, counted: dict[str, Counts]) -> None:
    """A suite that ended before it could count anything has failed once."""
    for log in sorted(reports.glob("*.log")):
        name = log.stem
        if name.startswith("e2e-") or name == "scripts":
            ok = (reports / f"{name}.passed").exists()
            counted[name] = (1, 0, 0) if ok else (0, 1, 0)
        elif not (reports / f"{name}.passed").exists() and counted.get(name, (0, 0, 0))[1] == 0:
            passed, _, skipped = counted.get(name, (0, 0, 0))
            counted[name] = (passed, 1, skipped)


def main(root: Path, reports: Path) -> int:
    surefire = sorted(root.glob("*/target/surefire-reports/TEST-*.xml"))
    counted = {
        "java": junit(surefire),
        "go": go(reports / "go.json"),
        "monitoring": printed(reports / "monitoring.log"),
        "page": printed(reports / "page.log"),
        "python": junit([file for file in [reports / "python.xml"] if file.exists()]),
    }
    suites_without_report(reports, counted)
    for line in failures(surefire):
        print(f"FAILED {line}")
    for name, (passed, failed, skipped) in counted.items():
        print(f"{name:12} {passed:5} passed {failed:4} failed {skipped:4} skipped")
    passed, failed = (sum(count[index] for count in counted.values()) for index in (0, 1))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
