from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ledger_app.errors import EnvironmentFault
from ledger_app.messages import describe
from ledger_app.reports.face_orders import INSTALLED_NAMES
from ledger_app.reports.fonts import FontBook, system_font_folders
from ledger_app.reports.model import FaceStyle
from ledger_app.reports.pdf import substitution_notes
from ledger_app.reports.typeset import FaceUse
from tests.reports.made_faces import a_face, save_collection, save_face


def families(book: FontBook, style: FaceStyle, text: str) -> list[tuple[str, str]]:
    return [(face.family, part) for face, part in book.split(style, text)]


def test_without_installed_faces_the_shipped_ones_serve(book: FontBook) -> None:
    assert families(book, FaceStyle.KAI, "（一）任务") == [("LedgerKai-Regular", "（一）任务")]
    assert families(book, FaceStyle.FANGSONG, "任务2024") == [("LedgerSong-Regular", "任务2024")]


def test_an_installed_face_comes_first_and_lacks_are_lent_glyph_by_glyph(shipped_fonts: Path, tmp_path: Path) -> None:
    save_face(tmp_path / "a.ttf", "FangSong", "任务镕", family_zh="仿宋")
    save_face(tmp_path / "b.ttf", "FangSong_GB2312", "任务")
    book = FontBook(shipped_fonts, [tmp_path], digits="cjk")
    assert families(book, FaceStyle.FANGSONG, "任务镕䶮好") == [
        ("FangSong_GB2312", "任务"),
        ("仿宋", "镕"),
        ("LedgerSong-Regular", "䶮好"),
    ]


def test_a_face_inside_a_collection_is_found_by_its_index(shipped_fonts: Path, tmp_path: Path) -> None:
    save_collection(tmp_path / "two.ttc", a_face("Other", "甲"), a_face("SimSun", "任务"))
    face = FontBook(shipped_fonts, [tmp_path]).chain(FaceStyle.SONG)[0]
    assert (face.family, face.file.index, face.origin) == ("SimSun", 1, "installed")


@pytest.mark.parametrize("wishes", [{"is_cff": True}, {"fs_type": 0x0002}, {"fs_type": 0x0100}])
def test_faces_that_cannot_or_may_not_be_embedded_are_passed_over(
    shipped_fonts: Path, tmp_path: Path, wishes: dict[str, object]
) -> None:
    save_face(tmp_path / "kai.ttf", "KaiTi", "任务", **wishes)
    assert FontBook(shipped_fonts, [tmp_path]).chain(FaceStyle.KAI)[0].origin == "shipped"


def test_damaged_and_foreign_files_among_the_fonts_do_no_harm(shipped_fonts: Path, tmp_path: Path) -> None:
    whole = save_face(tmp_path / "good.ttf", "SimHei", "任务").read_bytes()
    (tmp_path / "cut.ttf").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.ttf").write_bytes(b"")
    (tmp_path / "text.ttc").write_text("no font", encoding="utf-8")
    for length in range(12, 400, 13):
        (tmp_path / f"cut{length}.ttf").write_bytes(whole[:length])
    assert FontBook(shipped_fonts, [tmp_path]).chain(FaceStyle.HEI)[0].family == "SimHei"


def test_figures_take_times_in_fangsong_but_not_in_headings(shipped_fonts: Path, tmp_path: Path) -> None:
    save_face(tmp_path / "times.ttf", "Times New Roman", "0123456789.%")
    book = FontBook(shipped_fonts, [tmp_path])
    assert [family for family, _ in families(book, FaceStyle.FANGSONG, "达75.3%以上")] == [
        "LedgerSong-Regular",
        "Times New Roman",
        "LedgerSong-Regular",
    ]
    assert len(families(book, FaceStyle.HEI, "达75.3%以上")) == 1
    assert len(families(FontBook(shipped_fonts, [tmp_path], digits="cjk"), FaceStyle.FANGSONG, "达75.3%以上")) == 1


def test_a_title_borrows_thickened_characters(book: FontBook) -> None:
    lender = book.split(FaceStyle.TITLE, "燚")[0][0]
    assert lender.stroke_em > 0 or lender.file.path.name == "LedgerSong-Bold.ttf"
    rare = next(sign for sign in "燚鑫龘靐" if sign not in book.chain(FaceStyle.TITLE)[0].glyphs)
    assert book.split(FaceStyle.TITLE, rare)[0][0].stroke_em > 0


def test_a_missing_shipped_face_is_said_in_chinese(shipped_fonts: Path, tmp_path: Path) -> None:
    shutil.copy(shipped_fonts / "LedgerSong-Regular.ttf", tmp_path)
    with pytest.raises(EnvironmentFault) as caught:
        FontBook(tmp_path).chain(FaceStyle.KAI)
    assert caught.value.code == "REP-001"
    assert "LedgerKai-Regular.ttf" in describe(caught.value)


def test_system_folders_are_folders_that_exist() -> None:
    assert all(folder.is_dir() for folder in system_font_folders())


@pytest.mark.parametrize("style", list(FaceStyle))
def test_faces_of_windows_are_taken_in_the_order_of_the_trade(
    style: FaceStyle, shipped_fonts: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(reversed(INSTALLED_NAMES[style])):
        wished = {} if name.isascii() else {"family_zh": name}
        save_face(tmp_path / f"{number}.ttf", name if name.isascii() else f"Face{number}", "任务", **wished)
    families_found = [face.family for face in FontBook(shipped_fonts, [tmp_path]).chain(style)]
    assert families_found[: len(INSTALLED_NAMES[style])] == list(INSTALLED_NAMES[style])


def test_rare_characters_are_lent_by_simsun_and_its_extension(shipped_fonts: Path, tmp_path: Path) -> None:
    save_face(tmp_path / "fangsong.ttf", "FangSong", "任务")
    save_face(tmp_path / "simsun.ttf", "SimSun", "任务㐂")
    save_face(tmp_path / "simsunb.ttf", "SimSun-ExtB", "𠮷")
    book = FontBook(shipped_fonts, [tmp_path])
    assert families(book, FaceStyle.FANGSONG, "任㐂𠮷䶮") == [
        ("FangSong", "任"),
        ("SimSun", "㐂"),
        ("SimSun-ExtB", "𠮷"),
        ("LedgerSong-Regular", "䶮"),
    ]


def test_font_files_that_cannot_serve_are_named_with_the_reason(shipped_fonts: Path, tmp_path: Path) -> None:
    whole = save_face(tmp_path / "kai.ttf", "KaiTi", "任务").read_bytes()
    (tmp_path / "kai.ttf").write_bytes(whole[:300])
    save_face(tmp_path / "hei.ttf", "SimHei", "任务", fs_type=0x0002)
    save_face(tmp_path / "fang.ttf", "FangSong", "任务", is_cff=True)
    book = FontBook(shipped_fonts, [tmp_path])
    for style in FaceStyle:
        book.chain(style)
    reasons = dict(book.refused)
    assert "损坏" in reasons["kai.ttf"]
    assert "不允许嵌入" in reasons["hei.ttf"]
    assert "TrueType" in reasons["fang.ttf"]
    (replaced, skipped) = substitution_notes(
        (FaceUse("楷体", "LedgerKai-Regular", "shipped", "", ""),), "", book.refused
    )
    assert "楷体（LedgerKai-Regular）" in replaced
    assert all(name in skipped for name in reasons)
    assert substitution_notes((), "", book.refused) == ()
