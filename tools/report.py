"""Shows the figures as one table, and keeps the last one in both READMEs."""

import os
import re
from pathlib import Path

import figures
from kit import ROOT, Stop

READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
MARKS = ("<!-- figures -->", "<!-- /figures -->")
HEADS = ("what", "ours", "compared with", "theirs", "ratio", "target", "held")
COUNTED = {
    "parties": "parties",
    "receivables": "receivable lines",
    "sale_order": "sales orders",
    "purchase_order": "purchase orders",
    "stock_move": "stock moves",
}
LINE = (
    "Measured on {date}, {cores} cores ({cpu}), {memory} GB of memory, {postgres} that does not"
    " wait for the disk; {counts}. Medians of interleaved runs."
)
RUSH = (
    "{passed} of {orders} passed, {refused} refused, {failed} failed; over the limit in {over} of"
    " {rounds} rounds; {time} a round"
)
#: What the README in Chinese says; every text of a row has to be here.
CHINESE = {
    "what": "项目",
    "ours": "本模块",
    "compared with": "对照",
    "theirs": "对照值",
    "ratio": "比值",
    "target": "目标",
    "held": "达标",
    "yes": "是",
    "**no**": "**否**",
    LINE: "测于 {date},{cores} 核({cpu}),内存 {memory} GB,{postgres}(不等待落盘);{counts}。"
    "各项交替运行,取中位数。",
    "parties": "家客商",
    "sales orders": "张销售订单",
    "purchase orders": "张采购订单",
    "stock moves": "条库存移动",
    "receivable lines": "条应收行",
    ", ": "、",
    "{count} {name}": "{count} {name}",
    "{time}, {queries} queries": "{time},{queries} 次查询",
    "{times} × faster": "快 {times} 倍",
    "{times} ×, {more} queries": "{times} 倍,查询 {more}",
    "{times} ×": "{times} 倍",
    "install the addon": "安装本模块",
    "on a database without documents": "装在没有单据的数据库上",
    "Odoo alone": "仅 Odoo",
    "confirm a sale of a service": "确认服务类销售订单",
    "confirm a sale of goods": "确认库存商品销售订单",
    "confirm a purchase of a service": "确认服务类采购订单",
    "confirm a purchase of goods": "确认库存商品采购订单",
    "confirm a sale of a service, busiest party": "确认服务类销售订单,业务最多的客商",
    "confirm a sale of goods, busiest party": "确认库存商品销售订单,业务最多的客商",
    "confirm a purchase of a service, busiest party": "确认服务类采购订单,业务最多的客商",
    "confirm a purchase of goods, busiest party": "确认库存商品采购订单,业务最多的客商",
    "at most {times} ×, {more} more queries": "不超过 {times} 倍,多查询不超过 {more} 次",
    "at most {times} ×": "不超过 {times} 倍",
    "at least {least} × faster": "至少快 {least} 倍",
    "at least {least} × faster, complete": "至少快 {least} 倍,且无遗漏",
    "below {times} ×": "低于 {times} 倍",
    "exposure of one party": "一家客商的资金占用",
    "exposure of the busiest party": "业务最多的客商的资金占用",
    "exposure of 80 parties": "80 家客商的资金占用",
    "exposure of {parties} parties": "{parties} 家客商的资金占用",
    "exposure of all that occupy anything": "所有有占用的客商",
    "credit figures of Odoo": "Odoo 的信用额度数字",
    "credit figures of Odoo, all": "Odoo 的信用额度数字,全部客商",
    "ledger page, 80 rows of {parties}": "台账一页,{parties} 家中的 80 行",
    "ledger page": "台账一页",
    "plain list of partners": "普通联系人列表",
    "filter “over the limit”, first 80 of {found}": "筛选“超限额”,前 80 家(共 {found} 家)",
    "filter “over the limit”": "筛选“超限额”",
    "filter by credit of Odoo": "Odoo 按应收筛选",
    "nightly history": "每日占用记录",
    "nightly history, first night": "每日占用记录,首日",
    "nightly history, later nights": "每日占用记录,以后各日",
    "prohibited list: {names} names put in force, {parties} parties": "禁止交易名单:首次导入"
    " {names} 个名称,与 {parties} 家客商比对",
    "prohibited list: the next version, with its differences": "禁止交易名单:导入新版本,列出差异",
    "prohibited list: one entry edited by hand": "禁止交易名单:手工修改一条",
    "compared with everybody": "与全部客商比对",
    "below a minute": "一分钟以内",
    "this version keeps none": "此版本没有",
    "{grown}: {text}": "{grown}:{text}",
    "four times the history": "历史单据为四倍",
    "four times the parties": "客商为四倍",
    "the data as above": "上述数据",
    "16 at once on 4 workers: {case}": "4 个工作进程同时确认 16 张:{case}",
    "one party, sales": "同一客商,销售",
    "one party, sales and purchases": "同一客商,销售与采购混合",
    "sixteen parties, sales": "十六家客商,销售",
    "never over the limit, each refusal tells the figure": "从不超限额,每次拒绝都说明金额",
    "none is refused": "无一被拒绝",
    RUSH: "{orders} 张中通过 {passed},拒绝 {refused},出错 {failed};"
    "{rounds} 轮中 {over} 轮超限额;每轮 {time}",
}


