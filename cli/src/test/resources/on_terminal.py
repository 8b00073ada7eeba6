"""Runs a command on a pseudo-terminal of that size: on_terminal.py ROWS COLUMNS SECONDS [KEY-AT [BEFORE] | --stdin] -- COMMAND…

Everything that the terminal shows goes to stdout. When the shown text holds KEY-AT, Ctrl-C is typed, once; before that the
shell runs BEFORE, whose output goes to stderr. With --stdin each line that is read does something to the terminal:
`size ROWS COLUMNS` resizes it, which xterm's sequence for that says in what is shown; `interrupt` types Ctrl-C. Ends with
the command's exit code (128 + the signal, where one ended it), with 98 when BEFORE failed, or with 99 when the time is up.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time


def main() -> int:
    split = sys.argv.index("--")
    rows, columns, seconds = (int(text) for text in sys.argv[1:4])
    controls = Controls() if sys.argv[4] == "--stdin" else None
    key_at = sys.argv[4].encode() if split > 4 and not controls else None
    before = sys.argv[5] if split > 5 else ":"
    failed = False
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has it ignored in what it runs in the background
        os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
    resize(terminal, rows, columns)
    shown = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sources = [terminal] + ([sys.stdin] if controls and not controls.ended else [])
        ready = select.select(sources, [], [], 0.1)[0]
        if sys.stdin in ready:
            controls.obey(terminal)
        if terminal not in ready:
            continue
        piece = read(terminal)
        if not piece:
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256
            return 98 if failed else code
        shown += piece
        show(piece)
        if key_at and key_at in shown:
            failed = subprocess.run(before, shell=True, stdout=sys.stderr).returncode != 0
            os.write(terminal, b"\x03")
            key_at = None
    os.kill(child, signal.SIGKILL)
    return 99


class Controls:
    """What is to be done to the terminal, a line each."""

    def __init__(self) -> None:
        self.ended = False
        self.unread = b""

    def obey(self, terminal: int) -> None:
        piece = os.read(sys.stdin.fileno(), 4096)
        self.ended = not piece
        *lines, self.unread = (self.unread + piece).split(b"\n")
        for line in lines:
            if line == b"interrupt":
                os.write(terminal, b"\x03")
            else:
                rows, columns = (int(word) for word in line.split()[1:])
                show(b"\x1b[8;%d;%dt" % (rows, columns))
                resize(terminal, rows, columns)


def resize(terminal: int, rows: int, columns: int) -> None:
    """The kernel tells the command by SIGWINCH."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def show(piece: bytes) -> None:
    sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


sys.exit(main())
