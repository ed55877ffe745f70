from __future__ import annotations

import pytest

from ledger_app.errors import RejectedError
from ledger_app.services.checks import limit_text, require_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  已完成\t两家 \n", "已完成\t两家"),
        ("一\r\n二\r三\u2028四\x0b五", "一\n二\n三\n四\n五"),
        ("甲\x00乙\x01丙\x1b[0m丁\x7f\ufeff", "甲乙丙[0m丁"),
        ("坏\udcff字", "坏字"),
        ("合家欢👨‍👩‍👧，〇", "合家欢👨‍👩‍👧，〇"),
    ],
)
def test_what_no_page_can_print_is_left_out(typed: str, kept: str) -> None:
    assert limit_text(typed, "进展情况") == kept


def test_text_of_nothing_but_control_characters_is_empty() -> None:
    with pytest.raises(RejectedError) as caught:
        require_text("\x00 \x07", "进展情况")
    assert caught.value.code == "SVC-020"
