"""All sample plans in other clothes: the same items come out, whatever brackets, numbers, years, lines they have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ledger_app.intake.folding import squeeze
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document

PLANS = Path(__file__).parent / "plans"
_HAN = "一二三四五六七八九十"
_LATER = 3
_YEAR = re.compile(r"(?<!\d)20([12]\d)(?=年|-|—|〕|－)")
_ALIKE = str.maketrans("〔〕【】[]", "()()()")

# Each of these numbers or lines stands beside another form, so that the change itself makes two readings possible.
_TWO_READINGS = {
    "parts": {"p07_false_headings", "p58_articles_and_parts"},
    "formal": {"p07_false_headings", "p14_formal_numbers"},
}


def _brackets(pair: str) -> Callable[[str], str]:
    return lambda text: text.translate(str.maketrans("（）", pair))


def _later(text: str) -> str:
    return _YEAR.sub(lambda found: str(2000 + int(found[1]) + _LATER), text)


CHANGES: dict[str, Callable[[str], str]] = {
    "half width": _brackets("()"),
    "tortoise": _brackets("〔〕"),
    "lenticular": _brackets("【】"),
    "wide dots": lambda text: re.sub(r"(?m)^(\s*)(\d+|[一二三四五六七八九十]+)(?:、|\.(?!\d))", r"\1\2．", text),
    "signs": lambda text: re.sub(rf"(?m)^（([{_HAN}])）", lambda found: chr(0x3220 + _HAN.index(found[1])), text),
    "parts": lambda text: re.sub(rf"(?m)^([{_HAN}]+)、", r"第\1部分 ", text),
    "formal": lambda text: re.sub(
        rf"(?m)^([{_HAN}])、", lambda found: "壹贰叁肆伍陆柒捌玖拾"[_HAN.index(found[1])] + "、", text
    ),
    "indented": lambda text: "\n".join("　　" + line for line in text.split("\n")),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "years later": _later,
}

Reading = list[list[tuple[str, str, int]]]


def reading_of(*blocks: str | Sequence[Sequence[str]], year: int | None) -> Reading:
    """Return title, kind and depth of the items of each plan."""
    return [
        [
            (re.sub(r"20\d\d", "", squeeze(item.title).translate(_ALIKE)), item.kind, len(item.path))
            for item in plan.items
            if item.no or item.kind != "background"
        ]
        for plan in propose(a_document(*blocks), year=year).plans
    ]


def text_of(path: Path) -> tuple[str, int | None]:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return path.read_text("utf-8").rstrip("\n"), expected.get("year")


TYPED = [path for path in sorted(PLANS.glob("*.txt")) if "\t" not in path.read_text("utf-8")]


@pytest.mark.parametrize("name", CHANGES)
def test_other_clothes_same_items(name: str) -> None:
    changed = []
    for path in TYPED:
        text, year = text_of(path)
        other = CHANGES[name](text)
        if reading_of(other, year=year) != reading_of(text, year=year):
            changed.append(path.stem)
    assert set(changed) <= _TWO_READINGS.get(name, set())


def test_put_into_a_table_of_one_column_the_items_are_the_same() -> None:
    for path in TYPED:
        text, year = text_of(path)
        title, *lines = [line for line in text.split("\n") if line.strip()]
        assert reading_of(title, [[line] for line in lines], year=year) == reading_of(text, year=year), path.stem
