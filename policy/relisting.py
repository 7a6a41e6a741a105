"""What a new version of the prohibited list changes in the list in force."""

from . import licence_codes
from .listing import CODES, DOCUMENT, FORMER, FROM, NAME, REASON, TO

ADDED, CHANGED, UNCHANGED, REMOVED = "added", "changed", "unchanged", "removed"


def compare(listed, rows):
    """Which entry each line continues.

    A line continues the entry that says the same, else one that shares a code with it, else one of
    the same name; each entry is continued once.

    :param listed: ``{entry: Row}`` of the entries in force that came with a list
    :param rows: the ``Row`` of each line of the new list
    :return: ``([(row, entry or None, columns that differ)], [entries that are left out])``

    >>> from .listing import Row
    >>> old = {1: Row(0, "甲公司", codes=("11",)), 2: Row(0, "乙公司"), 3: Row(0, "丙公司")}
    >>> new = [Row(2, "乙 公司", reason="欠款"), Row(3, "甲厂", codes=("1-1",)), Row(4, "丁公司")]
    >>> pairs, left = compare(old, new)
    >>> [(row.line, entry, differ) for row, entry, differ in pairs]
    [(2, 2, ('reason',)), (3, 1, ('name',)), (4, None, ())]
    >>> left
    [3]
    """
    found, free = {}, dict(listed)
    for keys in (_same, _codes, _name):
        index = {}
        for entry, known in free.items():
            for key in keys(known):
                index.setdefault(key, []).append(entry)
        for number, row in enumerate(rows):
            if number in found:
                continue
            entries = (entry for key in keys(row) for entry in index.get(key, ()))
            entry = next((entry for entry in entries if entry in free), None)
            if entry is not None:
                found[number] = entry
                del free[entry]
    pairs = [
        (row, found.get(number), differences(listed[found[number]], row) if number in found else ())
        for number, row in enumerate(rows)
    ]
    return pairs, list(free)


def differences(known, row):
    """The columns in which a line differs from its entry.

    Dates and a document number that a line leaves to the whole list are not compared.

    >>> from .listing import Row
    >>> differences(Row(0, "甲", document_number="1号"), Row(2, " 甲", codes=("11",)))
    ('codes',)
    """
    left_open = {key for key in (DOCUMENT, FROM) if not getattr(row, key)}
    keys = (NAME, FORMER, CODES, REASON, DOCUMENT, FROM, TO)
    return tuple(
        key for key in keys if key not in left_open and _value(known, key) != _value(row, key)
    )


def _value(row, key):
    value = getattr(row, key)
    if key == CODES:
        return frozenset(map(licence_codes.normalise, value))
    if key == FORMER:
        return frozenset(map(licence_codes.normalise_name, value))
    return licence_codes.normalise_name(value) if isinstance(value, str) else value


def _same(row):
    return [tuple(_value(row, key) for key in (NAME, FORMER, CODES, REASON, TO))]


def _codes(row):
    return sorted(_value(row, CODES))


def _name(row):
    return [_value(row, NAME)]
