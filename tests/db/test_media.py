from __future__ import annotations

from pathlib import Path

import pytest

from db import media

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/office\\040share cifs rw 0 0
/dev/sdb1 /media/stick vfat rw 0 0
host:/data /mnt/office\\040share/deep nfs4 rw 0 0
me@pc: /srv/me/pc fuse.sshfs rw 0 0
/dev/sdc1 /mnt/ntfs fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/me/台账", "local"),
        ("/mnt/office share/台账", "network"),
        ("/mnt/office share/deep/台账", "network"),
        ("/mnt/office shared elsewhere", "local"),
        ("/media/stick", "removable"),
        ("/srv/me/pc/台账", "network"),
        ("/mnt/ntfs/台账", "local"),
    ],
)
def test_the_deepest_mount_decides(folder: str, kind: str) -> None:
    assert media.kind_from_mounts(folder, MOUNTS) == kind


@pytest.mark.parametrize(
    ("root", "drive_type", "kind"),
    [
        ("C:\\", 3, "local"),
        ("E:\\", 2, "removable"),
        ("Z:\\", 4, "network"),
        ("F:\\", 5, "removable"),
        ("\\\\PC7\\share\\", 1, "network"),
        ("\\\\?\\C:\\", 3, "local"),
    ],
)
def test_windows_drives(root: str, drive_type: int, kind: str) -> None:
    assert media.kind_from_drive_type(root, drive_type) == kind


def test_a_folder_of_ones_own_is_writable_and_stays_clean(tmp_path: Path) -> None:
    assert media.inspect(tmp_path / "not yet there").is_writable
    assert list(tmp_path.iterdir()) == []


def test_a_refused_file_means_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("db.media.os.open", refuse)
    assert not media.inspect(tmp_path).is_writable
