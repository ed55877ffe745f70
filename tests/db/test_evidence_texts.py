"""The words of files beside the ledger: found by any two characters in mid-sentence, made anew when gone or damaged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.evidence_texts import TEXTS_NAME, SqliteEvidenceTexts
from ledger_app.domain.evidence_text import Description, FileText, TextHit, TextPlace
from ledger_app.errors import EnvironmentFault

SAID = Description(
    "关于签约的通知",
    "通知",
    "沐卫发〔2024〕12号",
    "沐溪县卫健局",
    dt.date(2024, 6, 12),
    3,
    "手机号 1 个（如 139****1111）",
    has_text=True,
    sources=(("title", "正文标题"),),
)


def a_text(digest: str, text: str, **fields: object) -> FileText:
    return FileText(digest, "read", "", text, **fields)  # type: ignore[arg-type]


@pytest.fixture
def texts(tmp_path: Path) -> SqliteEvidenceTexts:
    return SqliteEvidenceTexts(tmp_path, is_read_only=False)


def test_what_is_put_comes_back_whole(texts: SqliteEvidenceTexts) -> None:
    text = FileText(
        "a", "read", "", "第一页\n第二页", True, (TextPlace(0, 1), TextPlace(4, 2, "表")), SAID, has_waited=True
    )
    texts.put(text)
    assert texts.text("a") == text
    assert texts.descriptions(["a", "b"]) == {"a": SAID}
    assert texts.text("b") is None


def test_two_characters_in_mid_sentence_are_found_with_their_page(texts: SqliteEvidenceTexts) -> None:
    text = "封面\n" + "无关的话。" * 20 + "第二页上写着家庭医生签约服务按月推进，并有要求。"
    texts.put(a_text("a", text, places=(TextPlace(0, 1), TextPlace(50, 2))))
    texts.put(a_text("b", "另一份文件"))
    hit = texts.find("生签")[0]
    assert (hit.sha256, hit.page) == ("a", 2)
    assert "家庭医生签约服务" in hit.snippet
    assert hit.snippet.startswith("…")
    assert texts.find("生签 月推") == [hit]
    assert texts.find("生签 没有") == []
    assert texts.find("  ") == texts.find("，。") == []


def test_widths_and_signs_do_not_hide_words(texts: SqliteEvidenceTexts) -> None:
    texts.put(a_text("a", "依据沐卫发〔２０２４〕１２号，ＡＢＣ类"))
    for words in ("沐卫发〔2024〕12号", "沐卫发(2024)12号", "abc"):
        hit = texts.find(words)[0]
        assert "ＡＢＣ" in hit.snippet, words


def test_those_read_last_come_first_and_no_more_than_asked(texts: SqliteEvidenceTexts) -> None:
    for number in range(5):
        texts.put(a_text(str(number), "签约服务"))
    assert [hit.sha256 for hit in texts.find("签约", 2)] == ["4", "3"]
    assert len(texts.find("签约")) == 5


def test_reading_again_replaces_and_forgetting_forgets(texts: SqliteEvidenceTexts) -> None:
    texts.put(a_text("a", "旧的文字"))
    texts.put(a_text("a", "新的内容"))
    texts.put(a_text("b", "新的内容"))
    assert texts.find("旧的") == []
    texts.keep_only({"b"})
    assert [hit.sha256 for hit in texts.find("内容")] == ["b"]
    assert texts.unread(["a", "b", "a"]) == ["a"]
    texts.clear()
    assert texts.find("内容") == []
    assert texts.counts() == {}


def test_scans_wait_for_a_recognition(texts: SqliteEvidenceTexts) -> None:
    texts.put(FileText("a", "empty", "是扫描件", has_waited=True))
    assert texts.unread(["a"]) == []
    assert texts.unread(["a"], with_waiting=True) == ["a"]


def test_only_what_should_have_words_is_listed_as_unreadable(texts: SqliteEvidenceTexts) -> None:
    texts.put(FileText("a", "failed", "坏了"))
    texts.put(FileText("b", "foreign"))
    texts.put(FileText("c", "empty"))
    texts.put(a_text("d", "签约"))
    assert [(one.sha256, one.message) for one in texts.unreadable()] == [("a", "坏了")]
    assert texts.counts() == {"failed": 1, "foreign": 1, "empty": 1, "read": 1}


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, None])
def test_a_damaged_or_missing_file_is_made_anew(
    tmp_path: Path, texts: SqliteEvidenceTexts, damage: bytes | None
) -> None:
    texts.put(a_text("a", "签约服务"))
    path = tmp_path / TEXTS_NAME
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert texts.find("签约") == []
    assert texts.unread(["a"]) == ["a"]
    texts.put(a_text("a", "签约服务"))
    assert texts.find("签约") == [TextHit("a", "签约服务")]


def test_damage_in_the_middle_is_said_and_mended_by_the_next_reading(
    tmp_path: Path, texts: SqliteEvidenceTexts
) -> None:
    for number in range(40):
        texts.put(a_text(str(number), "签约服务" * 300 + str(number)))
    path = tmp_path / TEXTS_NAME
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xaa" * (len(data) - len(data) // 2)
    path.write_bytes(data)
    assert texts.find("签约") == []
    assert texts.unread(["1", "2"]) == ["1", "2"], "all is read anew"
    texts.put(a_text("x", "新的文字"))
    assert [hit.sha256 for hit in texts.find("新的")] == ["x"]


def test_a_read_only_ledger_reads_and_never_writes(tmp_path: Path, texts: SqliteEvidenceTexts) -> None:
    reader = SqliteEvidenceTexts(tmp_path, is_read_only=True)
    assert reader.find("签约") == []
    texts.put(a_text("a", "签约服务"))
    assert [hit.sha256 for hit in reader.find("签约")] == ["a"]
    for change in (lambda: reader.put(a_text("b", "x")), reader.clear, lambda: reader.keep_only(set())):
        with pytest.raises(EnvironmentFault, match="DB-016"):
            change()


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="签约服务医生家庭abc12，。 \n", min_size=2, max_size=60), st.data())
def test_any_stretch_of_letters_is_found(text: str, data: st.DataObject) -> None:
    import tempfile

    runs = [run for run in "".join(c if c.isalnum() else " " for c in text).split() if len(run) > 1]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 2))
    words = run[start : data.draw(st.integers(start + 2, len(run)))]
    with tempfile.TemporaryDirectory() as folder:
        texts = SqliteEvidenceTexts(Path(folder), is_read_only=False)
        texts.put(a_text("a", text))
        hits = texts.find(words)
        assert [hit.sha256 for hit in hits] == ["a"]
        assert words in hits[0].snippet
