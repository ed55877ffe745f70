"""The console command `ledger-app`; the same as `python -m ledger_app`."""

from __future__ import annotations

import sys

from ledger_app.cli.app import run
from ledger_app.evidence.text_words import TEXT_WORD
from ledger_app.intake.ocr.installed import WORKER_WORD
from ledger_app.preview.words import PREVIEW_WORD


def main() -> int:
    """Run the command line with the program's own arguments."""
    if sys.argv[1:2] == [WORKER_WORD]:
        from ledger_app.intake.ocr.worker import main as recognise

        return recognise()
    if sys.argv[1:2] == [PREVIEW_WORD]:
        from ledger_app.preview.worker import main as preview

        return preview()
    if sys.argv[1:2] == [TEXT_WORD]:
        from ledger_app.evidence.text_worker import main as read_words

        return read_words()
    return run()


if __name__ == "__main__":
    sys.exit(main())
