from __future__ import annotations

from pathlib import Path

import pytest

from build_spec import make_fonts
from tests.reports.made_faces import a_face


def test_inputs_that_are_not_the_pinned_ones_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for package in make_fonts.PACKAGES.values():
        (tmp_path / package.file).write_bytes(b"something else")
    assert make_fonts.main(["--inputs", str(tmp_path), "--output", str(tmp_path / "out")]) == 1
    assert "not the pinned file" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_every_recipe_has_its_face_and_its_licence_in_the_repository(shipped_fonts: Path) -> None:
    made = {recipe.file for recipe in make_fonts.RECIPES}
    licences = {f"LICENSE-{recipe.family.replace(' ', '')}.txt" for recipe in make_fonts.RECIPES}
    assert {path.name for path in shipped_fonts.iterdir()} == made | licences


def test_dashes_become_one_unbroken_em() -> None:
    font = a_face("Made", "—")
    make_fonts.make_full_dash(font)
    glyph = font["glyf"]["g2014"]
    glyph.recalcBounds(font["glyf"])
    assert (glyph.xMin, glyph.xMax, font["hmtx"]["g2014"][0]) == (0, 1000, 1000)


def test_figures_become_as_wide_as_the_zero_and_stay_centred() -> None:
    font = a_face("Made", "0123456789")
    font["hmtx"]["g31"] = (1200, 0)
    make_fonts.make_equal_figures(font)
    assert {font["hmtx"][f"g3{digit}"][0] for digit in range(10)} == {1000}
    assert font["glyf"]["g31"].xMin == 0


def test_narrow_quotes_become_one_em_wide_with_the_blank_outside() -> None:
    font = a_face("Made", "“‘”’·")
    for name in ("g201C", "g201D", "gB7", "g2018", "g2019"):
        font["hmtx"][name] = (400, 0)
    make_fonts.make_full_quotes(font)
    assert {font["hmtx"][name][0] for name in ("g201C", "g201D", "gB7")} == {1000}
    assert font["glyf"]["g201C"].xMin > font["glyf"]["gB7"].xMin > font["glyf"]["g201D"].xMin
