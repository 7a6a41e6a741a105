"""What a step of a workflow is, who may take it, and the way of article 7 that most share."""

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

        >>> find(REVIEW, "review").groups
        ('office',)
        """
        return (self.group,) if isinstance(self.group, str) else self.group


SUBMITTED = ("submitted",)
REVIEWED = ("reviewed",)

#: Article 7: the office reviews, asks back and gives its opinion; the leadership approves.
REVIEW = (
    Step("send_back", SUBMITTED, "returned", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("review", SUBMITTED, "reviewed", OFFICE, tells=LEADERSHIP),
    Step("refuse", SUBMITTED, "rejected", OFFICE, needs_reason=True, tells=APPLICANT),
    Step("ask_back", REVIEWED, "submitted", LEADERSHIP, needs_reason=True, tells=OFFICE),
    Step("approve", REVIEWED, "approved", LEADERSHIP, tells=APPLICANT),
    Step("reject", REVIEWED, "rejected", LEADERSHIP, needs_reason=True, tells=APPLICANT),
)
#: The steps that a deputy may take for someone who is absent.
DEPUTISED = frozenset(step.name for step in REVIEW)


def find(steps, name):
    """The step of that name.

    >>> find(REVIEW, "approve").target
    'approved'
    """
    return next(step for step in steps if step.name == name)


def error(step, state, groups, is_applicant, reason):
    """Why a step may not be taken, as a key, or None if it may.

    >>> step = find(REVIEW, "approve")
    >>> error(step, "submitted", {LEADERSHIP}, False, "")
    'state'
    >>> error(step, "reviewed", {OFFICE}, False, "")
    'group'
    >>> error(step, "reviewed", {LEADERSHIP}, True, "")
    'own'
    >>> error(find(REVIEW, "reject"), "reviewed", {LEADERSHIP}, False, " ")
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
