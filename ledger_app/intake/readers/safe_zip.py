"""Opens the archives that office files are, without trusting what they say about their own size.

Entry names are only ever looked up, never used as paths on disk.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError

from ledger_app.intake.source import MEGABYTE, Source

_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_KEPT_BYTES = 32 * MEGABYTE


class SafeZip:
    """Read-only archive whose every unpacked byte is counted."""

    def __init__(self, source: Source, format_title: str) -> None:
        """Read the directory and compare its sums with the limits.

        Raises:
            UnreadableFileError: INT-108 damaged; INT-113 too many entries or too large an expansion.
        """
        self._source = source
        self._title = format_title
        self._spent = 0
        # Readers ask for a part twice, for its facts and for its contents; those of ordinary files are kept.
        self._kept: dict[str, bytes] = {}
        self._kept_bytes = 0
        try:
            self._archive = zipfile.ZipFile(BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise source.refuse("INT-108", format=format_title) from error
        self._by_name = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._archive.infolist()}
        self._check_directory()

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all entries, with forward slashes and no leading one."""
        return frozenset(self._by_name)

    def read(self, name: str) -> bytes | None:
        """Return an entry unpacked, None where there is none of that name.

        Raises:
            UnreadableFileError: INT-108 damaged, INT-109 encrypted, INT-113 larger than believed.
        """
        name = name.lstrip("/")
        info = self._by_name.get(name)
        if info is None:
            return None
        data = self._kept.get(name)
        if data is None:
            chunks: list[bytes] = []
            self._walk(info, chunks)
            data = b"".join(chunks)
            if self._kept_bytes + len(data) <= _KEPT_BYTES:
                self._kept[name] = data
                self._kept_bytes += len(data)
        return data

    def repacked(self, unwanted_prefixes: tuple[str, ...]) -> bytes:
        """Return an archive of the same entries, unpacked and counted here, for libraries without limits.

        Args:
            unwanted_prefixes: entries whose names begin so are left out.

        Raises:
            UnreadableFileError: as `read`.
        """
        plain = BytesIO()
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as target:
            for name in self._by_name:
                if name and not name.endswith("/") and not name.startswith(unwanted_prefixes):
                    target.writestr(name, self.read(name) or b"")
        return plain.getvalue()

    def _walk(self, info: zipfile.ZipInfo, chunks: list[bytes]) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise self._source.refuse("INT-109")
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._spend(len(chunk))
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
        ) as error:  # fmt: skip
            raise self._source.refuse("INT-108", format=self._title) from error

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent > 2 * self._source.limits.unpacked_bytes:
            raise self._bomb(self._spent)

    def _check_directory(self) -> None:
        infos = self._archive.infolist()
        limits = self._source.limits
        if len(infos) > limits.entries:
            raise self._source.refuse("INT-113", what=f"内含 {len(infos)} 个部件")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > limits.unpacked_bytes:
            raise self._bomb(unpacked)
        if unpacked > limits.ratio_free_bytes and unpacked > limits.ratio * len(self._source.data):
            raise self._bomb(unpacked)

    def _bomb(self, unpacked: int) -> Exception:
        return self._source.refuse("INT-113", what=f"{unpacked // MEGABYTE} MB 以上")
