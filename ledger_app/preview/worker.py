"""The preview process: answers questions about one file, line by line from its input, and reaches nothing else.

Started by the application (`session.py`), never imported by it.  It reads the one file it is told, writes nothing,
has no network, and is ended with the preview it serves; a file that brings it down harms nothing but it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO

from ledger_app.preview.limits import CPU_SECONDS, MEMORY_BYTES
from ledger_app.preview.opening import OpenFile
from ledger_app.preview.wire import WireError, decode_request, encode
from ledger_app.sandbox.child import bound, forbid_writing, open_pipes

_LONGEST_QUESTION = 1 << 16


def main() -> int:
    """Answer until the application closes the pipe.

    Returns:
        0; 2 when a question was none.
    """
    given, out = open_pipes()
    # What is needed for every file is loaded before anybody waits for it, and before limits count.
    with suppress(ImportError):
        import pypdfium2  # noqa: F401
    sys.setrecursionlimit(3000)
    bound(MEMORY_BYTES, CPU_SECONDS, niceness=0)
    forbid_writing()
    questions: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(given, questions.put), daemon=True).start()
    file = OpenFile()
    while True:
        try:
            request = decode_request(questions.get())
        except WireError:
            return 2
        _send(out, encode(file.answer(request)))


def _listen(given: IO[bytes], put: Callable[[bytes], None]) -> None:
    """Hand over the questions; the end of the pipe ends the process, whatever it is doing."""
    while line := given.readline(_LONGEST_QUESTION):
        put(line)
    os._exit(0)


def _send(out: IO[bytes], frame: bytes) -> None:
    """Write a whole frame, which may take several turns."""
    view = memoryview(frame)
    while view:
        view = view[out.write(view) :]


if __name__ == "__main__":
    sys.exit(main())
