"""Reads one file as `extract` does and says whether what came out is what was promised."""

from __future__ import annotations

import json
import time
import traceback
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Formatter

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.extract_json import to_json
from ledger_app.intake.readers import read_document
from ledger_app.intake.understand import propose
from ledger_app.messages import TEXTS, describe

READ, REFUSED, FAILED = "read", "refused", "failed"


@dataclass(slots=True)
class Verdict:
    """How the reading of one file ended.

    Attributes:
        outcome: `READ`, `REFUSED` (with a code and a sentence as promised) or `FAILED`.
        code: of the refusal.
        detail: the sentence, or what went wrong.
        seconds: time of the processor.
        peak_mb: largest memory of the process while it read, where the system tells.
    """

    outcome: str
    code: str = ""
    detail: str = ""
    seconds: float = 0.0
    peak_mb: int = 0

    def as_json(self) -> str:
        """Return the verdict as one line."""
        return json.dumps(asdict(self))


def judge(path: Path) -> Verdict:
    """Read a file, propose, write the JSON; never raises."""
    _forget_peak()
    start = time.process_time()
    verdict = _judge(path)
    verdict.seconds = round(time.process_time() - start, 3)
    verdict.peak_mb = _peak_mb()
    return verdict


def fault_of_refusal(error: UnreadableFileError, name: str) -> str:
    """Return what is wrong with the sentence of a refusal, "" if nothing is."""
    sentence = describe(error)
    if error.code not in TEXTS:
        return f"unknown code {error.code}"
    gaps = [field for _, field, _, _ in Formatter().parse(TEXTS[error.code]) if field]
    if missing := [field for field in gaps if not error.facts.get(field)]:
        return f"{error.code} lacks {missing}"
    if len(sentence.splitlines()) != 1 or any(unicodedata.category(one) in ("Cc", "Cs") for one in sentence):
        return f"more than one plain line: {sentence!r}"
    if name.isprintable() and name not in sentence:
        return f"the file is not named: {sentence}"
    return ""


def _judge(path: Path) -> Verdict:
    try:
        document = read_document(path)
        proposal = propose(document)
        # The stream that `extract` writes to replaces what cannot be encoded; the JSON itself must stand.
        json.loads(json.dumps(to_json(proposal, path.name), ensure_ascii=False, allow_nan=False))
    except UnreadableFileError as error:
        fault = fault_of_refusal(error, path.name)
        if fault:
            return Verdict(FAILED, error.code, fault)
        if _is_of_memory(error):
            return Verdict(FAILED, error.code, "memory ran out before a limit was met")
        return Verdict(REFUSED, error.code, describe(error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the finding
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {str(error)[:160]} ({Path(place.filename).name}:{place.lineno})"
        return Verdict(FAILED, "", detail)
    return Verdict(READ)


def _is_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _forget_peak() -> None:
    """Begin the measure of the largest memory anew; only Linux can."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_mb() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0")
    return int(line.split()[1]) // 1024
