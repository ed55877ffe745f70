from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.natural_order import natural_key


def test_figures_count_as_numbers() -> None:
    names = ["材料10.pdf", "材料2.pdf", "1.通知.docx", "10.总结.docx", "2.会议记录.docx", "０３.照片.jpg", "b", "A"]
    assert sorted(names, key=natural_key) == [
        "1.通知.docx",
        "2.会议记录.docx",
        "０３.照片.jpg",
        "10.总结.docx",
        "A",
        "b",
        "材料2.pdf",
        "材料10.pdf",
    ]


@given(st.lists(st.text(max_size=20)))
def test_any_two_names_can_be_compared(names: list[str]) -> None:
    keys = sorted(natural_key(name) for name in names)
    assert all(one <= other for place, one in enumerate(keys) for other in keys[place:])
