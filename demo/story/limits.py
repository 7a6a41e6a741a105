"""Limits between two ratings: of a group, for a season to come, and one that waits for review."""

from .rating import APPROVED

#: A parent company and its subsidiary, which share a limit.
GROUP, MEMBERS, SHARED = "东海示例集团", ("c01", "c09"), 4_500_000
REASON = "母子公司合并控制,占用合计不超过450万元。"
#: Party, limit, first and last day in days from today, reason and repayment plan.
SEASON = ("f01", 1_200_000, 5, 64, "旺季备货。", "分两批发货,每批验收后30天内付清。")
WAITING = ("c03", 1_730_000, 0, 59, "新订单30万元,额度不足23万元。", "逾期90万元本月内收回一半。")


def build(stage):
    """Form the group and grant its limit, and the one for the season."""
    _group(stage)
    party, *_rest = SEASON
    request = _temporary(stage, SEASON)
    _approve(stage, request)
    stage.name(f"limit_request_{party}", request)


def ask(stage):
    """Leave a request that the office has not reviewed yet."""
    stage.name(f"limit_request_{WAITING[0]}", _temporary(stage, WAITING))


def _group(stage):
    group = stage.by("office")["counterparty.group"].create({"name": GROUP, "note": REASON})
    stage.name("group_c01", group)
    for key in MEMBERS:
        joining = stage.by("office")["counterparty.membership"].create(
            {"profile_id": stage.profile(key).id, "group_id": group.id, "comment": REASON}
        )
        joining.action_confirm()
    request = _submit(
        stage,
        MEMBERS[0],
        {
            "group_id": group.id,
            "kind": "permanent",
            "proposed_limit": SHARED,
            "reason": REASON,
        },
    )
    _approve(stage, request)
    request.sudo().limit_id.date_from = stage.day(APPROVED)
    stage.name("limit_request_group", request)


def _temporary(stage, row):
    party, amount, start, end, reason, repayment = row
    values = {
        "profile_id": stage.profile(party).id,
        "kind": "temporary",
        "proposed_limit": amount,
        "date_from": stage.day(start),
        "date_to": stage.day(end),
        "reason": reason,
        "repayment_plan": repayment,
    }
    return _submit(stage, party, values)


def _submit(stage, party, values):
    applicant = stage.profile(party).responsible_id.id
    requests = stage.env(user=applicant, su=False)["counterparty.limit.request"]
    request = requests.create(values)
    request.action_submit()
    return request


def _approve(stage, request):
    request.with_env(stage.by("office")).action_review()
    request.with_env(stage.by("leader")).action_approve("同意")
