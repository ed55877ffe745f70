"""The console command `ledger-app`; the same as `python -m ledger_app`."""

from __future__ import annotations

import sys

from ledger_app.cli.app import run


def main() -> int:
    """Run the command line with the program's own arguments."""
    return run()


if __name__ == "__main__":
    sys.exit(main())
