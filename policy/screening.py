"""Whether two names may mean one company: few false alarms, and no comparison of all with all.

Exact names and codes are compared elsewhere. Here the legal form is left out, and the place as far
as one of the names is silent about it: companies of different places are different companies.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from . import party_keys

#: Names that alike are shown to a person; the share of characters that agree.
THRESHOLD = 0.9
#: What a name loses that tells of a place where the other one is silent.
SILENT = 0.05
#: Shorter cores are compared as a whole: one character of few makes another company.
SHORTEST = 9
_PARTS = range(4, 10)

_BRACKETS = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_BRANCH = re.compile(r"(?<=公司).{1,12}分(公司|厂|店|部)$")
_FORM = re.compile(r"(集团|控股|股份|有限|责任|无限|总)*公司$|(集团|股份|控股)$")
_NUMBERS = re.compile(r"[\d一二三四五六七八九十零百]+")
#: Letters that become several in another case, as a pattern of PostgreSQL.
UNFOLDED = "[ßẞŉǰẖẗẘẙẚİ]"
_WORDS = re.compile(r"[^\W_]+")
_FORMS = re.compile(
    r"ab|ag|as|bv|co|company|corp|corporation|gmbh|inc|incorporated|kg|limited|llc|llp|ltd|nv|oy"
    r"|plc|pte|pty|sa|sarl|spa|srl|the"
)
#: Districts as names begin with them; a city is recognised by its 市, too.
_PLACE = re.compile(
    r"^(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南"
    r"|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆"
    r"|香港|澳门|广州|深圳|南京|杭州|苏州|宁波|武汉|成都|西安|青岛|大连|厦门|沈阳|长沙"
    r"|郑州|济南|合肥|福州|昆明|无锡|佛山|东莞|温州|常州|南通|珠海|石家庄|太原|长春"
    r"|哈尔滨|南昌|南宁|海口|贵阳|兰州|银川|西宁|乌鲁木齐|呼和浩特|唐山|烟台|徐州|绍兴"
    r"|嘉兴|泉州|惠州|中山|洛阳|潍坊)(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)?"
    r"|^(\w{2,3})市(?!场|政)"
)


class Name(NamedTuple):
    """A company name taken apart."""

    core: str
    places: frozenset


@lru_cache(maxsize=1 << 16)
def parse(name):
    """Take a name apart.

    >>> parse("广东省深圳市鼎盛虚构贸易股份有限公司").core
    '鼎盛虚构贸易'
    >>> parse("东海示例机械（苏州）有限公司") == Name("东海示例机械", frozenset({"苏州"}))
    True
    >>> parse("ACME Trading Co., Ltd.").core, parse("上海公司").core
    ('acmetrading', '上海')
    """
    text = unicodedata.normalize("NFKC", name or "").casefold()
    places = {inside.strip() for inside in _BRACKETS.findall(text)} - {"集团", "股份", "控股", ""}
    words = _WORDS.findall(_BRACKETS.sub(" ", text))
    while len(words) > 1 and _FORMS.fullmatch(words[-1]):
        words.pop()
    core = _BRANCH.sub("", "".join(words))
    core = _FORM.sub("", core) or core
    while (found := _PLACE.match(core)) and len(core) - found.end() > 1:
        places.add(found[1] or found[4])
        core = core[found.end() :]
    return Name(core, frozenset(places))


def similarity(left, right):
    """How much two names agree, from 0 to 1; 0 for companies of other places or numbers.

    >>> similarity("鼎盛虚构贸易有限公司", "鼎盛虚构贸易股份有限公司")
    1.0
    >>> similarity("广东鼎盛虚构贸易有限公司", "鼎盛虚构贸易有限公司")
    0.95
    >>> similarity("北京鼎盛虚构贸易有限公司", "上海鼎盛虚构贸易有限公司")
    0.0
    >>> similarity("福建嘉兴虚构贸易有限公司", "广东嘉兴虚构贸易有限公司")
    0.0
    >>> similarity("东海虚构建筑工程第一分局有限公司", "东海虚构建筑工程第二分局有限公司")
    0.0
    >>> similarity("江南示例重型钢结构制造有限公司", "江南示例重型钢构制造有限公司") > THRESHOLD
    True
    >>> similarity("鼎盛虚构贸易有限公司", "鼎兴虚构贸易有限公司") < THRESHOLD
    True
    """
    left, right = parse(left), parse(right)
    if not (left.places <= right.places or right.places <= left.places):
        return 0.0
    if _NUMBERS.findall(left.core) != _NUMBERS.findall(right.core):
        return 0.0
    longest = max(len(left.core), len(right.core))
    if longest < 2:  # noqa: PLR2004
        return 0.0
    score = 1 - _edits(left.core, right.core) / longest
    return max(score - (SILENT if left.places != right.places else 0), 0.0)


def best(names, others):
    """The pair of names that agree most, as ``(score, name, other)``, or None below the threshold.

    >>> best(["鼎盛虚构贸易有限公司"], ["别的公司", "鼎盛虚构贸易集团有限公司"])
    (1.0, '鼎盛虚构贸易有限公司', '鼎盛虚构贸易集团有限公司')
    >>> best(["甲乙丙公司"], ["甲乙丁公司"])
    """
    pairs = [(similarity(name, other), name, other) for name in names for other in others]
    found = max(pairs, default=(0.0, "", ""), key=lambda pair: pair[0])
    return found if found[0] >= THRESHOLD else None


def keys(names, codes):
    """What a party is found by exactly, as ``{value: text it comes from}``.

    >>> sorted(keys(["甲 公司", None], ["91310115-MA1H9YGWXX", ""]))
    ['91310115MA1H9YGWXX', 'MA1H9YGWX', '甲公司']
    """
    found = {value: text for text in names if text for value in party_keys.names([text])}
    return found | {value: text for text in codes if text for value in party_keys.code_keys([text])}


def mark(partner_id):
    """What a contact is found by that was found to be a listed party, whatever it is called since.

    >>> mark(7)
    'contact 7'
    """
    return f"contact {partner_id}"


def traces(name):
    """What is kept of a listed name, to find similar ones by.

    A blank sets it apart from names and codes, which have none. Of names that are long enough to
    differ in few characters, at least one piece stands in both.

    >>> sorted(traces("鼎盛虚构贸易有限公司"))
    ['core 鼎盛虚构贸易']
    >>> sorted(traces("江南示例重型钢结构制造有限公司"))
    ['core 江南示例重型钢结构制造', 'part 型钢结构制造', 'part 江南示例重']
    """
    core = parse(name).core
    pieces = len(core) // SHORTEST + 1
    found = {f"core {core}"} if len(core) > 1 else set()
    if pieces > 1:
        cuts = [len(core) * index // pieces for index in range(pieces + 1)]
        found |= {f"part {core[a:b]}" for a, b in pairwise(cuts)}
    return found


def probes(name):
    """What to look up to find all listed names that are similar to a name.

    >>> traces("江南示例重型钢结构制造有限公司") & probes("江南示例重型钢构制造集团")
    {'part 江南示例重'}
    >>> probes("鼎盛虚构贸易有限公司")
    {'core 鼎盛虚构贸易'}
    """
    core = parse(name).core
    found = {f"core {core}"} if len(core) > 1 else set()
    if len(core) >= SHORTEST:
        found |= {
            f"part {core[start : start + size]}"
            for size in _PARTS
            for start in range(len(core) - size + 1)
        }
    return found


def pattern(value):
    """A LIKE pattern for all texts, in lower case and NFKC, of which such a value is made.

    What is taken apart loses characters and gains none, but for the letters of ``UNFOLDED``.

    >>> pattern("part 江南示例"), pattern("PDY00006-0"), pattern("éa")
    ('%江%南%示%例%', '%p%d%y%0%0%0%0%6%0%', '%a%')
    """
    text = value.rpartition(" ")[2]
    kept = [c.lower() for c in text if c.isalnum() and (c.isascii() or c.lower() == c.upper())]
    return "%".join(["", *kept, ""])


def _edits(left, right):
    """How many characters are to be changed, added or left out."""
    if left == right:
        return 0
    row = list(range(len(right) + 1))
    for index, a in enumerate(left, 1):
        before, row[0] = row[0], index
        for position, b in enumerate(right, 1):
            cost = min(row[position] + 1, row[position - 1] + 1, before + (a != b))
            before, row[position] = row[position], cost
    return row[-1]
