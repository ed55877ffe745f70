"""The roster goes out as a workbook and comes back the same into an empty ledger."""

from __future__ import annotations

from pathlib import Path

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.unit import Post, Unit, UnitAlias
from ledger_app.services import leaders, posts, unit_groups, units
from ledger_app.services.posts import PersonChoice
from ledger_app.services.roster_export import export_roster, roster_sheet
from ledger_app.services.roster_file import import_roster, read_roster
from tests.builders import TODAY, a_ledger, a_unit


def test_an_exported_roster_comes_back_whole(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        unit = a_unit(work, "县人民医院", short_name="县医院", contact="赵敏", phone="0837-1234567")
        a_unit(work, "柳塘镇卫生院", "township", is_reporting=False, note="=不是公式")
        units.add_alias(work, unit.id, "人民医院")
        unit_groups.set_group(work, "局属各单位", [unit.id])
        posts.add_post(work, "院长", "head", unit.id, PersonChoice("李强", "13800000001"))
        posts.add_post(work, "分管副局长", "leader")
        leader = work.of(Post).find(kind="leader")[0]
        leaders.set_duties(work, leader.id, [unit.id], [], TODAY)
    path = tmp_path / "名册.xlsx"
    with ledger.read() as session:
        assert export_roster(session, path, TODAY).row_count == 2
        before = [row.values for row in roster_sheet(session, TODAY).rows]
    other = a_ledger(tmp_path / "另一本")
    with other.write() as work:
        assert import_roster(work, read_roster(path)).findings == ()
    with other.read() as session:
        assert [row.values for row in roster_sheet(session, TODAY).rows] == before
        assert session.of(UnitAlias).find()[0].alias == "人民医院"
        assert [one.is_reporting for one in session.of(Unit).find()] == [True, False]
    with other.write() as work:
        again = import_roster(work, read_roster(path))
        assert (again.added, again.completed) == ((), ())
    other.close()


def test_another_head_in_the_file_changes_no_post(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.write() as work:
        unit = a_unit(work, "县医院")
        posts.add_post(work, "院长", "head", unit.id, PersonChoice("李强"))
    path = tmp_path / "名册.csv"
    path.write_text("单位名称,负责人职务,负责人\n县医院,院长,王明\n", "utf-8")
    with ledger.write() as work:
        found = import_roster(work, read_roster(path)).findings
        assert [one.code for one in found] == ["SVC-307"]
        post = work.of(Post).find()[0]
        holder = posts.present_holder(work, post.id, TODAY)
        assert holder is not None
        assert holder.name == "李强"
