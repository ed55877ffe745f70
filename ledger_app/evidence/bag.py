"""A pack as a bag (RFC 8493): payload under data/, manifests by SHA-256, written beside its place and then renamed.

A bag is written to a folder or straight into a zip file.  What went in is hashed on the way; whatever stops the work,
nothing stands under the bag's own name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from ledger_app.errors import EnvironmentFault, RejectedError
from ledger_app.evidence.copying import TARGET_FULL
from ledger_app.evidence.names import long_path
from ledger_app.messages.causes import cause_of

BUFFER_BYTES = 1 << 18
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_PACKED_ALREADY = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".mp3", ".zip", ".rar", ".7z", ".docx"}
    | {".xlsx", ".pptx", ".pdf", ".ofd", ".wps", ".et"}
)
_MEGABYTE = 1 << 20


class _Sink(Protocol):
    """Where the files of a bag go."""

    def open(self, path: str) -> contextlib.AbstractContextManager[IO[bytes]]: ...

    def finish(self) -> None: ...

    def give_up(self) -> None: ...


class Bag:
    """A bag under way; leaving it by an exception leaves nothing behind."""

    def __init__(self, target: Path, made_on: dt.date) -> None:
        """Begin a bag.

        Args:
            target: a folder that is not there yet, or a file whose name ends in .zip, which is replaced.
            made_on: day that the bag bears.

        Raises:
            RejectedError: EVI-031 the folder is there already.
        """
        self._made_on = made_on
        self._payload: dict[str, str] = {}
        self._bytes = 0
        self._sink: _Sink = _ZipSink(target, made_on) if target.suffix.lower() == ".zip" else _FolderSink(target)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._sink.give_up()

    @property
    def payload_bytes(self) -> int:
        """Return how many bytes went in so far."""
        return self._bytes

    def put(self, path: str, chunks: Iterator[bytes]) -> str:
        """Write a file of the payload and return its SHA-256.

        Args:
            path: within data/, parted by "/".
            chunks: its content; an exception on the way stops the bag.
        """
        digest = hashlib.sha256()
        with self._sink.open(f"data/{path}") as stream:
            for chunk in chunks:
                digest.update(chunk)
                self._bytes += len(chunk)
                stream.write(chunk)
        self._payload[f"data/{path}"] = digest.hexdigest()
        return self._payload[f"data/{path}"]

    def put_made(self, path: str, fill: Callable[[IO[bytes]], object]) -> None:
        """Write a file of the payload that is made here (a list, the catalogue)."""
        import io

        content = io.BytesIO()
        fill(content)
        self.put(path, iter((content.getvalue(),)))

    def finish(self, info: Mapping[str, str]) -> None:
        """Write the tag files and give the bag its name.

        Args:
            info: what bag-info.txt says besides date, size and number of files; each value one line.
        """
        about = {
            **info,
            "Bagging-Date": self._made_on.isoformat(),
            "Payload-Oxum": f"{self._bytes}.{len(self._payload)}",
            "Bag-Size": _size_text(self._bytes),
        }
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in about.items()),
            "manifest-sha256.txt": _manifest(self._payload),
        }
        tag_digests = {}
        for name, text in tags.items():
            tag_digests[name] = self._put_tag(name, text)
        self._put_tag("tagmanifest-sha256.txt", _manifest(tag_digests))
        self._sink.finish()

    def _put_tag(self, name: str, text: str) -> str:
        content = text.encode()
        with self._sink.open(name) as stream:
            stream.write(content)
        return hashlib.sha256(content).hexdigest()


class _FolderSink:
    def __init__(self, target: Path) -> None:
        if long_path(target).exists():
            raise RejectedError("EVI-031", name=target.name)
        self._target = target
        self._part = target.with_name(f"~未完成-{secrets.token_hex(4)}.part")
        self._folders: set[str] = set()

    @contextlib.contextmanager
    def open(self, path: str) -> Iterator[IO[bytes]]:
        place = self._part / path
        folder = str(place.parent)
        if folder not in self._folders:
            long_path(place.parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        with long_path(place).open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def finish(self) -> None:
        long_path(self._part).rename(long_path(self._target))

    def give_up(self) -> None:
        shutil.rmtree(long_path(self._part), ignore_errors=True)


class _ZipSink:
    """A zip whose names are UTF-8 and say so; beyond 4 GB by ZIP64."""

    def __init__(self, target: Path, made_on: dt.date) -> None:
        self._target = target
        self._part = target.with_name(f"~未完成-{secrets.token_hex(4)}.part")
        self._root = target.stem
        # Zip knows no years before 1980.
        self._day = (max(made_on.year, 1980), made_on.month, made_on.day, 0, 0, 0)
        self._stream = long_path(self._part).open("xb")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    @contextlib.contextmanager
    def open(self, path: str) -> Iterator[IO[bytes]]:
        entry = zipfile.ZipInfo(f"{self._root}/{path}", self._day)
        is_packed = Path(path).suffix.lower() in _PACKED_ALREADY
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        # As a plain file that everybody may read: without this, unpacking on Linux leaves files nobody can open.
        entry.external_attr = 0o644 << 16
        with self._zip.open(entry, "w", force_zip64=True) as stream:
            yield stream

    def finish(self) -> None:
        self._zip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        long_path(self._part).replace(long_path(self._target))

    def give_up(self) -> None:
        # Closing writes the directory of the zip, which fails on a full disk: the file goes anyway.
        with contextlib.suppress(OSError, ValueError):
            self._zip.close()
        with contextlib.suppress(OSError):
            self._stream.close()
        with contextlib.suppress(OSError):
            long_path(self._part).unlink(missing_ok=True)


def require_room(target: Path, need_bytes: int) -> None:
    """Refuse a pack that cannot fit before anything is written.

    Raises:
        EnvironmentFault: EVI-030.
    """
    free = _free_bytes(target)
    if free is not None and free < need_bytes:
        raise EnvironmentFault("EVI-030", need_mb=_megabytes(need_bytes), free_mb=_megabytes(free))


def fault_of(error: OSError, target: Path, need_bytes: int) -> EnvironmentFault:
    """Return what a person is told when a pack cannot be written."""
    if error.errno in TARGET_FULL:
        return EnvironmentFault("EVI-030", need_mb=_megabytes(need_bytes), free_mb=_megabytes(_free_bytes(target) or 0))
    return EnvironmentFault("EVI-033", name=target.name, why=cause_of(error))


def _free_bytes(target: Path) -> int | None:
    try:
        return shutil.disk_usage(target.parent).free
    except OSError:
        return None


def _manifest(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _megabytes(size: int) -> int:
    return -(-size // _MEGABYTE)


def _size_text(size: int) -> str:
    value, unit = float(size), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.1f} {unit}" if unit != "bytes" else f"{size} bytes"
