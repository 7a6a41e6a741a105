"""The only decision whether a document may go through (articles 4, 6, 15, 17 and 19)."""

from dataclasses import dataclass

from . import exposure, grades, override
from .reasons import Reason
from .shared import EPSILON, Shared

#: What taxes rounded line by line may add when an order is invoiced in parts.
ROUNDING = 0.1


@dataclass(frozen=True)
class Facts:
    """What is known of one party when a document of it is carried out.

    ``limit`` and the occupancies are in company currency. ``rises`` tells that more of our money
    is at risk, ``trades`` that business is done, on whatever terms. For a party that orders while
    another one owes, only ``trades`` is set. ``shared`` is None without a group that has a limit.
    ``forced_hold`` is that of the party or a document; ``releases`` are the exceptions approved,
    one for each document, or none; ``share`` is by how much the operation raises the occupancy.
    ``missing_documents`` are the types of licences that what is traded needs and the party lacks.
    """

    approved: bool = False
    closed: bool = False
    exempt: bool = False
    prohibited: bool = False
    behaviour: str = grades.OVER_LIMIT
    expired_licences: tuple = ()
    owes_documents: bool = False
    missing_documents: tuple = ()
    overdue: float = 0.0
    overdue_days: int = 0
    overdue_days_allowed: int = 0
    limit: float = 0.0
    before: float = 0.0
    after: float = 0.0
    rises: bool = False
    trades: bool = False
    shared: Shared | None = None
    forced_hold: bool = False
    share: float = 0.0
    releases: tuple = ()

    @property
    def excess(self):
        """By how much the party exceeds its own limit."""
        return self.after - self.limit


@dataclass(frozen=True)
class Verdict:
    """All reasons against; true when the document may pass.

    ``excess`` is what would have to go for the limits alone: the larger of the two. ``released``
    are the reasons that an approved exception covers.
    """

    reasons: tuple = ()
    excess: float = 0.0
    released: tuple = ()

    def __bool__(self):
        return not self.reasons


@dataclass(frozen=True)
class Change:
    """How an operation changed the position of a party."""

    share: float
    rises: bool
    trades: bool


def compare(before, after, ledger=False, entered=False):
    """What an operation did, given the components before and after it.

    ``ledger`` says that only entries were booked: invoicing or prepaying what was ordered is not
    a rise then, whatever the payment term of the order. ``entered`` says that an order was
    confirmed: that is business even if it is worth nothing. An order that carries none of our
    money is never a rise, even if it claims a deposit that covered others.

    >>> P = exposure.Components
    >>> compare(P(), P(order_open=100))
    Change(share=100.0, rises=True, trades=True)
    >>> compare(P(order_open=100), P(receivable=100.01), ledger=True).rises
    False
    >>> compare(P(receivable=100), P(receivable=40))
    Change(share=-60.0, rises=False, trades=False)
    >>> compare(P(deposit=50, order_open=80), P(deposit=50, order_open=180, order_advance=100))
    Change(share=0.0, rises=False, trades=True)
    """
    measures = (exposure.projected, exposure.gross if ledger else exposure.charged)
    share = min(measure(after) - measure(before) for measure in measures)
    more_ordered = exposure.ordered(after) - exposure.ordered(before)
    return Change(
        share,
        rises=share > (ROUNDING if ledger else EPSILON),
        trades=entered or more_ordered > EPSILON,
    )


def decide(facts):
    """Whether a document may pass, with all reasons against it at once.

    >>> good = dict(approved=True, limit=1000.0, rises=True, trades=True)
    >>> bool(decide(Facts(**good, after=1000.0)))
    True
    >>> decide(Facts(**good, after=1200.0))
    Verdict(reasons=(<Reason.OVER_LIMIT: 'over_limit'>,), excess=200.0, released=())
    >>> [r.value for r in decide(Facts(rises=True, trades=True, after=5.0)).reasons]
    ['not_approved', 'over_limit']
    >>> bool(decide(Facts(approved=True, after=900.0)))
    True
    >>> [r.value for r in decide(Facts(**good, owes_documents=True)).reasons]
    ['licence']
    >>> decide(Facts(exempt=True, forced_hold=True, trades=True)).reasons
    (<Reason.FORCED_HOLD: 'forced_hold'>,)

    The limit of a group is tested beside the own one; the larger excess counts.

    >>> group = Shared("g", limit=2000.0, before=1900.0, after=2300.0)
    >>> decide(Facts(**good, after=1000.0, shared=group))
    Verdict(reasons=(<Reason.OVER_GROUP_LIMIT: 'over_group_limit'>,), excess=300.0, released=())
    >>> both = decide(Facts(**good, after=1400.0, shared=group))
    >>> [r.value for r in both.reasons], both.excess
    (['over_limit', 'over_group_limit'], 400.0)
    """
    if not (facts.rises or facts.trades):
        return Verdict()
    reasons = []
    if facts.forced_hold:
        reasons.append(Reason.FORCED_HOLD)
    if facts.prohibited:
        reasons.append(Reason.PROHIBITED)
    if not facts.exempt:
        reasons += _standing(facts)
        reasons += _money(facts) if facts.rises else ()
    own = facts.excess if Reason.OVER_LIMIT in reasons else 0.0
    group = facts.shared.excess if Reason.OVER_GROUP_LIMIT in reasons else 0.0
    ordered = tuple(sorted(reasons, key=list(Reason).index))
    return _released(facts, Verdict(ordered, max(own, group)))


def _released(facts, verdict):
    """The verdict with what was released: all of its reasons, or none.

    >>> from datetime import date
    >>> day, over = date(2026, 3, 1), Verdict((Reason.OVER_LIMIT,), 200.0)
    >>> release = override.Release(200.0, 200.0, 0.0, day, day, frozenset({Reason.OVER_LIMIT}))
    >>> passed = _released(Facts(share=200.0, releases=(release,)), over)
    >>> bool(passed), [r.value for r in passed.released], passed.excess
    (True, ['over_limit'], 200.0)
    >>> held = Verdict((Reason.FORCED_HOLD, Reason.OVER_LIMIT), 200.0)
    >>> bool(_released(Facts(share=200.0, releases=(release,)), held))
    False
    """
    if override.covers(facts.releases, verdict.reasons, facts.share):
        return Verdict((), verdict.excess, verdict.reasons)
    return verdict


def _standing(facts):
    """Reasons that hold on any terms, paid in advance or not.

    >>> [r.value for r in _standing(Facts(approved=True, missing_documents=(7,)))]
    ['licence']
    """
    if facts.closed:
        yield Reason.CLOSED
    elif not facts.approved:
        yield Reason.NOT_APPROVED
    if facts.behaviour == grades.BARRED:
        yield Reason.BARRED
    if facts.expired_licences or facts.owes_documents or facts.missing_documents:
        yield Reason.LICENCE


def _money(facts):
    """Reasons that hold when more of our money is at risk."""
    if facts.behaviour == grades.NO_RISE:
        yield Reason.RESTRICTED
    if facts.overdue > EPSILON and facts.overdue_days > facts.overdue_days_allowed:
        yield Reason.OVERDUE
    if facts.excess > EPSILON:
        yield Reason.OVER_LIMIT
    if facts.shared and facts.shared.excess > EPSILON:
        yield Reason.OVER_GROUP_LIMIT
