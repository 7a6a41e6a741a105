"""The steps of each workflow as data (articles 4 to 7, 10 and 14): who moves what where."""

from dataclasses import dataclass

BUSINESS, OFFICE, LEADERSHIP = "business", "office", "leadership"
#: Who may take a step: the applicant alone, or anybody but the applicant.
APPLICANT, OTHERS = "applicant", "others"


@dataclass(frozen=True)
class Step:
    """A step of a workflow; ``tells`` is the group, or the applicant, whose turn it is next."""

    name: str
    sources: tuple
    target: str | None
    group: str
    actor: str = OTHERS
    needs_reason: bool = False
    tells: str | None = None


_SUBMITTED = ("submitted",)
_REVIEWED = ("reviewed",)

#: Article 7: the office reviews, asks back and gives its opinion; the leadership approves.
_REVIEW = (
    Step("send_back", _SUBMITTED, "returned", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("review", _SUBMITTED, "reviewed", OFFICE, tells=LEADERSHIP),
    Step("refuse", _SUBMITTED, "rejected", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("ask_back", _REVIEWED, "submitted", LEADERSHIP, needs_reason=True, tells=OFFICE),
    Step("approve", _REVIEWED, "approved", LEADERSHIP, tells=APPLICANT),
    Step("reject", _REVIEWED, "rejected", LEADERSHIP, needs_reason=True, tells=APPLICANT),
)
_OPEN = ("draft", "returned", "submitted")

APPLICATION = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", BUSINESS, APPLICANT),
)
RATING = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", OFFICE),
)
PROFILE = (
    Step("close", ("prospect", "applying", "approved"), "closed", OFFICE, needs_reason=True),
    Step("exempt", ("prospect", "applying", "approved"), None, OFFICE, needs_reason=True),
    Step("end_exemption", ("prospect", "applying", "approved"), None, OFFICE, needs_reason=True),
    Step("allow_offset", ("approved",), None, LEADERSHIP, needs_reason=True),
    Step("end_offset", ("approved", "closed"), None, LEADERSHIP, needs_reason=True),
)


def find(steps, name):
    """The step of that name.

    >>> find(APPLICATION, "approve").target
    'approved'
    """
    return next(step for step in steps if step.name == name)


def error(step, state, groups, is_applicant, reason):
    """Why a step may not be taken, as a key, or None if it may.

    >>> step = find(APPLICATION, "approve")
    >>> error(step, "submitted", {LEADERSHIP}, False, "")
    'state'
    >>> error(step, "reviewed", {OFFICE}, False, "")
    'group'
    >>> error(step, "reviewed", {LEADERSHIP}, True, "")
    'own'
    >>> error(find(APPLICATION, "reject"), "reviewed", {LEADERSHIP}, False, " ")
    'reason'
    >>> error(step, "reviewed", {LEADERSHIP}, False, "") is None
    True
    """
    if state not in step.sources:
        return "state"
    if step.group not in groups:
        return "group"
    if step.actor == APPLICANT and not is_applicant:
        return "not_own"
    if step.actor == OTHERS and is_applicant:
        return "own"
    if step.needs_reason and not (reason or "").strip():
        return "reason"
    return None
