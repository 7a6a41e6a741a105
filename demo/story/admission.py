"""Applications: from the first draft to the row in the ledger, as the roles would do it."""

from odoo import Command

from .cast import ADMITTED
from .papers import page

#: Days that the office and the leadership took.
REVIEWED, APPROVED = 2, 4
#: Days before its application that a party was founded.
_AGE = 3_000
_TITLES = {
    "business": "营业执照复印件(示例)",
    "organisation": "组织机构代码证复印件(示例)",
    "tax": "税务登记证复印件(示例)",
    "iso9001": "ISO 9001 证书复印件(示例)",
    "chemicals": "危险化学品许可证复印件(示例)",
}


def build(stage):
    """Admit all parties of the ledger, on the days of long ago."""
    for key, party in ADMITTED.items():
        application = apply(stage, party)
        review(stage, application)
        application.with_env(stage.by("leader")).action_approve("同意")
        stage.parties[key] = application.partner_id.with_env(stage.env)
        stage.name(f"application_{key}", application)
        _backdate(stage, application.with_env(stage.env), party)
    stage.name_all({f"partner_{key}": partner for key, partner in stage.parties.items()})
    stage.name_all({f"profile_{key}": stage.profile(key) for key in stage.parties})
    _terms(stage)


def apply(stage, party, **values):
    """Fill in and submit an application in the name of the owner of a party."""
    applications = stage.by(party.owner)["counterparty.application"]
    application = applications.create({**_values(stage, party), **values})
    application.action_submit()
    return application


def review(stage, application):
    """Pass the review of an application as the office."""
    reviewed = application.with_env(stage.by("office"))
    answered = ("prohibition_check", "scope_conforms", "consistency_check", "validity_check")
    opinion = "经查不在禁止交易名单内,资料齐全、一致、有效。"
    reviewed.write({**dict.fromkeys(answered, "yes"), "review_opinion": opinion})
    reviewed.action_review()


def _values(stage, party):
    return {
        "partner_name": party.name,
        "former_names": party.former,
        "role_customer": "customer" in party.roles,
        "role_supplier": "supplier" in party.roles,
        "regime": party.regime,
        "country_id": stage.env.ref(f"base.{party.country}").id,
        "registered_address": party.address,
        "registered_capital": 20_000_000,
        "paid_in_capital": 15_000_000,
        "establishment_date": stage.day(party.since - 3_000),
        "licensed_scope": f"一般项目:{party.scope.split(',')[0]}等。",
        "legal_representative": party.papers[0].representative,
        "intro": "\n".join(filter(None, ("演示用虚构单位。", party.note))),
        "contact_name": "示例联系人",
        "contact_phone": "000-5550001",
        "principal_name": "示例负责人",
        "principal_phone": "000-5550002",
        "business_scope": party.scope,
        "expected_annual_amount": party.limit * 4,
        "requested_limit": party.limit,
        "licence_ids": [Command.create(_licence(stage, party, paper)) for paper in party.papers],
        **(_assessment(stage, party) if "supplier" in party.roles else {}),
    }


def _assessment(stage, party):
    """What the buyer found out about a supplier in person."""
    return {
        "interview_date": stage.day(party.since - 7),
        "interview_attendees": "采购员、示例负责人",
        "interview_notes": "供方产能与交货周期满足需求,愿意接受质量、退货与保密条款。",
        "capability": "设备与人员齐备,进货、过程与出厂检验有记录,近三年无重大质量投诉。",
    }


def _licence(stage, party, paper):
    # What has expired since was valid when it was handed in.
    expires = None if paper.expires is None else max(paper.expires, 1)
    expiry = stage.day(expires) if expires is not None else False
    lines = [
        f"名称: {party.name}",
        f"号码: {paper.number}",
        f"有效期至: {expiry or '长期'}",
    ]
    copy = {"name": f"{_TITLES[paper.type]}.pdf", "datas": page(_TITLES[paper.type], lines)}
    return {
        "type_id": stage.env.ref(f"counterparty_control.licence_type_{paper.type}").id,
        "number": paper.number,
        "holder_name": party.name,
        "legal_representative": paper.representative,
        "issuer": "示例登记机关",
        "issue_date": stage.day(party.since - 300),
        "establishment_date": stage.day(party.since - _AGE) if paper.type == "business" else False,
        "expiry_date": expiry,
        "is_long_term": not expiry,
        "attachment_ids": [Command.create(copy)],
    }


def _backdate(stage, application, party):
    applied, reviewed, approved = (
        stage.day(party.since + days) for days in (0, REVIEWED, APPROVED)
    )
    application.write(
        {
            "application_date": applied,
            "review_date": reviewed,
            "approval_date": approved,
            "notified_date": approved,
            "ledger_date": approved,
            "review_deadline": stage.day(party.since + REVIEWED),
        }
    )
    profile = application.profile_id
    profile.application_date = applied
    profile.note = party.note
    profile.limit_ids.date_from = approved
    expired = {paper.number: paper.expires for paper in party.papers if (paper.expires or 0) < 0}
    for licence in application.licence_ids.filtered(lambda row: row.number in expired):
        licence.expiry_date = stage.day(expired[licence.number])


def _terms(stage):
    """Agree with each party on how it pays or is paid."""
    for key, partner in stage.parties.items():
        sale = {"c04": "advance", "c05": "advance"}.get(key, "net60")
        purchase = {"s02": "after_receipt"}.get(key, "advance")
        partner.write(
            {
                "property_payment_term_id": stage.terms[sale].id,
                "property_supplier_payment_term_id": stage.terms[purchase].id,
                "user_id": stage.users[ADMITTED[key].owner].id,
            }
        )
