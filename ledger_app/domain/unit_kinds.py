"""What kind of unit a name most likely is, by its last words; a proposal that a person can change.

Source: docs/domain.md sections 1.2 and 8.2.
"""

from __future__ import annotations

import re

from ledger_app.domain.unit import UnitKind

_FORMS: tuple[tuple[re.Pattern[str], UnitKind], ...] = (
    (re.compile(r"社区卫生服务(中心|站)$"), "community"),
    (re.compile(r"(乡|镇|街道|中心)?卫生院(（.*）|\(.*\))?$"), "township"),
    (re.compile(r"(股|科|处|室)(室|长)?$|办公室$|机关(党委|工会)$"), "department"),
    (
        re.compile(r"医院|疾控中心|(保健院|妇幼院|监督所|防治所|防治院|血站|急救中心|卫生学校|卫校|计生协会)$"),
        "subordinate",
    ),
    (re.compile(r"(疾病预防控制|妇幼保健|健康教育|卫生监督|医疗急救|医学会)[^局委]*$"), "subordinate"),
    (
        re.compile(r"(局|委|委员会|部|政府|管委会|人民法院|检察院|联合会|残联|妇联|团委|总工会|红十字会|公安|银保监)$"),
        "county",
    ),
)


def kind_by_name(name: str) -> UnitKind:
    """Return the likely kind of a unit of this name, "other" where its name tells nothing."""
    flat = "".join(name.split())
    return next((kind for form, kind in _FORMS if form.search(flat)), "other")
