"""Where a new ledger had better lie."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

import pytest

from ledger_app.ledger_place import PlaceAdvice, advise, suggest

PROGRAM = PureWindowsPath(r"C:\Users\gly\AppData\Local\Programs\renwu-taizhang")


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        (r"D:\任务台账\2024年", "good"),
        (r"C:\台账", "system"),
        (r"c:\台账", "system"),
        (r"C:\Users\gly\Desktop\台账", "desktop"),
        (r"D:\桌面\台账", "desktop"),
        (r"C:\Users\gly\Downloads", "passing"),
        (r"D:\WeChat Files\台账", "passing"),
        (r"C:\Users\gly\OneDrive - 单位\Desktop\台账", "synced"),
        (r"D:\WPS云盘\台账", "synced"),
        (r"D:\template\台账", "good"),
        (str(PROGRAM / "台账"), "program"),
        (str(PROGRAM), "program"),
    ],
)
def test_what_is_said_of_a_folder_on_a_fixed_disk(path: str, advice: PlaceAdvice) -> None:
    said = advise(PureWindowsPath(path), "local", is_writable=True, is_empty=True, program=PROGRAM, system_drive="C:")
    assert said == advice


@pytest.mark.parametrize("disk", ["network", "removable"])
def test_sticks_and_shares_are_named_before_their_folders(disk: Literal["network", "removable"]) -> None:
    said = advise(
        PurePosixPath("/media/桌面/台账"), disk, is_writable=True, is_empty=True, program=PurePosixPath("/program")
    )
    assert said == disk


def test_what_stops_comes_before_what_warns() -> None:
    place, program = PurePosixPath("/data/桌面"), PurePosixPath("/program")
    assert advise(place, "network", is_writable=False, is_empty=False, program=program) == "not_writable"
    assert advise(place, "network", is_writable=True, is_empty=False, program=program) == "not_empty"


def test_a_suggestion_is_a_name_that_is_not_taken(tmp_path: Path) -> None:
    first = suggest([tmp_path, tmp_path / "另一处"], 2024)
    assert first == tmp_path / "任务台账" / "2024年"
    first.mkdir(parents=True)
    assert suggest([tmp_path], 2024).name == "2024年-2"
