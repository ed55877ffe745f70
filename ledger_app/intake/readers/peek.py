"""A first look at a file's bytes, shared by all readers when they say whether they can read it.

Nothing here trusts the suffix; it is kept as a hint for formats that have no mark of their own (csv).
"""

from __future__ import annotations

import re
from functools import cached_property
from io import BytesIO

from ledger_app.intake.readers.encoding import is_plausible
from ledger_app.intake.source import Source

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 4096
_TYPES_LIMIT = 1 << 20


class Peek:
    """What can be told of a file without reading it whole."""

    def __init__(self, source: Source) -> None:
        """Look at a file."""
        self.source = source
        self.head = source.data[:_HEAD]

    @property
    def suffix(self) -> str:
        """Return the lower-case suffix, a hint only."""
        return self.source.suffix

    @property
    def is_zip(self) -> bool:
        """Tell whether the file begins as a zip archive."""
        return self.head.startswith(_ZIP_MAGIC)

    @property
    def is_ole(self) -> bool:
        """Tell whether the file begins as an OLE compound file."""
        return self.head.startswith(_OLE_MAGIC)

    @cached_property
    def zip_names(self) -> frozenset[str]:
        """Return the archive's entry names, none where there is no readable archive."""
        import zipfile

        if not self.is_zip:
            return frozenset()
        try:
            with zipfile.ZipFile(BytesIO(self.source.data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            return frozenset()
        return frozenset(name.replace("\\", "/").lstrip("/") for name in names[: self.source.limits.entries])

    @cached_property
    def content_types(self) -> str:
        """Return the text of the office package's list of types, or an OpenDocument's mime type."""
        for name in ("[Content_Types].xml", "mimetype"):
            if name in self.zip_names:
                return self._zip_text(name)
        return ""

    @cached_property
    def ole_streams(self) -> frozenset[str]:
        """Return the names of the compound file's streams, paths joined by slashes."""
        import olefile

        if not self.is_ole:
            return frozenset()
        try:
            with olefile.OleFileIO(BytesIO(self.source.data)) as container:
                return frozenset("/".join(path) for path in container.listdir())
        except Exception:  # noqa: BLE001
            # WORKAROUND: olefile raises whatever its arithmetic meets in a damaged file.
            return frozenset()

    @cached_property
    def is_markup(self) -> bool:
        """Tell whether the file begins as HTML or XML, after a byte order mark and blanks."""
        head = self.head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return bool(re.match(rb"<(?:!doctype|html|head|body|\?xml|table|meta|!--|div|p\b)", head, re.IGNORECASE))

    @cached_property
    def looks_binary(self) -> bool:
        """Tell whether the head holds bytes that no text has: many NULs or control characters."""
        head = self.head
        if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
            return False
        if b"\x00" in head:
            # Two-byte text without a mark: it must read well in one of the two orders.
            return not any(is_plausible(head.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be"))
        controls = sum(head.count(code) for code in range(32) if code not in (0, 9, 10, 12, 13, 26, 27))
        return controls > max(1, len(head) // 200)

    def _zip_text(self, name: str) -> str:
        import zipfile
        import zlib

        try:
            with zipfile.ZipFile(BytesIO(self.source.data)) as archive, archive.open(name) as stream:
                return stream.read(_TYPES_LIMIT).decode("utf-8", "replace")
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            RuntimeError,
            NotImplementedError,
            KeyError,
            EOFError,
        ):
            return ""
