"""Who holds a post on a day: posts outlive people.  Source: docs/domain.md section 8.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ledger_app.domain.unit import PostHolder


def holder_on(holders: Iterable[PostHolder], post_id: int, day: dt.date) -> PostHolder | None:
    """Return who holds a post on a day, None while it is vacant; of several the one who came last.

    Args:
        holders: of any posts, in any order.
        post_id: the post.
        day: first and last day of a holding belong to it.
    """
    there = [
        one
        for one in holders
        if one.post_id == post_id
        and (one.from_date is None or one.from_date <= day)
        and (one.to_date is None or one.to_date >= day)
    ]
    return max(there, key=lambda one: (one.from_date or dt.date.min, one.id), default=None)
