"""check_terminal.py SHOWN: is this what a terminal shows of a demo that was kept and then ended by Ctrl-C?"""

import os
import re
import sys
from pathlib import Path

CURSOR = re.compile(r"\x1b\[[0-9;?$]*[A-Za-z]")


def main(file: str) -> int:
    shown = CURSOR.sub("", Path(file).read_bytes().decode())
    problems = [f"it shows {word!r}" for word in ("Exception", "\tat ", "WARNING") if word in shown]
    if "Interrupted. The sandbox is removed" not in shown:
        problems.append("it does not say that the sandbox is removed")
    if not shown.endswith("\r\n"):
        problems.append(f"its end is not that of a line: {shown[-80:]!r}")
    folder = shown.split()[-1]
    problems += [f"process {pid} still runs: {line}" for pid, line in processes() if folder in line]
    print("\n".join(problems) or f"ended well; the logs are in {folder}")
    return 1 if problems else 0


def processes() -> list[tuple[str, str]]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            try:
                found.append((entry.name, (entry / "cmdline").read_text().replace("\0", " ")))
            except OSError:  # it has ended meanwhile
                continue
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
