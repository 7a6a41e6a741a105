"""How two printed values compare: names, people, addresses, words (article 6, 3)."""

import re
import unicodedata
from difflib import SequenceMatcher

from . import licence_codes as codes

CONSISTENT, INCONSISTENT, UNKNOWN = "consistent", "inconsistent", "unknown"

#: Addresses that agree at least so far are the same, numbers apart.
_ALIKE = 0.9
_LEGAL_FORM = re.compile(r"股份有限公司|有限责任公司|有限公司")
_DISTRICT_WORDS = re.compile(r"自治区|自治州|[省市区县镇乡]|\W")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
#: Pairs of characters that any scope holds.
_GENERAL = frozenset(
    {
        "合作",
        "业务",
        "销售",
        "采购",
        "服务",
        "提供",
        "相关",
        "产品",
        "货物",
        "商品",
        "公司",
        "经营",
        "贸易",
        "批发",
        "零售",
        "供应",
        "生产",
        "及其",
        "内容",
        "长期",
        "结算",
        "开票",
    }
)


def same(left, right, by=codes.normalise_name):
    """Whether two values are the same in normal form; unknown if one is missing.

    >>> same("示例（东海）公司", "示例(东海) 公司"), same("甲", "乙"), same("甲", "")
    ('consistent', 'inconsistent', 'unknown')
    """
    left, right = by(left), by(right)
    if not left or not right:
        return UNKNOWN
    return CONSISTENT if left == right else INCONSISTENT


def renamed(left, right, former=()):
    """Whether a different name may be that of the same company before or after a change.

    >>> renamed("示例股份有限公司", "示例有限公司"), renamed("甲公司", "乙公司")
    (True, False)
    >>> renamed("甲公司", "乙公司", ["乙 公司"])
    True
    """
    names = [codes.normalise_name(name) for name in (left, right)]
    if {codes.normalise_name(name) for name in former} & set(names):
        return True
    bare = [_LEGAL_FORM.sub("", name) for name in names]
    return bool(bare[0]) and bare[0] == bare[1]


def addresses(left, right):
    """Whether two addresses agree, without 省市区; the numbers in them must be the same.

    >>> addresses("东海省示例市青山区和平路１号", "示例市青山区和平路1号")
    'consistent'
    >>> addresses("示例市青山区和平路1号", "示例市青山区和平路2号")
    'inconsistent'
    >>> addresses("示例市青山区和平路1号", "示例市红山区人民大街1号"), addresses("x", None)
    ('inconsistent', 'unknown')
    """
    left, right = (unicodedata.normalize("NFKC", text or "").casefold() for text in (left, right))
    bare = [_DISTRICT_WORDS.sub("", text) for text in (left, right)]
    if not all(bare):
        return UNKNOWN
    numbers = [re.findall(r"\d+", text) for text in (left, right)]
    alike = SequenceMatcher(None, *bare, autojunk=False).ratio() >= _ALIKE
    inside = bare[0].endswith(bare[1]) or bare[1].endswith(bare[0])
    return CONSISTENT if numbers[0] == numbers[1] and (alike or inside) else INCONSISTENT


def scopes(wanted, licensed):
    """Whether the licensed scope names anything of what is wanted.

    >>> scopes("销售钢材", "金属材料、钢材批发"), scopes("采购化学品", "金属材料销售")
    ('consistent', 'inconsistent')
    >>> scopes("Steel plates", "trade in STEEL"), scopes("钢材", "")
    ('consistent', 'unknown')
    """
    words = _words(wanted)
    if not words or not (licensed or "").strip():
        return UNKNOWN
    return CONSISTENT if words & _words(licensed) else INCONSISTENT


def amounts(left, right):
    """Whether two amounts of one currency are the same to the cent; unknown without both.

    >>> amounts(1e6, 1000000), amounts(1e6, 2e6), amounts(0, 2e6)
    ('consistent', 'inconsistent', 'unknown')
    """
    if not left or not right:
        return UNKNOWN
    return CONSISTENT if round(left - right, 2) == 0 else INCONSISTENT


def _words(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    pairs = {run[i : i + 2] for run in _CHINESE.findall(text) for i in range(len(run) - 1)}
    return pairs - _GENERAL | set(re.findall(r"[a-z]{3,}", text))
