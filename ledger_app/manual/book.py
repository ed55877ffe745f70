"""The manual as a whole: its topics in order and groups, read from the folder that ships with the program.

The order stands in `contents.txt`: a line `# group` heads the ids of its topics, one a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger_app.errors import EnvironmentFault
from ledger_app.manual.blocks import Block, Figure, Topic, anchors_of, spans_of
from ledger_app.manual.generated import command_blocks, error_blocks
from ledger_app.manual.markup import parse_topic

CONTENTS = "contents.txt"
PICTURES = "pictures"
TABLES = "tables"
ADVICE = "advice.txt"
FIRST = "quick-start"
"""Topic that is shown where nothing fits better."""


@dataclass(frozen=True, slots=True)
class Group:
    """Topics under one heading of the contents."""

    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual.

    Attributes:
        groups: in order.
        pictures: the folder of the pictures.
    """

    groups: tuple[Group, ...]
    pictures: Path

    def topics(self) -> Iterator[Topic]:
        """Yield all topics in order."""
        for group in self.groups:
            yield from group.topics

    def by_id(self) -> Mapping[str, Topic]:
        """Return topic id -> topic."""
        return {topic.id: topic for topic in self.topics()}

    def group_of(self, topic_id: str) -> str:
        """Return the heading under which a topic stands, "" for a topic that is none."""
        return next((group.title for group in self.groups if any(topic.id == topic_id for topic in group.topics)), "")

    def place_of_error(self, code: str) -> str:
        """Return the place ("topic#anchor") that explains a message's code, "" where none does."""
        return next((f"{topic.id}#{code}" for topic in self.topics() if code in anchors_of(topic)), "")

    def broken_links(self) -> list[str]:
        """Return "topic: target" of every link that leads nowhere and every picture that is not there."""
        known = self.by_id()
        found = []
        for topic in self.topics():
            for block in topic.blocks:
                if isinstance(block, Figure) and not (self.pictures / block.file).is_file():
                    found.append(f"{topic.id}: {block.file}")
                for span in (span for spans in spans_of(block) for span in spans if span.kind == "link"):
                    name, _, anchor = span.target.partition("#")
                    if name not in known or (anchor and anchor not in anchors_of(known[name])):
                        found.append(f"{topic.id}: {span.target}")
        return found


def load_manual(folder: Path) -> Manual:
    """Read the manual.

    Args:
        folder: what `resources.locate.manual()` names.

    Raises:
        EnvironmentFault: APP-018 a file of it is missing.
        MarkupError: a source does not follow the markup; the tests see to it that none ships.
    """
    groups: list[Group] = []
    for line in _text(folder / CONTENTS).splitlines():
        if line.startswith("# "):
            groups.append(Group(line[2:].strip(), ()))
        elif line.strip():
            topic = _load(folder, line.strip())
            groups[-1] = Group(groups[-1].title, (*groups[-1].topics, topic))
    return Manual(tuple(groups), folder / PICTURES)


def _load(folder: Path, topic_id: str) -> Topic:
    return parse_topic(topic_id, _text(folder / f"{topic_id}.md"), lambda words: _expanded(folder, words))


def _expanded(folder: Path, words: str) -> Sequence[Block]:
    """Return the blocks of a directive: `errors PREFIX …`, `commands`, `table NAME`."""
    name, *rest = words.split()
    if name == "errors" and rest:
        return error_blocks(rest, _advices(folder))
    if name == "commands":
        return command_blocks()
    if name == "table" and len(rest) == 1:
        source = _text(folder / TABLES / f"{rest[0]}.md")
        return parse_topic(rest[0], source, lambda words: _expanded(folder, words)).blocks
    message = f"不认识的自动内容 {words}"
    raise ValueError(message)


def _advices(folder: Path) -> dict[str, str]:
    """Return code -> advice from lines "CODE advice"."""
    lines = _text(folder / TABLES / ADVICE).splitlines()
    return {code: advice for code, _, advice in (line.partition(" ") for line in lines if line.strip())}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault("APP-018", file=file.name) from error
