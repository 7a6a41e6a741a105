"""The group's list of prohibited parties as a sheet: which column is what, what its cells say."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from . import code_slips, licence_codes

NAME, FORMER, CODES, REASON = "name", "former_names", "codes", "reason"
DOCUMENT, FROM, TO = "document_number", "date_from", "date_to"
#: The columns as the template has them, and what else they are called.
HEADERS = {
    NAME: "名称 单位名称 企业名称 公司名称 客户名称 供应商名称 客商名称 客户及供应商名称 "
    "禁止交易客户 禁止交易客户名称 name company companyname",
    FORMER: "曾用名 曾用名称 原名 原名称 原单位名称 formername formernames",
    CODES: "统一社会信用代码 社会信用代码 信用代码 代码 证件号码 组织机构代码 组织机构代码证号码 "
    "注册号 工商注册号 营业执照号码 法人营业执照号码 营业执照注册号 税号 纳税人识别号 "
    "税务登记证号码 uscc code codes creditcode",
    REASON: "原因 禁止原因 列入原因 禁止交易原因 事由 reason",
    DOCUMENT: "文号 文件号 发文号 发文文号 文件编号 documentno documentnumber",
    FROM: "生效日期 列入日期 生效日 开始日期 起始日期 validfrom",
    TO: "失效日期 失效日 到期日 期限 截止日期 终止日期 结束日期 移出日期 validto",
}
_COLUMNS = {word: key for key, words in HEADERS.items() for word in words.split()}
#: What is wrong with a cell and stops the import, and what is only pointed out.
MISSING, DATE, DAMAGED, ORDER, LONG = "missing", "date", "damaged", "order", "long"
CHECK, REPEATED, NO_CODE = "check", "repeated", "no_code"
STOPS = frozenset({MISSING, DATE, DAMAGED, ORDER, LONG})
LONGEST_NAME = 200

_SEPARATORS = re.compile(r"[\n\r;；、，]+")
_DIGITS = 15
_SERIALS = range(20_000, 80_000)
_NEVER = frozenset({"长期", "永久", "无", "无期限", "长期有效", "-", "—", "/", "none"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\s*[T ]?\d{1,2}:\d{2}(:\d{2})?)?")


class Problem(NamedTuple):
    """Something about a cell: its column, a key of what, and the text it is about."""

    column: str
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Row:
    """What a line of the sheet says; dates and document number may be left to the whole list."""

    line: int
    name: str = ""
    former_names: tuple = ()
    codes: tuple = ()
    reason: str = ""
    document_number: str = ""
    date_from: date | None = None
    date_to: date | None = None
    problems: tuple = ()

    @property
    def stops(self):
        """Whether the line keeps the list from being imported."""
        return any(problem.kind in STOPS for problem in self.problems)


def columns(cells):
    """Which column of a sheet is what, by its headings in any order; nothing without a name.

    >>> columns(["序号", "文号", " 名 称*", "统一社会信用代码（必填）", "税号"])
    {1: 'document_number', 2: 'name', 3: 'codes', 4: 'codes'}
    >>> columns(["禁止交易客户名单", None])
    {}
    """
    words = [re.sub(r"\(.*?\)|[*:.]", "", licence_codes.normalise_name(_text(c))) for c in cells]
    found = {index: _COLUMNS[word] for index, word in enumerate(words) if word in _COLUMNS}
    return found if NAME in found.values() else {}


def row(line, cells):
    """Read a line, given as ``[(column key, cell)]``; nothing that is wrong is guessed at.

    >>> found = row(3, [("name", "甲"), ("codes", 9.1310115e17), ("date_from", "2026年1月5日")])
    >>> found.date_from, found.stops, found.problems[0]
    (datetime.date(2026, 1, 5), True, Problem(column='codes', kind='damaged', text='9.1310115e+17'))
    >>> row(4, [("name", "甲"), ("date_from", "明年")]).problems[0]
    Problem(column='date_from', kind='date', text='明年')
    >>> [p.kind for p in row(5, [("date_from", 46000), ("date_to", "2020-01-01")]).problems]
    ['missing', 'order']
    """
    problems, values = [], {FORMER: [], CODES: []}
    for key, cell in cells:
        if key in (FORMER, CODES):
            values[key] += [part.strip() for part in _SEPARATORS.split(_text(cell)) if part.strip()]
            problems += _code_problems(cell, values[CODES]) if key == CODES else []
        elif key in (FROM, TO):
            values[key], wrong = _date(cell)
            problems += [Problem(key, DATE, _text(cell))] if wrong else []
        else:
            values[key] = values.get(key) or _text(cell)
    if not values.get(NAME):
        problems.insert(0, Problem(NAME, MISSING))
    problems += [
        Problem(NAME, LONG, name[:LONGEST_NAME])
        for name in (values.get(NAME) or "", *values[FORMER])
        if len(name) > LONGEST_NAME
    ]
    if values.get(FROM) and values.get(TO) and values[TO] < values[FROM]:
        problems.append(Problem(TO, ORDER, values[TO].isoformat()))
    if not values[CODES]:
        problems.append(Problem(CODES, NO_CODE))
    values |= {key: tuple(dict.fromkeys(values[key])) for key in (FORMER, CODES)}
    problems = dict.fromkeys(p for p in problems if p.kind != NO_CODE or len(problems) == 1)
    return Row(line, **values, problems=tuple(problems))


def repeated(rows):
    """The lines, with a remark on each that says the same as another one.

    >>> twice = repeated([Row(2, "甲", codes=("1",)), Row(3, "甲", codes=("1",)), Row(4, "乙")])
    >>> [[problem.kind for problem in row.problems] for row in twice]
    [[], ['repeated'], []]
    """
    keys = [(licence_codes.normalise_name(r.name), _codes(r.codes)) for r in rows]
    seen, result = set(), []
    for found, key in zip(rows, keys, strict=True):
        again = (Problem(NAME, REPEATED, found.name),) if key in seen and found.name else ()
        seen.add(key)
        result.append(replace(found, problems=found.problems + again))
    return result


def _codes(codes):
    return frozenset(map(licence_codes.normalise, codes))


def _text(cell):
    """A cell as text; whole numbers without a fraction.

    >>> _text(330200999999022.0), _text(None), _text(" 甲 ")
    ('330200999999022', '', '甲')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_DIGITS:
        cell = int(cell)
    return str(cell).strip()


