"""Tells whether the recognition of scans is installed and where, without loading any of it.

It is an extra of some 390 MB and stands in a folder of its own, `ocr` beside the program: among the
application's own packages its numpy would be loaded by other libraries and slow every start.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from ledger_app.installation import program_folder

WORKER_WORD = "--ocr-worker"
"""First word of the command line that makes the frozen program a recognising process, see `process.command`."""

FOLDER_NAME = "ocr"
_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy")


def extra_folder() -> Path:
    """Return where the extra stands if it is installed."""
    return program_folder() / FOLDER_NAME


def is_installed() -> bool:
    """Tell whether scans can be recognised; looks for the packages and imports none."""
    folder = extra_folder()
    return all((folder / name).is_dir() or find_spec(name) for name in _PACKAGES)


def open_extra() -> None:
    """Let the packages of the extra be imported in this process, after those of the application."""
    folder = str(extra_folder())
    if folder not in sys.path:
        sys.path.append(folder)


def how_to_install() -> str:
    """Return what a person does about a scan without the extra, as part of a sentence; built programs come without."""
    has_script = (Path(__file__).resolve().parents[3] / "run.py").is_file()
    return "在程序文件夹中运行“python3 run.py ocr”" if has_script else "用 WPS、微信的识别功能转成文字"
