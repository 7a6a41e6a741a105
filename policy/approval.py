"""The steps of each workflow as data (articles 4 to 7, 10, 14 and 19): who moves what where."""

from dataclasses import dataclass

BUSINESS, OFFICE, LEADERSHIP, FINANCE = "business", "office", "leadership", "finance"
GROUPS = (BUSINESS, OFFICE, LEADERSHIP, FINANCE)
#: Who may take a step: the applicant alone, anybody but the applicant, or whoever is in a group.
APPLICANT, OTHERS, ANYBODY = "applicant", "others", "anybody"


@dataclass(frozen=True)
class Step:
    """A step of a workflow; ``tells`` is the group, or the applicant, whose turn it is next.

    ``group`` is the group whose members take it, or several of them.
    """

    name: str
    sources: tuple
    target: str | None
    group: str | tuple
    actor: str = OTHERS
    needs_reason: bool = False
    tells: str | None = None

    @property
    def groups(self):
        """The groups as a tuple.

        >>> find(APPLICATION, "review").groups
        ('office',)
        """
        return (self.group,) if isinstance(self.group, str) else self.group


_SUBMITTED = ("submitted",)
REVIEWED = ("reviewed",)

#: Article 7: the office reviews, asks back and gives its opinion; the leadership approves.
_REVIEW = (
    Step("send_back", _SUBMITTED, "returned", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("review", _SUBMITTED, "reviewed", OFFICE, tells=LEADERSHIP),
    Step("refuse", _SUBMITTED, "rejected", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("ask_back", REVIEWED, "submitted", LEADERSHIP, needs_reason=True, tells=OFFICE),
    Step("approve", REVIEWED, "approved", LEADERSHIP, tells=APPLICANT),
    Step("reject", REVIEWED, "rejected", LEADERSHIP, needs_reason=True, tells=APPLICANT),
)
_OPEN = ("draft", "returned", "submitted")
#: The steps that a deputy may take for someone who is absent.
DEPUTISED = frozenset(step.name for step in _REVIEW)

APPLICATION = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", BUSINESS, APPLICANT),
)
#: Whoever keeps details of an approved party may ask for them to be changed.
CHANGE = (
    Step("submit", ("draft", "returned"), "submitted", GROUPS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", GROUPS, APPLICANT),
)
RATING = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", OFFICE),
)
#: Whoever sees a party may ask for another limit, on behalf of the business department too.
_ASKS = (BUSINESS, OFFICE, FINANCE)
#: Ending a temporary rise takes room away, ending a temporary cut gives room.
LIMIT_REQUEST = (
    Step("submit", ("draft", "returned"), "submitted", _ASKS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("cancel", _OPEN, "cancelled", _ASKS, APPLICANT),
    Step("drop", ("draft", "returned"), "cancelled", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("end_rise", ("approved",), None, (OFFICE, LEADERSHIP), ANYBODY, True, APPLICANT),
    Step("end_cut", ("approved",), None, LEADERSHIP, OTHERS, True, APPLICANT),
)


def _override(approver):
    """The way of an exception for which a group decides; the leadership may always decide.

    >>> find(_override(OFFICE), "approve").groups
    ('office', 'leadership')
    """
    deciders = tuple(dict.fromkeys((approver, LEADERSHIP)))
    wary = tuple(dict.fromkeys((*deciders, FINANCE, OFFICE)))
    asked = ("draft", "returned")
    return (
        Step("submit", asked, "submitted", _ASKS, APPLICANT, tells=approver),
        Step("ask_back", _SUBMITTED, "returned", wary, needs_reason=True, tells=APPLICANT),
        Step("approve", _SUBMITTED, "approved", deciders, tells=APPLICANT),
        Step("reject", (*_SUBMITTED, "returned"), "rejected", wary, OTHERS, True, APPLICANT),
        Step("cancel", (*asked, "submitted"), "cancelled", GROUPS, APPLICANT),
        Step("revoke", ("approved", "used"), "revoked", wary, ANYBODY, True, APPLICANT),
    )


#: Exceptions by the group that decides; who sees a danger may say no, or take it back.
OVERRIDE = {group: _override(group) for group in (LEADERSHIP, FINANCE, OFFICE)}
#: A forced hold is ended by a person, and never by who sells to the party or buys from it.
HOLD = (
    Step("hold", (), "active", (FINANCE, OFFICE), ANYBODY, True, APPLICANT),
    Step("end_hold", ("active",), "ended", (FINANCE, OFFICE), OTHERS, True, APPLICANT),
)
_LISTED = ("prospect", "applying", "approved")
#: Joining a group takes room away, leaving it or changing it gives room.
PROFILE = (
    Step("close", _LISTED, "closed", OFFICE, needs_reason=True),
    Step("exempt", _LISTED, None, OFFICE, needs_reason=True),
    Step("end_exemption", _LISTED, None, OFFICE, needs_reason=True),
    Step("join_group", (*_LISTED, "closed"), None, OFFICE, needs_reason=True),
    Step("change_group", (*_LISTED, "closed"), None, LEADERSHIP, needs_reason=True),
    Step("allow_offset", ("approved",), None, LEADERSHIP, needs_reason=True),
    Step("end_offset", ("approved", "closed"), None, LEADERSHIP, needs_reason=True),
)
#: The office prepares, the leadership confirms: limits are decided by it. To observe again gives
#: room, and takes nothing back that was decided.
ONBOARDING = (
    Step("submit", ("draft", "returned"), "submitted", OFFICE, APPLICANT, tells=LEADERSHIP),
    Step("send_back", _SUBMITTED, "returned", LEADERSHIP, needs_reason=True, tells=APPLICANT),
    Step("approve", _SUBMITTED, "approved", LEADERSHIP, tells=APPLICANT),
    Step("reject", _SUBMITTED, "rejected", LEADERSHIP, needs_reason=True, tells=APPLICANT),
    Step("cancel", _OPEN, "cancelled", OFFICE, ANYBODY),
    Step("observe_again", ("approved", "done"), "observing", LEADERSHIP, ANYBODY, True, APPLICANT),
)
GROUP = (Step("dissolve", ("active",), "dissolved", LEADERSHIP, needs_reason=True),)


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
    if not groups.intersection(step.groups):
        return "group"
    if step.actor == APPLICANT and not is_applicant:
        return "not_own"
    if step.actor == OTHERS and is_applicant:
        return "own"
    if step.needs_reason and not (reason or "").strip():
        return "reason"
    return None
