"""The checklist of article 6: what the office answers before an application goes on."""

import re
from dataclasses import dataclass

from .required import BOTH

CLEAR, FAILED, NOT_APPLICABLE = "yes", "no", "na"
NEW, CHANGE = "new", "change"
_BULLET = re.compile(r"^\s*(?:[-–·•*]|\d+[.、))])\s*")

#: ``(field, whether it may be left out where details of a party change)``, in the policy's order.
CHECKLIST = (
    ("prohibition_check", False),
    ("scope_conforms", True),
    ("consistency_check", True),
    ("validity_check", True),
)


def unanswered(answers, kind):
    """Fields of the checklist whose answer does not let an application of that kind go on.

    >>> unanswered(dict.fromkeys((f for f, _ in CHECKLIST), CLEAR), NEW)
    []
    >>> unanswered({"prohibition_check": CLEAR, "scope_conforms": FAILED}, NEW)
    ['scope_conforms', 'consistency_check', 'validity_check']
    >>> unanswered(dict.fromkeys((f for f, _ in CHECKLIST), NOT_APPLICABLE), CHANGE)
    ['prohibition_check']
    """
    accepted = {True: (CLEAR, NOT_APPLICABLE), False: (CLEAR,)}
    return [
        field
        for field, optional in CHECKLIST
        if answers.get(field) not in accepted[optional and kind == CHANGE]
    ]


def items(text):
    """What a return for supplements asks for, one item a line, each once.

    >>> items("- tax certificate\\n\\n2. copy of the licence\\n- tax certificate")
    ['tax certificate', 'copy of the licence']
    """
    lines = (line.strip().lstrip("-·•*0123456789.、)） ").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


#: In which changes of an admitted party a further check is made.
NEVER, BANK, ALWAYS = "never", "bank", "always"


def applies(role, changes, roles, kind, changes_bank=False):
    """Whether a further check of article 6 (4) is made for an application.

    :param role: whom it is for: ``customer``, ``supplier`` or ``both``
    :param changes: in which changes it is made: ``never``, ``bank`` or ``always``
    :param roles: those of the party
    :param kind: ``new`` or ``change``
    :param changes_bank: whether a bank account changes

    >>> applies(BOTH, NEVER, {"customer"}, NEW), applies("supplier", ALWAYS, {"customer"}, NEW)
    (True, False)
    >>> [applies(BOTH, when, {"customer"}, CHANGE, True) for when in (NEVER, BANK, ALWAYS)]
    [False, True, True]
    >>> applies(BOTH, BANK, {"customer"}, CHANGE, False)
    False
    """
    wanted = kind == NEW or changes == ALWAYS or (changes == BANK and changes_bank)
    return wanted and (role == BOTH or role in roles)


@dataclass(frozen=True)
class Check:
    """A further check as the office answered it; ``dated`` and ``filed`` tell what is there."""

    required: bool = False
    wants_date: bool = False
    wants_file: bool = False
    answer: str | None = None
    remark: str = ""
    dated: bool = False
    filed: bool = False


def lacks(check):
    """What a further check still needs before the review goes on.

    Only a required one has to be answered. An answer needs the day and the evidence that were
    asked for; that something is not so, or a required check not applicable, needs a remark.

    >>> lacks(Check()), lacks(Check(required=True))
    ((), ('answer',))
    >>> lacks(Check(answer=CLEAR, wants_date=True, wants_file=True))
    ('date', 'file')
    >>> lacks(Check(answer=FAILED)), lacks(Check(answer=FAILED, remark="Sued twice."))
    (('remark',), ())
    >>> lacks(Check(answer=NOT_APPLICABLE, wants_file=True)), lacks(Check(True, answer="na"))
    ((), ('remark',))
    """
    if not check.answer:
        return ("answer",) if check.required else ()
    made = check.answer != NOT_APPLICABLE
    told = check.answer == FAILED or (check.required and not made)
    wanted = (
        ("date", made and check.wants_date and not check.dated),
        ("file", made and check.wants_file and not check.filed),
        ("remark", told and not check.remark.strip()),
    )
    return tuple(name for name, is_wanted in wanted if is_wanted)
