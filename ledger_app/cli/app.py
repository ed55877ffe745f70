"""Run the command line: choose the command, and turn every failure into one line and an exit code.

0 done; 1 `check` found something; 2 a file, an argument or the ledger could not be handled.
"""

from __future__ import annotations

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from ledger_app.cli.output import say, trace_if_wanted, use_utf8
from ledger_app.cli.parser import command_names, make_parser
from ledger_app.error_log import ErrorLog
from ledger_app.errors import Cancelled, LedgerError
from ledger_app.installation import settings_folder
from ledger_app.messages import describe

MARKER_SUFFIX = ".ledger"

_MODULES = {
    "extract": "reading",
    "init": "keeping",
    "import": "entering",
    "list": "listing",
    "progress": "entering",
    "attach": "entering",
    "find": "finding",
    "index": "finding",
    "report": "reporting",
    "reprint": "reporting",
    "pack": "packing",
    "check": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "demo": "demo",
    "manual": "manual",
}
"""Module of `ledger_app.cli` that has a command, as `run_COMMAND`."""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the program with its arguments and return the exit code; nothing is raised but SystemExit by --help."""
    words = list(sys.argv[1:] if argv is None else argv)
    use_utf8()
    try:
        return _run(words)
    except (Cancelled, KeyboardInterrupt):
        say(describe(Cancelled()))
    except LedgerError as error:
        trace_if_wanted()
        say(describe(error))
    except Exception as error:  # noqa: BLE001 - the one place where nothing may escape as a traceback
        if _is_reader_gone(error):
            # Whoever read our output has seen enough; the interpreter must not complain about it again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        trace_if_wanted()
        ErrorLog(settings_folder()).note(error, "command")
        say(describe(error))
    return 2


def _run(words: list[str]) -> int:
    called = _called_with(words)
    if called is not None:
        from ledger_app.bootstrap import run_desktop

        return run_desktop(*called)
    arguments = make_parser().parse_args(words)
    if arguments.command is None:
        make_parser().error("the following arguments are required: 命令")
    module = import_module(f"ledger_app.cli.{_MODULES[arguments.command]}")
    command: Callable[[Namespace], int] = getattr(module, f"run_{arguments.command}")
    return command(arguments)


def _is_reader_gone(error: Exception) -> bool:
    """Say whether a fault is that nobody reads our standard output any more."""
    if not isinstance(error, OSError) or error.errno != errno.EINVAL:
        return isinstance(error, BrokenPipeError)
    # Windows calls it an invalid argument, as it calls other things: asked once more, the stream tells.  Only a
    # written character asks: what failed before is no longer in the stream.
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        return True
    return False


def _called_with(words: list[str]) -> tuple[Path | None, tuple[Path, ...]] | None:
    """Return the ledger and the plan files that the window is to open, None where the words are a command.

    A double click hands over a ledger's folder or marker, files dropped on the program's icon come all at once.
    """
    if words and words[0] in command_names():
        return None
    paths = [Path(word) for word in words if not word.startswith("-")]
    ledgers = [path for path in paths if path.is_dir() or path.suffix.lower() == MARKER_SUFFIX]
    files = tuple(path for path in paths if path not in ledgers and path.is_file())
    if len(ledgers) > 1 or len(ledgers) + len(files) != len(words):
        return None
    return (ledgers[0] if ledgers else None), files
