from __future__ import annotations

from pathlib import Path

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup
from ledger_app.errors import RejectedError, UnreadableFileError
from ledger_app.services.lookup import roster_of, unit_by_name
from ledger_app.services.roster_file import RosterImported, import_roster, preview_roster, read_roster
from ledger_app.services.roster_items import Fate
from tests.builders import a_unit

HEAD = "单位名称,简称,类别,别名,分组,排序\n"


def bring_in(ledger: SqliteLedger, folder: Path, text: str, encoding: str = "utf-8-sig") -> RosterImported:
    path = folder / "名册.csv"
    path.write_text(text, encoding=encoding)
    with ledger.write() as work:
        return import_roster(work, read_roster(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_roster_brings_units_aliases_and_groups(encoding: str, ledger: SqliteLedger, tmp_path: Path) -> None:
    text = (
        HEAD + "县人民医院,县医院,局属单位,人民医院、县一院,局属各单位,10\n柳塘镇卫生院,,乡镇卫生院,,各乡镇卫生院,20\n"
    )
    done = bring_in(ledger, tmp_path, text, encoding)
    assert [(unit.name, unit.short_name, unit.kind, unit.sort) for unit in done.added] == [
        ("县人民医院", "县医院", "subordinate", 10),
        ("柳塘镇卫生院", "", "township", 20),
    ]
    with ledger.read() as session:
        assert unit_by_name(session, "县一院").name == "县人民医院"
        assert [unit.name for unit in roster_of(session).match("各乡镇卫生院").units] == ["柳塘镇卫生院"]
    assert ledger.operations()[0].name == "导入单位名册 2 行"


def test_a_title_above_the_heading_is_passed_over(ledger: SqliteLedger, tmp_path: Path) -> None:
    done = bring_in(ledger, tmp_path, "附件1,,\n县卫健局单位名册,,\n序号,单 位 名 称,联系电话\n1,县医院,123\n,,\n")
    assert [(unit.name, unit.phone, unit.sort) for unit in done.added] == [("县医院", "123", 1)]


def test_what_is_known_is_completed_not_overwritten(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        a_unit(work, "县医院", "county", contact="李强")
    done = bring_in(ledger, tmp_path, "单位,类别,联系人,电话\n县医院,局属单位,王伟,456\n")
    assert done.added == ()
    with ledger.read() as session:
        (unit,) = session.of(Unit).find()
    assert (unit.kind, unit.contact, unit.phone) == ("county", "李强", "456")


def test_what_is_odd_in_a_roster_is_said(ledger: SqliteLedger, tmp_path: Path) -> None:
    rows = "甲,,乡镇卫生院,丙,,\n,,,,,\n,只有简称,,,,\n甲,,,,,\n乙,,太空站,丙,,\n"
    done = bring_in(ledger, tmp_path, HEAD + rows)
    assert [finding.code for finding in done.findings] == ["SVC-110", "SVC-111", "SVC-112", "SVC-113"]
    assert "第 4 行" in done.findings[0].message
    with ledger.read() as session:
        assert (session.of(Unit).count(), session.of(UnitAlias).count(), session.of(UnitGroup).count()) == (2, 1, 0)


def test_a_workbook_serves_as_well(ledger: SqliteLedger, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["单位全称", "单位类别"], ["办公室", "机关股室"]):
        book.active.append(row)
    path = tmp_path / "名册.xlsx"
    book.save(path)
    book.close()
    with ledger.write() as work:
        done = import_roster(work, read_roster(path))
    assert [(unit.name, unit.kind) for unit in done.added] == [("办公室", "department")]


def test_a_file_without_names_or_without_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("日期,金额\n1,2\n", encoding="utf-8")
    with pytest.raises(RejectedError) as caught:
        read_roster(path)
    assert caught.value.code == "SVC-057"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFileError):
        read_roster(path)


FULL_HEAD = "单位名称,简称,别名,分组,联系人,负责人,分管领导\n"


def test_a_preview_says_item_by_item_what_the_import_does_and_writes_nothing(
    ledger: SqliteLedger, tmp_path: Path
) -> None:
    bring_in(ledger, tmp_path, FULL_HEAD + "县医院,县院,一院,局属单位,李强,王伟,张副局长\n")
    operations = len(ledger.operations())
    path = tmp_path / "再来.csv"
    rows = "县医院,新简称,一院、总院,局属单位,李强,赵敏,刘副局长\n乙院,,一院,局属单位,,孙丽,张副局长\n,无名,,,,,\n"
    path.write_text(FULL_HEAD + rows, encoding="utf-8")
    items = preview_roster(ledger, read_roster(path))
    assert [(item.line, item.kind, item.fate.value, item.says, item.has) for item in items] == [
        (2, "unit", "same", "县医院", "县医院"),
        (2, "field", "kept", "新简称", "县院"),
        (2, "field", "same", "李强", "李强"),
        (2, "alias", "same", "一院", "一院"),
        (2, "alias", "new", "总院", ""),
        (2, "group", "same", "局属单位", "局属单位"),
        (2, "post", "same", "负责人", "负责人"),
        (2, "person", "kept", "赵敏", "王伟"),
        (2, "leader", "kept", "刘副局长", "张副局长"),
        (3, "unit", "new", "乙院 · 其他", ""),
        (3, "alias", "kept", "一院", "县医院"),
        (3, "group", "new", "局属单位", ""),
        (3, "post", "new", "负责人", ""),
        (3, "person", "new", "孙丽", ""),
        (3, "leader", "new", "张副局长", ""),
        (4, "row", "kept", "无名", ""),
    ]
    assert all(bool(item.reason) == (item.fate is Fate.KEPT) for item in items)
    assert len(ledger.operations()) == operations
    with ledger.read() as session:
        assert (session.of(Unit).count(), session.of(UnitAlias).count()) == (1, 1)
    with ledger.write() as work:
        assert import_roster(work, read_roster(path)).items == items
    with ledger.read() as session:
        assert (session.of(Unit).count(), session.of(UnitAlias).count()) == (2, 2)
    assert preview_roster(ledger, read_roster(path)) != items