def _date(cell):
    """A cell as ``(date or None, whether it cannot be read)``.

    >>> _date("2026.1.5")[0] == _date(datetime(2026, 1, 5))[0] == _date(46027)[0]
    True
    >>> _date("长期"), _date("2026-02-30"), _date("20260105")[0]
    ((None, False), (None, True), datetime.date(2026, 1, 5))
    """
    if isinstance(cell, datetime):
        return cell.date(), False
    if isinstance(cell, date):
        return cell, False
    text = licence_codes.normalise_name(_text(cell))
    if not text or text in _NEVER:
        return None, False
    if text.isdecimal() and int(text) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(text)), False
    if len(text) == 8 and text.isdecimal():  # noqa: PLR2004
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.fullmatch(text)
    try:
        return (date(*map(int, found.groups()[:3])), False) if found else (None, True)
    except ValueError:
        return None, True


def _code_problems(cell, codes):
    """What a spreadsheet did to a code, or what a code that looks Chinese lacks."""
    if isinstance(cell, (int, float)) and abs(cell) >= 10**_DIGITS:
        return [Problem(CODES, DAMAGED, str(cell))]
    found = [Problem(CODES, DAMAGED, code) for code in codes if code_slips.damage(code)]
    return found or [
        Problem(CODES, CHECK, code)
        for code in codes
        if re.fullmatch(r"[1-9ANY]\w{17}", licence_codes.normalise(code), re.ASCII)
        and not licence_codes.is_uscc(code)
    ]
