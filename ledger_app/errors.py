"""The error tree: one base class, four branches, a stable code each.

Texts live in `ledger_app.messages`, Chinese, one entry a code.  Library errors are translated into these
once, at the border where the library is called, always with `raise ... from`.
"""

from __future__ import annotations


class LedgerError(Exception):
    """Base of all errors that a person is shown.

    Attributes:
        code: stable code such as "DB-004"; its text is in `ledger_app.messages`.
        facts: what the text is filled with (file names, counts, versions); values are shown to people.
    """

    def __init__(self, code: str, **facts: object) -> None:
        """Keep the code and the facts; the text is made when it is shown."""
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """Return the code and facts, for logs; people get `messages.describe`."""
        inner = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({inner})"


class RejectedError(LedgerError):
    """The request cannot be met: invalid, duplicate, or changed meanwhile."""


class UnreadableFileError(RejectedError):
    """A file handed in cannot be read: damaged, protected, empty, not what it claims, too large."""


class ConflictError(RejectedError):
    """What was to be changed or undone was changed since it was read."""


class EnvironmentFault(LedgerError):
    """Disk, lock, permission, or a ledger that is damaged or too new."""


class Cancelled(LedgerError):
    """The user stopped the work; nothing was left half-done."""

    def __init__(self) -> None:
        """Carry the one code for cancelled work."""
        super().__init__("APP-001")


class BugError(LedgerError):
    """An invariant of ours broke."""
