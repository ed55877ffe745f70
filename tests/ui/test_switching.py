"""Another ledger in the same window: nothing of the one before is heard of again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.bootstrap import create_session
from ledger_app.domain.grid import Condition, Sorting
from ledger_app.domain.view import GridView, ViewColumn
from ledger_app.services.view_text import write_view
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow
from ui.pages.ledger import LedgerPage
from ui.places import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


def tour(window: ApplicationWindow, settle: Settle) -> None:
    for act in (*PAGES, Act.GO_RETURNS, Act.GO_SLIPS):
        window.actions_[act].trigger()
        settle()


def test_pages_of_the_ledger_before_do_not_follow_the_look(
    opened: ApplicationWindow, settle: Settle, tmp_path: Path, recorded: RecordedMessages
) -> None:
    tour(opened, settle)
    create_session(tmp_path / "空台账", "空县卫生健康局").close()
    before = opened.workspace
    opened.ledger_acts.open_folder(tmp_path / "空台账")
    settle()
    assert opened.workspace is not before
    tour(opened, settle)
    # An exception in a slot of a page that is gone fails the test.
    for scheme in ("dark", "light"):
        opened.look.choose(scheme)
        settle()
    assert recorded.errors == [], "every page can be shown of a ledger with nothing in it"


def test_an_arrangement_that_names_a_deleted_column_is_shown_without_it(
    opened: ApplicationWindow, settle: Settle, recorded: RecordedMessages
) -> None:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    count, key = page.model.rowCount(), page.views.state_key
    gone = GridView(
        sorting=(Sorting("custom:99", descending=True),),
        group_by="custom:99",
        columns=(ViewColumn("title", 200), ViewColumn("custom:99", 90)),
    )
    folder = opened.workspace.ledger.folder if opened.workspace is not None else None
    assert folder is not None
    for view in (gone, GridView(conditions=(Condition("custom:99", "empty"),))):
        opened.ledger_acts.close_ledger()
        opened.state.set_text(key, f"0 {write_view(view)}")
        opened.ledger_acts.open_folder(folder)
        settle()
        opened.show_place(Place("ledger"))
        settle()
        page = opened.page
        assert isinstance(page, LedgerPage)
        assert recorded.errors == []
        assert page.model.listing.count == count, "nobody is hidden by a column that is gone"
