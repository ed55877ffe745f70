"""Open a file for reading beside programs that have it open themselves.

Windows asks everybody who opens a file what others may do meanwhile.  Python's own `open` does not let others
delete or rename it, which refuses files that a chat or mail program holds for deletion; here all of it is allowed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

_HELD = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""

if sys.platform == "win32":
    import ctypes
    import msvcrt
    import os
    from ctypes import wintypes

    _READ = 0x80000000
    _SHARE_ALL = 0x7
    _OPEN_EXISTING = 3
    _SEQUENTIAL = 0x08000000
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CreateFileW.argtypes = (
        *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    )

    def open_shared(path: Path) -> BinaryIO:
        """Open a file for reading, unbuffered; others may go on reading, writing and deleting it.

        Raises:
            OSError: it cannot be opened; `is_held` tells whether somebody has it for himself.
        """
        handle = _kernel.CreateFileW(str(path), _READ, _SHARE_ALL, None, _OPEN_EXISTING, _SEQUENTIAL, None)
        if handle is None or handle == wintypes.HANDLE(-1).value:
            number = ctypes.get_last_error()
            raise OSError(None, ctypes.FormatError(number).strip(), str(path), number)
        return os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY), "rb", buffering=0)

else:

    def open_shared(path: Path) -> BinaryIO:
        """Open a file for reading, unbuffered.

        Raises:
            OSError: it cannot be opened.
        """
        return path.open("rb", buffering=0)


def is_held(error: OSError) -> bool:
    """Say whether a file could not be opened because another program has it for itself."""
    return getattr(error, "winerror", None) in _HELD
