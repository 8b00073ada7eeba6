"""Runs a command on a pseudo-terminal of that size: on_terminal.py ROWS COLUMNS SECONDS [KEY-AT [BEFORE]] -- COMMAND…

Everything that the terminal shows goes to stdout. When the shown text holds KEY-AT, Ctrl-C is typed, once; before that the
shell runs BEFORE, whose output goes to stderr. Ends with the command's exit code (128 + the signal, where one ended it), with
98 when BEFORE failed, or with 99 when the time is up.
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
    key_at = sys.argv[4].encode() if split > 4 else None
    before = sys.argv[5] if split > 5 else ":"
    failed = False
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has it ignored in what it runs in the background
        os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    shown = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        piece = read(terminal)
        if not piece:
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256
            return 98 if failed else code
        shown += piece
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        if key_at and key_at in shown:
            failed = subprocess.run(before, shell=True, stdout=sys.stderr).returncode != 0
            os.write(terminal, b"\x03")
            key_at = None
    os.kill(child, signal.SIGKILL)
    return 99


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


sys.exit(main())