def machine(postgres):
    """Return what the machine is, without a name of it."""
    cpus = Path("/proc/cpuinfo").read_text()
    kilobytes = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1])
    model = re.search(r"model name\s*:\s*(.+)", cpus)
    return {
        "cores": os.cpu_count(),
        "cpu": model[1] if model else "unknown processor",
        "memory": round(kilobytes / 2**20),
        "postgres": re.sub(r"^postgres \((\w+)\)|\s*\(.*", r"\1", postgres).strip(),
    }


class Table:
    """The table of a run in one language."""

    def __init__(self, result, language):
        self.result, self.language = result, language

    def t(self, text, /, **values):
        """Translate a text and the texts among its values."""
        if self.language == "zh":
            text = CHINESE[text]
            values = {name: CHINESE.get(v, v) for name, v in values.items()}
        return text.format(**values)

    def markdown(self):
        lines = [[self.t(head) for head in HEADS], ["---"] * len(HEADS)]
        lines += [self._cells(row) for row in figures.rows(self.result)]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{self._head()}\n\n{table}\n"

    def _head(self):
        result = self.result
        counts = [
            self.t("{count} {name}", count=f"{result['counts'][what]:,}", name=name)
            for what, name in COUNTED.items()
        ]
        values = {**result["machine"], "date": result["date"], "counts": self.t(", ").join(counts)}
        return self.t(LINE, **values)

    def _cells(self, row):
        held = {None: "", True: "yes", False: "**no**"}[row.held]
        return [
            self.t(row.what, **row.values),
            self._cost(row.ours),
            self.t(row.against) if row.against else "",
            self._cost(row.theirs) if row.theirs else "",
            self._ratio(row) if row.ratio else "",
            self.t(row.target, **row.values) if row.target else "",
            self.t(held) if held else "",
        ]

    def _cost(self, cost):
        if isinstance(cost, str):
            return self.t(cost)
        if isinstance(cost, dict):
            orders = cost["passed"] + cost["refused"] + cost["failed"]
            return self.t(RUSH, **cost, orders=orders, time=_time(cost["seconds"]))
        if cost.queries is None:
            return _time(cost.seconds)
        time = _time(cost.seconds)
        return self.t("{time}, {queries} queries", time=time, queries=f"{cost.queries:,.0f}")

    def _ratio(self, row):
        if row.faster:
            return self.t("{times} × faster", times=f"{1 / row.ratio:.1f}")
        times = f"{row.ratio:.2f}"
        queries = getattr(row.ours, "queries", None)
        if queries is None or row.theirs.queries is None or "confirm" not in row.what:
            return self.t("{times} ×", times=times)
        more = f"{queries - row.theirs.queries:+.0f}"
        return self.t("{times} ×, {more} queries", times=times, more=more)


def _time(seconds):
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def save(tables):
    """Put the table of each language between the marks of its README."""
    for language, path in READMES.items():
        before, _, rest = path.read_text().partition(MARKS[0])
        _old, mark, after = rest.partition(MARKS[1])
        if not mark:
            raise Stop(f"{path.name} has no {' ... '.join(MARKS)}")
        path.write_text(f"{before}{MARKS[0]}\n\n{tables[language]}\n{mark}{after}")
