"""Plans in traditional characters are read by the same rules."""

from __future__ import annotations

from ledger_app.intake.folding import fold_text
from ledger_app.intake.traditional import SIMPLIFIED
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document

PLAIN = """临江县卫生健康局关于印发2025年卫生健康工作要点的通知
一、加强公共卫生
（一）提升疫苗接种率。适龄儿童接种率达到95%以上。（责任单位：疾控股；完成时限：2025年10月底前）
（二）开展慢病管理。12月底前筛查5万人。（牵头单位：基层股，配合单位：各乡镇卫生院）
二、组织保障
（一）加强组织领导。各单位要高度重视。
临江县卫生健康局
2025年3月10日"""
TRADITIONAL = """臨江縣衛生健康局關於印發2025年衛生健康工作要點的通知
一、加強公共衛生
（一）提升疫苗接種率。適齡兒童接種率達到95%以上。（責任單位：疾控股；完成時限：2025年10月底前）
（二）開展慢病管理。12月底前篩查5萬人。（牽頭單位：基層股，配合單位：各鄉鎮衛生院）
二、組織保障
（一）加強組織領導。各單位要高度重視。
臨江縣衛生健康局
2025年3月10日"""


def readings(text: str) -> list[object]:
    return [
        (
            item.kind,
            item.place,
            [(one.role, one.is_group) for one in item.owners],
            [(one.kind, one.date) for one in item.deadlines],
            [(one.op, one.value) for one in item.targets],
        )
        for item in propose(a_document(text)).plans[0].items
    ]


def test_both_ways_of_writing_give_the_same_reading() -> None:
    assert readings(TRADITIONAL) == readings(PLAIN)
    assert len(readings(PLAIN)) == 3


def test_what_is_shown_stays_as_printed() -> None:
    item = propose(a_document(TRADITIONAL)).plans[0].items[1]
    assert [owner.name for owner in item.owners] == ["基層股", "各鄉鎮衛生院"]
    assert item.title == "開展慢病管理"


def test_the_table_is_one_to_one_and_done_in_one_step() -> None:
    assert not SIMPLIFIED.keys() & set(SIMPLIFIED.values())
    assert all(len(odd) == len(plain) == 1 for odd, plain in SIMPLIFIED.items())
    assert fold_text("".join(SIMPLIFIED)).text == "".join(SIMPLIFIED.values())
