"""Another ledger in the same window: nothing of the one before is heard of again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_app.bootstrap import create_session
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import PAGES, Act
from ui.app import ApplicationWindow

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
