"""Keep Python 3.11 alive under PySide6 6.12.

WORKAROUND: the wheels of PySide6 6.12 are built for interpreters in which `None`, `True` and `False` live for
ever (3.12 and newer) and give them back without having taken them: each call of a Qt function takes a reference
from one of them, and 3.11 aborts ("none_dealloc", "bool_dealloc") after some thousand calls.  Until a PySide6
without this fault is pinned, they are given more references than can ever be used up.
"""

from __future__ import annotations

import ctypes
import sys

_ENOUGH = sys.maxsize >> 4


def keep_constants_alive() -> None:
    """Give Python's constants so many references that Qt's bindings cannot use them up; nothing on newer ones."""
    if sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented, Ellipsis):
            # The reference count is the first field of every object.
            count = ctypes.c_ssize_t.from_address(id(constant))
            if count.value < _ENOUGH:
                count.value += _ENOUGH
