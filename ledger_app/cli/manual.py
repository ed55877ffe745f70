"""`manual`: write the manual as a PDF, made by the program's own report engine."""

from __future__ import annotations

from argparse import Namespace

from ledger_app.bootstrap import write_manual
from ledger_app.cli.output import say, show
from ledger_app.cli.reporting import refuse_unwritable


def run_manual(arguments: Namespace) -> int:
    """Write the manual where it was asked for."""
    refuse_unwritable(arguments.pdf)
    pages = write_manual(arguments.pdf)
    say(f"使用手册已写好，共 {pages} 页。")
    show(str(arguments.pdf))
    return 0
