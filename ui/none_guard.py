"""Keep Python 3.11 alive under PySide6 6.12.

WORKAROUND: the wheels of PySide6 6.12 are built for interpreters in which `None` lives for ever (3.12 and
newer) and give it back without having taken it: each call of a Qt function without result takes one reference
from `None`, and 3.11 aborts ("none_dealloc") after some thousand of them.  Until a PySide6 without this fault is
pinned, `None` is given more references than can ever be used up.
"""

from __future__ import annotations

import ctypes
import sys

_ENOUGH = sys.maxsize >> 4


def keep_none_alive() -> None:
    """Give `None` so many references that Qt's bindings cannot use them up; nothing on newer interpreters."""
    if sys.version_info < (3, 12):
        # The reference count is the first field of every object.
        count = ctypes.c_ssize_t.from_address(id(None))
        if count.value < _ENOUGH:
            count.value += _ENOUGH
