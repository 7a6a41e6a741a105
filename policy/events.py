"""Risk events (风险事件): what is kept of the credit record of a party, and how grave it is."""

LOW, MEDIUM, HIGH = "low", "medium", "high"
#: How grave an event of each type is unless whoever enters it says otherwise.
SEVERITY = {
    "judgment_defaulter": HIGH,
    "abnormal_operation": MEDIUM,
    "serious_violation": HIGH,
    "lawsuit_own": HIGH,
    "lawsuit_other": MEDIUM,
    "suspension": HIGH,
    "revocation": HIGH,
    "bankruptcy": HIGH,
    "fraud": HIGH,
    "complaint": LOW,
    "other": LOW,
}


def is_alarming(severity):
    """Whether an event is told at once to who is responsible and to the office.

    >>> is_alarming(HIGH), is_alarming(MEDIUM)
    (True, False)
    """
    return severity == HIGH


def is_editable(is_author, entered_on, on, is_open):
    """Whether the content of an event may still be corrected: its author's, on the day of entry.

    >>> from datetime import date
    >>> entered = date(2026, 3, 1)
    >>> is_editable(True, entered, entered, True), is_editable(False, entered, entered, True)
    (True, False)
    >>> is_editable(True, entered, date(2026, 3, 2), True)
    False
    >>> is_editable(True, entered, entered, False)
    False
    """
    return is_open and is_author and entered_on == on
