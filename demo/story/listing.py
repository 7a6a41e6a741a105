"""The group's list of prohibited parties."""


def build(stage):
    """Two entries, as the office entered them from the group's circulars."""
    year = stage.today.year
    entries = stage.by("office")["counterparty.prohibition"].create(
        [
            {
                "name": "云岭虚构矿产有限公司",
                "codes": "91530100PDY000079K",
                "reason": "提供虚假贸易背景材料",
                "document_number": f"示例集团风控〔{year}〕1号",
                "date_from": stage.day(-120),
            },
            {
                "name": "鼎盛虚构贸易有限公司",
                "codes": "91440100PDY0007143",
                "reason": "长期拖欠货款,已列入失信名单",
                "document_number": f"示例集团风控〔{year}〕2号",
                "date_from": stage.day(-60),
            },
        ]
    )
    stage.name_all(dict(zip(("prohibition_c07", "prohibition_b01"), entries, strict=True)))
