"""Likely kinds of units by their names."""

from __future__ import annotations

import pytest

from ledger_app.domain.unit_kinds import kind_by_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("城关镇卫生院", "township"),
        ("东街社区卫生服务中心", "community"),
        ("医政医管股", "department"),
        ("党政办公室", "department"),
        ("县人民医院", "subordinate"),
        ("县妇幼保健院", "subordinate"),
        ("县疾病预防控制中心", "subordinate"),
        ("县财政局", "county"),
        ("县委编办", "other"),
        ("县 财 政 局", "county"),
        ("", "other"),
    ],
)
def test_kind_follows_the_last_words(name: str, kind: str) -> None:
    assert kind_by_name(name) == kind
