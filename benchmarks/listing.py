"""A new version of the prohibited list, put in force against a ledger."""

import base64
import io
import random

from openpyxl import Workbook

from .measure import Sample, interleaved
from .parties import SEED

VERSION = "counterparty.prohibition.version"
HEADINGS = ("名称", "曾用名", "统一社会信用代码", "原因", "文号", "生效日期", "失效日期")
PLACES = ("江苏省", "苏州市", "宁波", "山东", "青岛市", "成都", "湖北省武汉市", "")
SHORT = "贸易商贸科技物流化工电子机械建材钢铁环保能源矿业纺织食品医药包装印刷五金模具塑胶"
#: Most names are short: of those of nine characters and more, pieces are looked up.
TRADES = (
    "国际贸易",
    "建筑工程",
    "信息技术",
    "新材料科技",
    "供应链管理",
    "精密机械制造",
    "钢结构工程",
    "智能装备制造",
    "生物医药科技",
    "国际货运代理",
    "环境工程技术",
    "电力设备安装",
    "农业科技发展",
    "石油化工设备",
    "汽车零部件制造",
    "轨道交通设备",
    *(SHORT[start : start + 2] for start in range(0, len(SHORT), 2)),
)
FORMS = ("有限公司", "股份有限公司", "集团有限公司")
SYLLABLES = (
    "东海江南北岭西川中原云山鼎盛恒力博远通达金穗新港华嘉禾永昌瑞丰安泰宏图广源德信天成正大百顺隆兴"
    "康宁润泽凯旋立诚明辉晨光万里春风锦绣卓越骏马祥和利民同济启航汇聚朗润佳美福临"
)
#: Of a hundred names of the list, so many are those of a party, and so many only look like one.
SAME, ALIKE = 1, 1


def prepare(env):
    """Give the parties of the ledger names as they are in China, and commit."""
    env.cr.execute("SELECT partner_id FROM counterparty_profile ORDER BY partner_id")
    ids = [partner for (partner,) in env.cr.fetchall()]
    chance = random.Random(SEED)
    names = [_name(chance) for _partner in ids]
    env.cr.execute(
        """UPDATE res_partner p SET name = n.name, complete_name = n.name
             FROM unnest(%s, %s::varchar[]) AS n (id, name) WHERE p.id = n.id""",
        [ids, names],
    )
    env.cr.execute(
        "UPDATE counterparty_profile r SET partner_name = p.name"
        " FROM res_partner p WHERE p.id = r.partner_id"
    )
    env.cr.commit()


def measure(databases, rounds):
    """Read one list and put it in force, then the next one; then edit an entry by hand."""
    db = databases["listed"]
    with db.env() as env:
        parties = env["counterparty.profile"].search([], order="id").mapped("partner_name")
    chance, total = random.Random(SEED + 1), len(parties) // 4
    lines = [_line(chance, parties) for _number in range(total)]
    result = {}
    for name in ("first", "next"):
        if name == "next":  # a tenth comes, a tenth goes, a tenth has another reason
            tenth = total // 10
            lines = lines[tenth:] + [_line(chance, parties) for _number in range(tenth)]
            lines[:tenth] = [(*line[:3], "欠款", *line[4:]) for line in lines[:tenth]]
        result[name] = {"ours": [_import(db, lines)]}
    return {**result, **_edit(db, rounds), "names": total, "parties": len(parties)}


def _name(chance):
    core = "".join(chance.sample(SYLLABLES, chance.choice((2, 2, 3, 4))))
    return f"{chance.choice(PLACES)}{core}{chance.choice(TRADES)}{chance.choice(FORMS)}"


def _line(chance, parties):
    lot = chance.randrange(100)
    name = chance.choice(parties) if lot < SAME + ALIKE else _name(chance)
    name = name if lot < SAME else name.replace("有限公司", "总公司")
    return (name, "", "", "提供虚假材料", "1号", "2026-01-05", "")


def _import(db, lines):
    """Return what it took to read a workbook, compare it with the list, and put it in force."""
    book, target = Workbook(), io.BytesIO()
    for line in (HEADINGS, *dict(zip((line[0] for line in lines), lines, strict=True)).values()):
        book.active.append(line)
    book.save(target)
    values = {"file": base64.b64encode(target.getvalue()), "file_name": "list.xlsx"}
    read, version = db.time(lambda env: env[VERSION].create(values).id, "officer", commit=True)

    def put_in_force(env):
        env[VERSION].browse(version).action_put_in_force()

    force, _none = db.time(put_in_force, "officer", commit=True)
    return Sample(read.seconds + force.seconds, read.queries + force.queries)


def _edit(db, rounds):
    """Return what an edited entry takes, and the same comparison with everybody."""
    with db.env() as env:
        entry = env["counterparty.prohibition"].search([], limit=1).id

    def edit(env):
        env["counterparty.prohibition"].browse(entry).former_names = "鼎盛恒力虚构贸易有限公司"

    def compare(env):
        entries = env["counterparty.prohibition"].browse(entry)
        screened = env["counterparty.screened"]
        env["counterparty.screening"]._compare(*screened._everyone(), entries)

    calls = {
        "ours": lambda _number: db.time(edit, "officer")[0],
        "everyone": lambda _number: db.time(compare)[0],
    }
    return {"edit": interleaved(rounds["filter"], calls, warm=1)}
