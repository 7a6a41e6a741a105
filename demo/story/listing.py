"""The group's list of prohibited parties: the version in force, and the next one to be read in."""

import base64
from io import BytesIO

from openpyxl import Workbook

HEADINGS = ("名称", "曾用名", "统一社会信用代码", "原因", "文号", "生效日期", "失效日期")


def build(stage):
    """Put the first list in force, as the office read it in from the group's circular."""
    first = f"示例集团风控〔{stage.today.year}〕1号"
    rows = (
        ("云岭虚构矿产有限公司", "", "91530100PDY000079K", "提供虚假贸易背景材料", first, -120),
        (
            "鼎盛虚构贸易有限公司",
            "",
            "91440100PDY0007143",
            "长期拖欠货款,已列入失信名单",
            first,
            -120,
        ),
        ("北辰虚构煤炭有限公司", "", "", "合同纠纷未结", first, -120),
    )
    version = _version(stage, rows, first, -120)
    version.action_put_in_force()
    version.sudo().imported_on = stage.day(-119)
    names = ("prohibition_c07", "prohibition_b01", "prohibition_b02")
    entries = version.entry_ids.sorted("id")
    stage.name_all({"prohibition_version_1": version, **dict(zip(names, entries, strict=True))})


def prepare(stage):
    """Leave the group's new list as read in and not in force: a party of the ledger is on it."""
    first = f"示例集团风控〔{stage.today.year}〕1号"
    second = f"示例集团风控〔{stage.today.year}〕6号"
    rows = (
        (
            "云岭虚构矿产有限公司",
            "云岭虚构选矿厂",
            "91530100PDY000079K",
            "提供虚假贸易背景材料",
            first,
            -120,
        ),
        (
            "鼎盛虚构贸易有限公司",
            "",
            "91440100PDY0007143",
            "长期拖欠货款,已列入失信名单",
            first,
            -120,
        ),
        ("博远示例物流有限公司", "", "91310115PDY000124N", "虚开运输发票", second, None),
        ("中原示例能源集团有限公司", "", "", "重大安全责任事故", second, None),
    )
    version = _version(stage, rows, second, 0)
    stage.name("prohibition_version_2", version)
    stage.env["counterparty.screening"]._compare_everyone()


def _version(stage, rows, document, since):
    book = Workbook()
    book.active.append(("股份公司禁止交易客户及供应商名单",))
    book.active.append(HEADINGS)
    for *texts, begins in rows:
        book.active.append((*texts, begins and stage.day(begins), None))
    stream = BytesIO()
    book.save(stream)
    return stage.by("office")["counterparty.prohibition.version"].create(
        {
            "document_number": document,
            "date_from": stage.day(since),
            "file": base64.b64encode(stream.getvalue()),
            "file_name": f"禁止交易名单 {document}.xlsx",
        }
    )
