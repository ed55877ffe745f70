"""Words of reports that were edited and not kept yet, on the disk, so that closing the program loses none.

One JSON file a ledger, with the user's data: what is not kept is not the ledger's.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from ledger_app.errors import EnvironmentFault

MOST_DRAFTS = 60
"""Reports whose edited words are kept, the last edited ones."""


def read_drafts(path: Path) -> dict[str, str]:
    """Return the words by the key of their report, the last edited last; a file that cannot be read has none."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(text) for key, text in found.items()} if isinstance(found, dict) else {}


def write_drafts(path: Path, drafts: Mapping[str, str]) -> None:
    """Write the words; the file is as it was or whole.

    Args:
        path: of the file; its folder is made.
        drafts: key of the report -> its words, the last edited last.

    Raises:
        EnvironmentFault: REP-027 it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    last = dict(list(drafts.items())[-MOST_DRAFTS:])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as stream:
            json.dump(last, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)  # noqa: PTH105 - replaces on Windows too
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise EnvironmentFault("REP-027", file=str(path), detail=error.strerror or "") from error
