"""The process that reads hostile files: a path a line in, a verdict a line out.  Started by `__main__`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.hostile.verdict import judge


def limit_memory(megabytes: int) -> None:
    """Let this process have no more address space than this; nothing is limited where the system cannot."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def limit_time(seconds: float) -> None:
    """Let the system end this process after so many seconds of processor time from now; 0 takes the limit away."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Read paths until there are no more."""
    limit_memory(int(sys.argv[1]))
    # Verdicts have a stream of their own: whatever a library prints must not be taken for one.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        limit_time(float(sys.argv[2]))
        verdict = judge(Path(line.rstrip("\n").encode().decode("unicode_escape")))
        limit_time(0)
        print(verdict.as_json(), file=answers)


if __name__ == "__main__":
    main()
