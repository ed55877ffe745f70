"""The part of a review that puts items together anew: merge, split, promote, demote, take apart.

Without Qt; builds on `review_core`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger_app.intake.item_acts import Act, Demote, Merge, Promote, Split, followers
from ledger_app.intake.item_cuts import SPLIT_ORDER, SplitAt, cuts_of, offset_of, origins_of, parts_cuts
from ledger_app.intake.proposal import TASK_LIKE
from ui.models.review_core import ReviewCore
from ui.models.review_shape import without


class ReviewActs(ReviewCore):
    """Acts on the shape of the items; each is one step and returns the item to go on with, "" if nothing was done."""

    # What can be done

    def may_merge(self, keys: Sequence[str]) -> bool:
        """Say whether items can become one: several of the same plan."""
        known = [key for key in keys if key in self.arrangement.items]
        return len(known) > 1 and len({self.arrangement.plan_of[key] for key in known}) == 1

    def split_cuts(self, key: str) -> dict[SplitAt, tuple[int, ...]]:
        """Return the ways in which an item falls into parts, with the cuts of each."""
        item = self._edited(key)
        found: dict[SplitAt, tuple[int, ...]] = {}
        for at in SPLIT_ORDER:
            cuts = cuts_of(item, at)
            if cuts and cuts not in found.values():
                found[at] = cuts
        return found

    def cuts_at(self, key: str, places: Sequence[int]) -> tuple[int, ...]:
        """Return the cuts of an item at places of the document's text; () where none lies within it."""
        item = self._edited(key)
        origins = origins_of(item.text, self.proposal.text, item.place)
        cuts = {offset_of(origins, place) for place in places if item.place.start <= place <= item.place.end}
        return tuple(sorted(cut for cut in cuts if item.text[:cut].strip() and item.text[cut:].strip(" \n。；;，,、")))

    def may_promote(self, key: str) -> bool:
        """Say whether an item has parts, or items after it, that would stand under it as a heading."""
        if key not in self.arrangement.items:
            return False
        return bool(parts_cuts(self._edited(key)) or followers(self.arrangement.items, self.arrangement.plan_of, key))

    def demote_target(self, keys: Sequence[str]) -> str:
        """Return the item before the first of some, of which they would become measures; "" if there is none."""
        order = list(self.arrangement.items)
        at = order.index(keys[0]) if keys and keys[0] in self.arrangement.items else 0
        if not at or self.arrangement.plan_of[order[at - 1]] != self.arrangement.plan_of[keys[0]]:
            return ""
        return order[at - 1]

    def is_made(self, key: str) -> bool:
        """Say whether an item was put together here, or put under a heading."""
        return key in self.arrangement.made_by or key in self.arrangement.under

    # What is done

    def merge(self, keys: Sequence[str]) -> str:
        """Make one item of several."""
        if not self.may_merge(keys):
            return ""
        order = {key: number for number, key in enumerate(self.arrangement.items)}
        chosen = tuple(sorted((key for key in keys if key in order), key=order.__getitem__))
        made = self._act(f"合并 {len(chosen)} 项", [Merge(chosen)], any(map(self.is_accepted, chosen)))
        return made[0] if made else ""

    def split(self, key: str, cuts: Sequence[int]) -> str:
        """Make several items of one, cut at offsets of its text."""
        if key not in self.arrangement.items:
            return ""
        act = Split(key, tuple(cuts), len(self._edited(key).text))
        made = self._act(f"拆分“{self._short(key)}”", [act], self.is_accepted(key))
        return made[0] if made else ""

    def promote(self, keys: Sequence[str]) -> str:
        """Make headings of items."""
        chosen = [key for key in keys if self.may_promote(key)]
        if not chosen:
            return ""
        below = followers(self.arrangement.items, self.arrangement.plan_of, chosen[0])
        name = f"“{self._short(chosen[0])}”升为标题" if len(chosen) == 1 else f"{len(chosen)} 项升为标题"
        made = self._act(name, [Promote(key) for key in chosen], self.is_accepted(chosen[0]))
        return made[0] if made else next((key for key in below if key in self.arrangement.items), "")

    def demote(self, keys: Sequence[str]) -> str:
        """Make measures of items, of the item before the first of them."""
        into = self.demote_target(keys)
        if not into:
            return ""
        acts, at = [], into
        for key in keys:
            acts.append(Demote(key, at))
            at = f"{at}<{key}"
        name = f"“{self._short(keys[0])}”降为措施" if len(keys) == 1 else f"{len(keys)} 项降为措施"
        made = self._act(name, acts, self.is_accepted(into) or any(map(self.is_accepted, keys)))
        return made[-1] if made else ""

    def take_apart(self, key: str) -> str:
        """Take back how an item was put together; what was done with the result goes too."""
        arrangement = self.arrangement
        act = arrangement.made_by.get(key) or arrangement.under.get(key)
        if act is None:
            return ""
        sources = arrangement.sources.get(key, (key,))
        acts = without(act, self._state.acts, arrangement.made_by)
        self._step(f"“{self._short(key)}”恢复原样", replace(self._state, acts=acts))
        return next((one for one in sources if one in self.arrangement.items), "")

    def _act(self, name: str, acts: Sequence[Act], is_accepted: bool) -> list[str]:
        """Do acts in one step; what they make is ticked as what they took."""
        state = replace(self._state, acts=(*self._state.acts, *acts))
        after = self._shape.arranged(state, self.learned)
        if after.items == self.arrangement.items:
            return []
        made = [key for key, act in after.made_by.items() if act in acts and key in after.items]
        turned = {key: is_accepted for key in made if (after.items[key].kind in TASK_LIKE) != is_accepted}
        self._step(name, replace(state, turned={**state.turned, **turned}))
        return made
