"""A program that adds folders of files to a ledger until it is killed: `python -m tests.adding_child FOLDER`.

Only when an act is over is a line with its number brought to the disk.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.adding_ground import Ground

READY, DONE = "ready.txt", "done.txt"


def main(folder: Path) -> None:
    """Add one set after the other."""
    ground = Ground(folder)
    with ground.open() as session:
        _note(folder / READY, "ready")
        number = 0
        while ground.set_folder(number).exists():
            ground.add(session, ground.new_act(number))
            _note(folder / DONE, str(number))
            number += 1
    _note(folder / DONE, "end")


def _note(path: Path, text: str) -> None:
    with path.open("a", encoding="ascii") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
