from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.reports.fonts import Face, FaceFile

GBK_HANZI = {chr(code) for code in range(0x4E00, 0x9FA6)}
GB2312 = {
    bytes([high, low]).decode("gb2312")
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if high != 0xD7 or low < 0xFA
}
SIGNS = set("，。、；：！？（）《》「」『』【】〔〕“”‘’—…·①⑩⑪⑫⑳㎡℃‰％●▲■◆○✓↑↓×÷≥≤±～0123456789%.-+/ABCabc")
NAMES = set("镕喆堃犇玥昇垚祎翀珺烜璟瑄旻芃沄溁禤燊䶮𬭎")


FACES = ["LedgerSong-Regular", "LedgerSong-Bold", "LedgerHei-Medium", "LedgerKai-Regular"]


def opened(folder: Path, name: str) -> Face:
    return Face(FaceFile(folder / f"{name}.ttf", 0, frozenset()), name, "shipped")


@pytest.fixture(scope="module", params=FACES)
def face(request: pytest.FixtureRequest, shipped_fonts: Path) -> Face:
    return opened(shipped_fonts, request.param)


def test_every_face_has_what_daily_papers_and_names_need(face: Face) -> None:
    assert not (GB2312 | SIGNS | NAMES) - face.glyphs.keys()


@pytest.mark.parametrize("name", ["LedgerSong-Regular", "LedgerHei-Medium"])
def test_song_and_hei_cover_gbk(shipped_fonts: Path, name: str) -> None:
    assert not GBK_HANZI - opened(shipped_fonts, name).glyphs.keys()


def test_figures_are_equally_wide_and_signs_one_em(face: Face) -> None:
    assert len({face.advances[digit] for digit in "0123456789"}) == 1
    assert {face.advances[sign] for sign in "—“”‘’·，。（国"} == {1.0}


def test_every_face_may_be_embedded_and_has_its_licence_beside_it(face: Face) -> None:
    assert face.is_usable
    licence = face.file.path.with_name(f"LICENSE-{face.family.split('-')[0]}.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License" in licence
    # A changed face may not bear a reserved name.
    assert not {"LXGW", "Source", "Noto"} & set(face.family.replace("-", " ").split())


def test_the_faces_fit_their_budget(shipped_fonts: Path) -> None:
    assert {path.name for path in shipped_fonts.glob("*.ttf")} == {f"{name}.ttf" for name in FACES}
    assert sum(path.stat().st_size for path in shipped_fonts.iterdir()) <= 30_000_000
