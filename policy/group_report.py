"""What is reported to the parent company (article 10), and how its reply is read."""

from typing import NamedTuple

from .code_slips import damage
from .licence_codes import normalise_name

NOT_NEEDED, TO_REPORT, REPORTED, RECEIVED = "not_needed", "to_report", "reported", "received"
#: Which parties a company reports.
NONE, ALL, CUSTOMERS, SUPPLIERS = "none", "all", "customers", "suppliers"
#: Errors of a row of the reply.
DAMAGED, UNKNOWN, OTHER_NAME, NOT_OPEN, TWICE, TAKEN = (
    "damaged",
    "unknown",
    "other_name",
    "not_open",
    "twice",
    "taken",
)


class Request(NamedTuple):
    """A request as the reply is compared with it."""

    number: str
    name: str
    state: str
    code: str = ""


class Row(NamedTuple):
    """A row of the reply: its line in the sheet, and three cells as text."""

    line: int
    number: str
    name: str
    code: str


class Error(NamedTuple):
    """What is wrong with a row: its line, the field, a key, and the value in question."""

    line: int
    field: str
    key: str
    value: str


def initial(scope, is_customer, is_supplier):
    """The state of the request of a party that was just approved.

    >>> initial(ALL, True, False), initial(NONE, True, True)
    ('to_report', 'not_needed')
    >>> initial(CUSTOMERS, False, True), initial(SUPPLIERS, True, True)
    ('not_needed', 'to_report')
    """
    wanted = {ALL: True, CUSTOMERS: is_customer, SUPPLIERS: is_supplier}.get(scope, False)
    return TO_REPORT if wanted else NOT_NEEDED


def clean_code(text):
    """A code of the parent company without blanks around or inside.

    >>> clean_code(" KH 00012 "), clean_code(None)
    ('KH00012', '')
    """
    return "".join((text or "").split())


def judge(rows, asked, taken):
    """The codes of a reply, and all that is wrong with it.

    Rows without a code are passed over: the parent company has not answered yet. So are codes that
    were entered before.

    :param rows: ``Row`` of the sheet
    :param asked: ``{number: Request}`` that the reader may see
    :param taken: ``{code: name of the party that has it}``
    :return: ``({number: code}, [Error])``

    >>> first, second = Request("SB-1", "甲公司", REPORTED), Request("SB-2", "乙", RECEIVED)
    >>> asked = {request.number: request for request in (first, second)}
    >>> judge([Row(4, "SB-1", "甲公司", "K1"), Row(5, "SB-9", "丙", "K2")], asked, {})
    ({'SB-1': 'K1'}, [Error(line=5, field='number', key='unknown', value='SB-9')])
    >>> rows = [Row(4, "SB-2", "乙", "K3"), Row(5, "SB-1", "丁", "9.1E+17"), Row(6, "SB-1", "", "")]
    >>> [(e.line, e.field, e.key) for e in judge(rows, asked, {})[1]]
    [(4, 'number', 'not_open'), (5, 'name', 'other_name'), (5, 'code', 'damaged')]
    >>> rows = [Row(4, "SB-1", "甲公司", "K1"), Row(5, "SB-1", "甲公司", "K4")]
    >>> [(e.line, e.key, e.value) for e in judge(rows, asked, {"K1": "乙"})[1]]
    [(4, 'taken', '乙'), (5, 'twice', 'SB-1')]
    """
    codes, errors, holders = {}, [], dict(taken)
    for row in rows:
        code, request = clean_code(row.code), asked.get(row.number)
        if not code or (request and request.code == code):
            continue
        found = list(_errors(row, code, request, codes, holders))
        errors += found
        if not found:
            codes[row.number] = code
            holders[code] = request.name
        elif request:
            codes.setdefault(row.number, code)
    return codes, errors


def _errors(row, code, request, codes, holders):
    if not request:
        yield Error(row.line, "number", UNKNOWN, row.number)
        return
    if row.number in codes:
        yield Error(row.line, "number", TWICE, row.number)
    elif request.state != REPORTED:
        yield Error(row.line, "number", NOT_OPEN, row.number)
    if row.name and normalise_name(row.name) != normalise_name(request.name):
        yield Error(row.line, "name", OTHER_NAME, row.name)
    if damage(code):
        yield Error(row.line, "code", DAMAGED, code)
    elif code in holders:
        yield Error(row.line, "code", TAKEN, holders[code])
