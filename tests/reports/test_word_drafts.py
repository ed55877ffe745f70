"""Edited words on the disk: whole, the last edited kept, a broken file has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.errors import EnvironmentFault
from ledger_app.reports.word_drafts import MOST_DRAFTS, read_drafts, write_drafts


def test_words_come_back_and_the_oldest_give_way(tmp_path: Path) -> None:
    path = tmp_path / "words" / "a.json"
    assert read_drafts(path) == {}
    drafts = {f"第{n}期": f"一段\n二段{n}" for n in range(MOST_DRAFTS + 2)}
    write_drafts(path, drafts)
    assert list(read_drafts(path).items()) == list(drafts.items())[2:]
    assert [one.name for one in path.parent.iterdir()] == ["a.json"]


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b'{"a": '])
def test_a_broken_file_has_no_words_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert read_drafts(path) == {}
    write_drafts(path, {"键": "字"})
    assert read_drafts(path) == {"键": "字"}


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.mkdir()
    (path / "other").touch()
    with pytest.raises(EnvironmentFault) as caught:
        write_drafts(path, {"键": "字"})
    assert caught.value.code == "REP-027"
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]
