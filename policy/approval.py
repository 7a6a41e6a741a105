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
#: The steps that a deputy may take for someone who is absent.
DEPUTISED = frozenset(step.name for step in _REVIEW)

APPLICATION = (
    Step("submit", ("draft", "returned"), "submitted", BUSINESS, APPLICANT, tells=OFFICE),
    *_REVIEW,
    Step("sign", _SUBMITTED, None, OFFICE, needs_reason=True),
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
#: Article 10: the office reports a party to the parent company and enters the code it returns.
GROUP_REQUEST = (
    Step("report", ("to_report",), "reported", OFFICE, ANYBODY),
    Step("take_back", ("reported",), "to_report", OFFICE, ANYBODY),
    Step("waive", ("to_report",), "not_needed", OFFICE, ANYBODY, needs_reason=True),
    Step("demand", ("not_needed",), "to_report", OFFICE, ANYBODY),
    Step("receive", ("reported",), "received", OFFICE, ANYBODY, tells=APPLICANT),
    Step("correct", ("received",), "reported", OFFICE, ANYBODY, needs_reason=True),
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

#: A list is put in force by the office; what is similar is cleared with a reason, or confirmed.
PROHIBITION_VERSION = (
    Step("put_in_force", ("draft",), "in_force", OFFICE, actor=ANYBODY),
    Step("discard", ("draft",), "discarded", OFFICE, actor=ANYBODY),
)
PROHIBITION_HIT = (
    Step("confirm_hit", ("open",), "confirmed", OFFICE, actor=ANYBODY),
    Step("clear_hit", ("open",), "cleared", OFFICE, needs_reason=True),
    Step("reopen_hit", ("cleared", "confirmed"), "open", OFFICE, needs_reason=True),
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
    if not groups.intersection(step.groups):
        return "group"
    if step.actor == APPLICANT and not is_applicant:
        return "not_own"
    if step.actor == OTHERS and is_applicant:
        return "own"
    if step.needs_reason and not (reason or "").strip():
        return "reason"
    return None


@dataclass(frozen=True)
class Person:
    """Whose right a step rests on: the groups, and what the person did on the document before."""

    groups: frozenset
    applied: bool = False
    reviewed: bool = False


def stand_in(step, state, user, absent, reason):
    """Why a step may not be taken, as ``error`` says, and for which absent person it is taken.

    :param user: the ``Person`` who acts
    :param absent: ``{key: Person}`` of those whose deputy the user is today
    :return: ``(error key or None, key of the absent person or None)``

    The own right comes first. A deputy has no more rights than the one who is absent; what keeps
    either of them from deciding, keeps both.

    >>> step, deputy = find(APPLICATION, "approve"), Person(frozenset({OFFICE}))
    >>> leader = Person(frozenset({LEADERSHIP}))
    >>> stand_in(step, "reviewed", deputy, {7: leader}, "")
    (None, 7)
    >>> stand_in(step, "reviewed", leader, {7: leader}, "")
    (None, None)
    >>> stand_in(step, "reviewed", deputy, {}, "")
    ('group', None)
    >>> stand_in(step, "reviewed", deputy, {7: Person(leader.groups, applied=True)}, "")
    ('own', None)
    >>> stand_in(step, "reviewed", Person(deputy.groups, reviewed=True), {7: leader}, "")
    ('reviewed', None)
    """
    key = error(step, state, user.groups, user.applied, reason)
    if key != "group" or step.name not in DEPUTISED:
        return key, None
    able = {name: who for name, who in absent.items() if who.groups.intersection(step.groups)}
    for name, who in able.items():
        if user.applied or who.applied:
            key = "own"
        elif state in _REVIEWED and (user.reviewed or who.reviewed):
            key = "reviewed"
        else:
            return error(step, state, who.groups, False, reason), name
    return key, None
