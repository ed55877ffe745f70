"""Write a file whole or not at all: beside its target under another name, then in its place."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ledger_app.errors import EnvironmentFault
from ledger_app.messages.causes import cause_of


@contextmanager
def replaced_file(target: Path) -> Iterator[BinaryIO]:
    """Give a stream to a new file beside the target, which takes its place when all went well.

    Raises:
        EnvironmentFault: REP-002 the folder or the file cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as fault:
        raise EnvironmentFault("REP-002", file=str(target), detail=cause_of(fault)) from fault
    finally:
        temporary.unlink(missing_ok=True)


def require_unlocked(target: Path) -> None:
    """Refuse a file that another program holds open, before long work is done for it.

    Raises:
        EnvironmentFault: REP-002 it is there and cannot be written.
    """
    try:
        with target.open("r+b"):
            return
    except FileNotFoundError:
        return
    except OSError as fault:
        raise EnvironmentFault("REP-002", file=str(target), detail=cause_of(fault)) from fault
