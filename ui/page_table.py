"""Which page belongs to which act, and how it is made; the modules of pages are read when first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ui.actions import Act, Actions
from ui.places import PageName

if TYPE_CHECKING:
    from ui.pages.page import Page
    from ui.workspace import Workspace

PAGE_OF_ACT: dict[Act, PageName] = {
    Act.GO_WORKBENCH: "workbench",
    Act.GO_LEDGER: "ledger",
    Act.GO_PLANS: "plans",
    Act.GO_EVIDENCE: "evidence",
    Act.GO_REPORTS: "reports",
    Act.GO_UNITS: "units",
    Act.GO_SETTINGS: "settings",
}
_CLASSES: dict[PageName, tuple[str, str]] = {
    "workbench": ("ui.pages.workbench", "WorkbenchPage"),
    "ledger": ("ui.pages.ledger", "LedgerPage"),
    "plans": ("ui.pages.plans", "PlansPage"),
    "evidence": ("ui.pages.evidence", "EvidencePage"),
    "reports": ("ui.pages.reports", "ReportsPage"),
    "units": ("ui.pages.units", "UnitsPage"),
    "settings": ("ui.pages.settings", "SettingsPage"),
}


def make_page(name: PageName, workspace: Workspace, actions: Actions) -> Page:
    """Make a page; its module is imported now, so that the window does not wait for all seven at the start."""
    module, class_name = _CLASSES[name]
    page: Page = getattr(import_module(module), class_name)(workspace, actions)
    return page
