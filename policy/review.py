"""The checklist of article 6: what the office answers before an application goes on."""

import re

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
