"""The other day that an ambiguous deadline may mean, for the person who has to choose.

By the letter 8月前 ends with July, and many offices mean the end of August; 月初 and 中旬 name no day at all.
Source: docs/domain.md section 8.1, forms marked as doubtful.
"""

from __future__ import annotations

import datetime as dt
import re

from ledger_app.domain.period import last_day_of_month

_BEFORE = re.compile(r"前|之前|以前")


def other_date(raw: str, read: dt.date | None) -> dt.date | None:
    """Return the second reading of an ambiguous deadline, None where there is none to offer.

    Args:
        raw: the words of the paper.
        read: the day it was read as.
    """
    if read is None:
        return None
    end = last_day_of_month(read.year, read.month)
    if read != end:
        # 月初, 中旬, a holiday's eve: else the month as a whole.
        return end
    if not _BEFORE.search(raw):
        return None
    if (read.month, read.day) == (12, 31) and f"{read.year + 1}年" in raw and "月" not in raw:
        return dt.date(read.year + 1, 12, 31)
    following = read + dt.timedelta(days=1)
    if f"{following.month}月" in raw:
        return last_day_of_month(following.year, following.month)
    if f"{read.month}月" in raw:
        return dt.date(read.year, read.month, 1) - dt.timedelta(days=1)
    return None
