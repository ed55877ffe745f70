"""This PC: its clock, where things lie that belong to no ledger, who sits at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ledger_app.installation import user_data


class SystemClock:
    """The PC's own clock."""

    def today(self) -> dt.date:
        """Return the local calendar day."""
        return dt.datetime.now().astimezone().date()

    def now(self) -> str:
        """Return the present as UTC ISO text with seconds."""
        return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Where things lie that belong to no ledger.

    Attributes:
        resources: root of the shipped data; fonts, samples, calendars: parts of it.
        user_data: folder of this user for what the application keeps (the practice ledger).
    """

    resources: Path
    fonts: Path
    samples: Path
    calendars: Path
    user_data: Path

    @classmethod
    def of_this_pc(cls) -> AppPaths:
        """Return the paths of this installation and user; nothing is made."""
        from resources import locate

        return cls(locate.root(), locate.fonts(), locate.samples(), locate.calendars(), user_data())


def user_name() -> str:
    """Return the account that runs the program."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A service account may have neither a name nor a home.
        return "未知用户"


def host_name() -> str:
    """Return the name of this PC."""
    import platform

    return platform.node() or "本机"
