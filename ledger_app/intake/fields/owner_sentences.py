"""Owners that a sentence names: 由甲科牵头，乙科配合，丙科具体负责 or 甲科负责…….

Source: docs/domain.md section 8.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ledger_app.intake.fields.clauses import Hinted
from ledger_app.intake.fields.owner_blocks import Block, unit_names
from ledger_app.intake.folding import Folded
from ledger_app.intake.proposal import OwnerRole
from ledger_app.intake.roster import Roster

_SUBJECT = Hinted(
    re.compile(r"(?:^|(?<=[。;:,\n]))(?:由)?(?P<names>[^,。;:!?()\n“”《》]{2,40}?)(?P<verb>牵头|负责)(?!人|同志)"),
    re.compile("牵头|负责"),
)
_BY_WHOM = Hinted(
    re.compile(
        r"由(?P<names>[^,。;:!?\n“”《》]{2,60}?)"
        r"(?P<verb>(?:具体|共同|分别|统一)?(?:牵头|负责|承担|组织实施|主办|承办))(?!人|同志|主任|院长)"
    ),
    re.compile("由"),
)
_GO_ON = re.compile(r"(?:负责(?!人|同志)|落实|推进|(?:组织)?实施|抓好)*(?=[,、;])")
_HELPERS = re.compile(
    r"[,、;](?P<names>[^,。;:!?\n“”《》]{2,60}?)(?P<verb>(?:协助)?(?:配合|参与|协助|协办|参加)|(?:具体|组织|分别|按职责)*(?:负责|落实|实施|承担))"
    r"(?:落实|实施|推进|做好|工作)*(?=[,。;\n)]|$)"
)
_HELPING = re.compile(r"配合|参与|协助|协办|参加")


def sentence_blocks(folded: Folded, roster: Roster) -> Iterator[Block]:
    """Yield the owners of sentences like 由甲科牵头，乙科配合 or 甲科负责……."""
    text = folded.text
    for pattern, reason, confidence in ((_BY_WHOM, "句中写明“由…负责”", 0.85), (_SUBJECT, "句中写明“…负责”", 0.7)):
        found = False
        for match in pattern.all_in(text):
            names = unit_names(folded, match.start("names"), match.end("names"), roster)
            if not names:
                continue
            found = True
            role: OwnerRole = "lead" if match["verb"].endswith("牵头") or match["verb"] == "主办" else "responsible"
            yield Block(names, role, reason, confidence)
            yield from _followers(folded, match.end(), Block((), role, reason, confidence), roster)
        if found:
            return


def _followers(folded: Folded, position: int, first: Block, roster: Roster) -> Iterator[Block]:
    """Yield the units that a sentence goes on with: …，乙科、丙科配合，丁院具体负责."""
    went_on = _GO_ON.match(folded.text, position)
    position = went_on.end() if went_on else position
    helpers = _HELPERS.match(folded.text, position)
    while helpers:
        names = unit_names(folded, helpers.start("names"), helpers.end("names"), roster)
        if not names:
            return
        role: OwnerRole = "cooperate" if _HELPING.search(helpers["verb"]) else "responsible"
        yield replace(first, names=names, role=role)
        helpers = _HELPERS.match(folded.text, helpers.end())
