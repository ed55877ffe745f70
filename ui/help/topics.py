"""Which page of the manual is about what has the keyboard: the part of a page, the page, or the dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ledger_app.manual.book import FIRST

# Module of a dialog's class -> topic.  Dialogs made of a common form are about the page or part that opened them.
DIALOGS = {
    "ui.command_list": "window#commands",
    "ui.detail.rhythm_dialog": "detail#deadlines",
    "ui.detail.sources_part": "detail#basic",
    "ui.dialogs.adding_result": "evidence#add",
    "ui.dialogs.chase": "monthly#chase",
    "ui.dialogs.columns": "views#columns",
    "ui.dialogs.custom_field": "settings#custom",
    "ui.dialogs.cutoff": "window#cutoff",
    "ui.dialogs.doubts": "workbench#cards",
    "ui.dialogs.edit_preview": "cells#paste",
    "ui.dialogs.evidence_faults": "evidence#add",
    "ui.dialogs.evidence_pack": "pack",
    "ui.dialogs.evidence_picker": "evidence#link",
    "ui.dialogs.evidence_texts": "search#global",
    "ui.dialogs.expected_evidence": "evidence#expected",
    "ui.dialogs.expected_waivers": "evidence#expected",
    "ui.dialogs.filter_groups": "views#filter",
    "ui.dialogs.find_replace": "cells#replace",
    "ui.dialogs.indicators": "indicators",
    "ui.dialogs.journal": "journal",
    "ui.dialogs.new_task": "new-task",
    "ui.dialogs.recent": "settings#ledger",
    "ui.dialogs.roll_over": "new-year",
    "ui.dialogs.roster_import": "units#add",
    "ui.dialogs.shortcuts": "keys",
    "ui.dialogs.slips": "slips",
    "ui.dialogs.task_parts": "detail#parts",
    "ui.dialogs.tasks_from_text": "new-task#from-text",
    "ui.dialogs.unit_dialogs": "units",
    "ui.dialogs.work_calendar": "calendar",
    "ui.pages.ledger_export": "ledger#export",
    "ui.preview.window": "evidence#view",
    "ui.roster.group_history": "units#groups",
    "ui.roster.post_dialogs": "roster",
}

# Object name -> topic, for parts of a page and for pages.
PARTS = {
    "detail_pane": "detail",
    "tab_basic": "detail#basic",
    "tab_progress": "detail#progress",
    "tab_deadlines": "detail#deadlines",
    "tab_evidence": "detail#evidence",
    "tab_supervision": "detail#supervision",
    "tab_history": "detail#history",
    "expected_part": "evidence#expected",
    "posts_part": "roster",
    "returns_part": "monthly",
    "filing_panel": "monthly#filing",
    "slips_part": "slips",
    "review_panel": "import",
    "review_left": "import",
    "question_tray": "import#questions",
    "item_editor": "import#edit",
    "revision_view": "revision",
    "column_mapping": "own-ledger",
    "update_view": "own-ledger#again",
    "indicator_places_panel": "indicators",
    "calendar_panel": "workbench#due",
    "settings_custom_fields": "settings#custom",
    "settings_backup": "settings#second",
    "search_box": "search",
    "search_hits": "search",
    "page_workbench": "workbench",
    "page_ledger": "ledger",
    "page_plans": "plans",
    "page_evidence": "evidence",
    "page_reports": "reports",
    "page_units": "units",
    "page_settings": "settings",
    "help_window": "window",
}

# Parts that fill a page while they are on sight: the page itself is about them then.
WHOLE = (
    "revision_view",
    "column_mapping",
    "update_view",
    "review_panel",
    "filing_panel",
    "returns_part",
    "slips_part",
    "posts_part",
    "indicator_places_panel",
)


def topic_of(widget: QWidget | None, page: QWidget | None) -> str:
    """Return the place in the manual ("topic" or "topic#anchor") that is about what a person has in front of them.

    Args:
        widget: what has the keyboard, None for nothing.
        page: the page that is shown, None for the first page.
    """
    while widget is not None:
        if isinstance(widget, QDialog) and type(widget).__module__ in DIALOGS:
            return DIALOGS[type(widget).__module__]
        place = PARTS.get(widget.objectName())
        if place is not None:
            return _narrowed(widget, place)
        widget = widget.parentWidget()
    if page is not None:
        return _narrowed(page, PARTS.get(page.objectName(), FIRST))
    return FIRST


def _narrowed(widget: QWidget, place: str) -> str:
    """Return the topic of the part that fills a page, or the page's own."""
    if not widget.objectName().startswith("page_"):
        return place
    shown = {child.objectName() for child in widget.findChildren(QWidget) if child.isVisible()}
    return next((PARTS[name] for name in WHOLE if name in shown), place)
