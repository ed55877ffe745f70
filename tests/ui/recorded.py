"""Messages that nobody has to answer: what was shown is recorded, what is asked is answered beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class RecordedMessages:
    """Stands in for `ui.dialogs.messages.MessageBoxes`.

    Attributes:
        errors, texts, questions: what was shown, in order.
        agrees: the answer to every question; choice: index of the chosen verb.
        files, target, folder: what the file dialogs give.
    """

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.texts: list[tuple[str, str, str]] = []
        self.questions: list[str] = []
        self.agrees = True
        self.choice = 0
        self.files: list[Path] = []
        self.target: Path | None = None
        self.folder: Path | None = None

    def show_error(self, error: BaseException) -> None:
        self.errors.append(error)

    def show_text(self, title: str, text: str, detail: str = "") -> None:
        self.texts.append((title, text, detail))

    def ask(self, text: str, verb: str, *, detail: str = "", is_dangerous: bool = False) -> bool:
        self.questions.append(f"{text}|{verb}")
        return self.agrees

    def choose(self, text: str, verbs: Sequence[str], *, detail: str = "") -> int:
        self.questions.append(f"{text}|{'|'.join(verbs)}")
        return self.choice

    def choose_files(self, title: str, filters: str = "") -> list[Path]:
        return self.files

    def choose_target(self, title: str, name: str, filters: str) -> Path | None:
        return self.target

    def choose_folder(self, title: str) -> Path | None:
        return self.folder
