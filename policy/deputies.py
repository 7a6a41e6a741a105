"""Who may take a step for somebody who is absent, and when it is barred."""

from dataclasses import dataclass

from . import approval


@dataclass(frozen=True)
class Person:
    """Whose right a step rests on: the groups, and what the person did on the document before."""

    groups: frozenset
    applied: bool = False
    reviewed: bool = False


def stand_in(step, state, user, absent, reason):
    """Why a step may not be taken, as ``approval.error`` says, and for whom it is taken.

    :param user: the ``Person`` who acts
    :param absent: ``{key: Person}`` of those whose deputy the user is today
    :return: ``(error key or None, key of the absent person or None)``

    The own right comes first. A deputy has no more rights than the one who is absent; what keeps
    either of them from deciding, keeps both.

    >>> step = approval.find(approval.APPLICATION, "approve")
    >>> deputy, leader = (Person(frozenset({group})) for group in ("office", "leadership"))
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
    key = approval.error(step, state, user.groups, user.applied, reason)
    if key != "group" or step.name not in approval.DEPUTISED:
        return key, None
    able = {name: who for name, who in absent.items() if who.groups.intersection(step.groups)}
    for name, who in able.items():
        if user.applied or who.applied:
            key = "own"
        elif state in approval.REVIEWED and (user.reviewed or who.reviewed):
            key = "reviewed"
        else:
            return approval.error(step, state, who.groups, False, reason), name
    return key, None
