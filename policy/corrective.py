"""Corrective actions of a supplier (整改): what is asked for, until when, and whether it helped."""

from dataclasses import dataclass
from datetime import date

DRAFT, ISSUED, REPLIED = "draft", "issued", "replied"
CLOSED, FAILED, CANCELLED = "closed", "failed", "cancelled"
#: The supplier was told, and whether it corrected is not known yet.
OPEN = (ISSUED, REPLIED)


@dataclass(frozen=True)
class Notice:
    """What stands in a corrective action; texts are empty while nothing is written."""

    issue: str = ""
    measure: str = ""
    deadline: date | None = None
    reply: str = ""
    verification: str = ""


def missing(state, notice, on):
    """What is missing before the next step forward, as keys.

    >>> day = date(2026, 3, 1)
    >>> missing(DRAFT, Notice(measure=" "), day)
    ['issue', 'measure', 'deadline']
    >>> missing(DRAFT, Notice("Cracks", "Inspect all", date(2026, 2, 28)), day)
    ['past']
    >>> missing(DRAFT, Notice("Cracks", "Inspect all", day), day)
    []
    >>> missing(ISSUED, Notice(), day), missing(REPLIED, Notice(reply="Done"), day)
    (['reply'], ['verification'])
    """
    wanted = {
        DRAFT: ("issue", "measure", "deadline"),
        ISSUED: ("reply",),
        REPLIED: ("verification",),
    }
    names = wanted.get(state, ())
    keys = [name for name in names if not str(getattr(notice, name) or "").strip()]
    late = state == DRAFT and notice.deadline and notice.deadline < on
    return [*keys, "past"] if late else keys


def is_overdue(state, deadline, on):
    """Whether a supplier owes its reply; the day of the deadline is still in time.

    >>> day = date(2026, 3, 1)
    >>> is_overdue(ISSUED, day, day), is_overdue(ISSUED, day, date(2026, 3, 2))
    (False, True)
    >>> is_overdue(REPLIED, day, date(2026, 3, 2))
    False
    """
    return state == ISSUED and bool(deadline) and deadline < on


def was_tried(states):
    """Whether a supplier is being asked to correct, or was asked in vain the last time.

    :param states: of its corrective actions, the latest first

    >>> was_tried([]), was_tried([DRAFT, CANCELLED]), was_tried([REPLIED])
    (False, False, True)
    >>> was_tried([DRAFT, FAILED, CLOSED]), was_tried([CLOSED, FAILED]), was_tried([CLOSED, ISSUED])
    (True, False, True)
    """
    if any(state in OPEN for state in states):
        return True
    verified = [state for state in states if state in (CLOSED, FAILED)]
    return verified[:1] == [FAILED]
