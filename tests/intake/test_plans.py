"""Plans in many styles, each with what a clerk would put into the ledger.

p01 to p28 and p33 to p68 were written with their expectations before the rules they test; the ones between are what
rules found wanting were mended by, read through by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger_app.intake.proposal import ProposedItem, ProposedPlan
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import a_document, deadline_key, owner_keys

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))


def expected_of(name: str) -> dict[str, Any]:
    expected = json.loads((PLANS / f"{name}.json").read_text("utf-8"))
    assert isinstance(expected, dict)
    return expected


def plans_of(name: str) -> list[tuple[dict[str, Any], ProposedPlan]]:
    expected = expected_of(name)
    proposal = propose(a_document((PLANS / f"{name}.txt").read_text("utf-8")), year=expected.get("year"))
    wanted = expected.get("plans") or [expected]
    assert [plan.title for plan in proposal.plans][: len(wanted)] == [
        want.get("title", plan.title) for want, plan in zip(wanted, proposal.plans, strict=False)
    ]
    assert len(proposal.plans) == len(wanted)
    return list(zip(wanted, proposal.plans, strict=True))


def items_of(plan: ProposedPlan) -> list[ProposedItem]:
    """Return what would be ticked or has a number; introductions aside."""
    return [item for item in plan.items if item.no or item.kind != "background"]


@pytest.mark.parametrize("name", NAMES)
def test_front_matter(name: str) -> None:
    for want, plan in plans_of(name):
        for field in ("plan_year", "issuer", "doc_number"):
            if field in want:
                assert getattr(plan, field) == want[field]
        if "addressees" in want:
            assert list(plan.addressees) == want["addressees"]
        for field in ("issued", "period_end"):
            if field in want:
                date = getattr(plan, field)
                assert date is not None
                assert date.isoformat() == want[field]


@pytest.mark.parametrize("name", NAMES)
def test_items(name: str) -> None:
    for want, plan in plans_of(name):
        wanted = [item for item in want["items"] if item["no"] or item.get("kind") != "background"]
        assert [item.no for item in items_of(plan)] == [item["no"] for item in wanted]
        for expected, item in zip(wanted, items_of(plan), strict=True):
            assert item.title == expected.get("title", item.title)
            assert item.kind == expected.get("kind", item.kind)
            assert list(item.path) == expected.get("path", list(item.path))


@pytest.mark.parametrize("name", NAMES)
def test_readings(name: str) -> None:
    for want, plan in plans_of(name):
        wanted = [item for item in want["items"] if item["no"] or item.get("kind") != "background"]
        for expected, item in zip(wanted, items_of(plan), strict=True):
            if "owners" in expected:
                assert owner_keys(item) == expected["owners"]
            if "deadlines" in expected:
                found = sorted(deadline_key(deadline) for deadline in item.deadlines)
                assert found == sorted(expected["deadlines"])
            if "targets" in expected:
                assert [target.value for target in item.targets] == expected["targets"]
            if "measures" in expected:
                assert len(item.measures) == expected["measures"]


def test_twenty_styles_are_covered() -> None:
    assert len(NAMES) >= 20
