"""Tell what kind of disk a ledger folder lies on, since that decides how the database may be opened.

SQLite's WAL keeps an index in shared memory, which does not work over a network and leaves side files behind
when a stick is pulled (ADR 2).  Only recognition belongs here; the journal mode is chosen in connection.py.
Source: docs/domain.md section 10.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MediaKind = Literal["local", "network", "removable"]

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "davfs", "webdav", "lustre"}
)
# Programs that mount other PCs' folders through FUSE; a local FUSE disk (ntfs-3g) is "fuseblk".
NETWORK_FUSE = re.compile(r"^fuse\.(sshfs|rclone|gvfsd-fuse|smbnetfs|davfs|s3fs|curlftpfs|glusterfs|nfs.*)$")
# What sticks are formatted with; fixed disks of the PCs in question use none of these.
STICK_FILE_SYSTEMS = frozenset({"vfat", "exfat", "msdos", "iso9660", "udf"})

# Return values of GetDriveTypeW.
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


@dataclass(frozen=True, slots=True)
class Media:
    """The disk under a folder.

    Attributes:
        kind: local, network (another PC may write at the same time) or removable (may be pulled any moment).
        is_writable: files can be made in the folder.
    """

    kind: MediaKind = "local"
    is_writable: bool = True

    @property
    def allows_wal(self) -> bool:
        """Say whether a write-ahead log is safe here (ADR 2)."""
        return self.kind == "local" and self.is_writable


def inspect(folder: Path) -> Media:
    """Return what a folder lies on; an unknown disk counts as local."""
    kind = _windows_kind(folder) if sys.platform == "win32" else _mounted_kind(folder)
    return Media(kind, _is_writable(folder))


def kind_from_mounts(folder: str, mounts: str) -> MediaKind:
    """Return the kind of the deepest mount that holds a folder.

    Args:
        folder: absolute path with links resolved.
        mounts: text of /proc/mounts: device, mount point, type, ... by line; blanks as octal escapes.
    """
    best, found = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), fields[1])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, fields[2]
    if found in NETWORK_FILE_SYSTEMS or NETWORK_FUSE.match(found):
        return "network"
    return "removable" if found in STICK_FILE_SYSTEMS else "local"


def kind_from_drive_type(root: str, drive_type: int) -> MediaKind:
    r"""Return the kind of a Windows drive from GetDriveTypeW's answer; a UNC root (\\PC\share) is a network."""
    if root.startswith("\\\\") and not root.startswith("\\\\?\\"):
        return "network"
    if drive_type == _DRIVE_REMOTE:
        return "network"
    return "removable" if drive_type in {_DRIVE_REMOVABLE, _DRIVE_CDROM} else "local"


def _windows_kind(folder: Path) -> MediaKind:
    root = folder.absolute().anchor
    windll = getattr(ctypes, "windll", None)
    drive_type = int(windll.kernel32.GetDriveTypeW(root)) if windll is not None else 0
    return kind_from_drive_type(root, drive_type)


def _mounted_kind(folder: Path) -> MediaKind:
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return "local"
    return kind_from_mounts(str(folder.resolve()), mounts)


def _is_writable(folder: Path) -> bool:
    """Try it: permission bits do not tell about write-protected sticks, nor about Windows shares."""
    target = folder
    while not target.exists() and target != target.parent:
        target = target.parent
    probe = target / f".write-probe-{uuid.uuid4().hex}"
    try:
        handle = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except OSError:
        return False
    os.close(handle)
    probe.unlink(missing_ok=True)
    return True
