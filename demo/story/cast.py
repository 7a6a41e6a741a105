"""The parties of the story: who they are and what their licences say."""

from typing import NamedTuple


class Paper(NamedTuple):
    """A licence: its type, number, and days until it expires (None: long-term)."""

    type: str
    number: str
    expires: int | None = None
    representative: str = "示例法定代表人"


class Party(NamedTuple):
    """A party as it was applied for, that many days ago."""

    name: str
    papers: tuple
    roles: str
    owner: str
    limit: float
    since: int
    address: str
    scope: str
    regime: str = "one_licence"
    country: str = "cn"
    former: str = ""
    note: str = ""


def _licence(number, expires=None):
    return (Paper("business", number, expires),)


#: Admitted parties by key; the first limit is the one of the application.
ADMITTED = {
    "c01": Party(
        "东海示例机械制造有限公司",
        _licence("91320100PDY00001XR"),
        "customer",
        "sales1",
        3_500_000,
        -450,
        "江苏省南京市示例大道1号",
        "热轧钢板销售,月结60天",
        note="一贯提前付款",
    ),
    "c02": Party(
        "江南示例钢结构有限公司",
        _licence("91320500PDY000028E", 28),
        "customer",
        "sales1",
        3_000_000,
        -400,
        "江苏省苏州市示例大道2号",
        "热轧钢板销售,月结60天",
    ),
    "c03": Party(
        "北岭示例建设工程有限公司",
        _licence("91370100PDY0000369", 900),
        "customer",
        "sales1",
        2_000_000,
        -400,
        "山东省济南市示例大道3号",
        "热轧钢板销售,月结60天",
    ),
    "c04": Party(
        "西川示例装备有限公司",
        _licence("91510100PDY000044Q", 1200),
        "customer",
        "sales1",
        800_000,
        -430,
        "四川省成都市示例大道4号",
        "热轧钢板销售,月结60天",
        note="已列入压降计划",
    ),
    "c05": Party(
        "南湾示例商贸有限公司",
        _licence("91440300PDY000052K"),
        "customer",
        "sales1",
        500_000,
        -430,
        "广东省深圳市示例大道5号",
        "合成树脂销售,月结60天",
        note="退出计划执行中,欠款已提交法务",
    ),
    "c08": Party(
        "中原示例能源有限公司",
        _licence("91410100PDY000087F", 2000),
        "customer supplier",
        "sales2",
        2_500_000,
        -380,
        "河南省郑州市示例大道8号",
        "钢板销售,树脂采购",
    ),
    "c09": Party(
        "东海示例机械(苏州)有限公司",
        _licence("91320500PDY000095C"),
        "customer",
        "sales1",
        1_000_000,
        -200,
        "江苏省苏州市示例大道9号",
        "热轧钢板销售,月结60天",
        note="东海示例机械制造有限公司的子公司",
    ),
    "s01": Party(
        "海天示例钢铁有限公司",
        (*_licence("91130200PDY0001164"), Paper("iso9001", "示例认证0011", 60)),
        "supplier",
        "buyer",
        4_000_000,
        -450,
        "河北省唐山市示例大道11号",
        "热轧钢板采购,预付货款",
    ),
    "s02": Party(
        "博远示例物流有限公司",
        _licence("91310115PDY000124N"),
        "supplier",
        "buyer",
        300_000,
        -400,
        "上海市浦东新区示例路12号",
        "公路运输,月结30天",
    ),
    "s03": Party(
        "恒力示例模具厂",
        (
            Paper("business", "330200999999014"),
            Paper("organisation", "PDY00013-2", -20),
            Paper("tax", "330200PDY000132"),
        ),
        "supplier",
        "buyer",
        300_000,
        -430,
        "浙江省宁波市示例路13号",
        "冲压模具采购",
        regime="three_licences",
    ),
    "s04": Party(
        "通达示例化工有限公司",
        (*_licence("91370200PDY000140J", 700), Paper("chemicals", "示例危化0014", 200)),
        "supplier",
        "buyer",
        600_000,
        -400,
        "山东省青岛市示例路14号",
        "合成树脂采购,预付货款",
        note="现场审核未通过,整改中",
    ),
    "f01": Party(
        "Beispiel Maschinenhandel GmbH (虚构)",
        (Paper("business", "999900EXAMPLECN00125"), Paper("tax", "DE999999987")),
        "customer",
        "sales2",
        1_000_000,
        -300,
        "Beispielstraße 1, Musterstadt",
        "钢板出口,欧元结算",
        regime="foreign",
        country="de",
    ),
    "f02": Party(
        "Example Metals Pte. Ltd. (虚构)",
        (Paper("business", "999900EXAMPLESG00218"),),
        "supplier",
        "buyer",
        500_000,
        -300,
        "1 Example Road, Singapore",
        "钢材进口,美元预付",
        regime="foreign",
        country="sg",
    ),
}
