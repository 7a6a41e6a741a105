from odoo import api, fields, models
from odoo.tools import format_list

from ..policy import approval
from ..policy import override as policy
from ..policy.reasons import Reason

#: States in which a request is not decided; a document has one of them at most.
OPEN = ("draft", "submitted", "returned")
#: What is read from the document as it is now.
_NOW = {"compute": "_compute_now", "compute_sudo": True}


class CounterpartyAskedMixin(models.AbstractModel):
    """What is asked for: how much, why, what speaks against it, and who decides on that."""

    _name = "counterparty.asked.mixin"
    _description = "What Is Asked For"
    _inherit = ["counterparty.order.link.mixin"]

    amount = fields.Monetary(
        "Amount to Release",
        compute="_compute_amount",
        store=True,
        readonly=False,
        tracking=True,
        help="What the document may be worth, in company currency, tax included.",
    )
    reason = fields.Text(tracking=True)
    plan = fields.Text(
        "Repayment or Arrival Plan",
        tracking=True,
        help="How and when the customer pays, or the goods arrive.",
    )
    document_amount = fields.Monetary("Document Today", **_NOW)
    excess_now = fields.Monetary("Excess Today", **_NOW)
    reason_text = fields.Text("Refused Because", **_NOW)

    @api.depends("sale_order_id", "purchase_order_id")
    def _compute_amount(self):
        for override in self:
            if not override.amount and override.sudo()._document():
                override.amount = override.sudo()._document()._counterparty_amount()

    @api.depends("sale_order_id", "purchase_order_id", "amount")
    @api.depends_context("uid", "lang")
    def _compute_now(self):
        wording = self.env["counterparty.wording"]
        for override in self:
            document = override._document()
            cases = override._cases() if override.state in OPEN and document else []
            override.document_amount = document._counterparty_amount() if document else 0.0
            override.excess_now = max((case.verdict.excess for case in cases), default=0.0)
            lines = [text for case in cases for text in wording._reasons(case)]
            override.reason_text = "\n".join(lines) or override._reason_labels()

    def _cases(self):
        """Return the cases for which the document is refused at the amount that is asked for."""
        order = self._document()
        more = self.amount - order._counterparty_amount()
        amount = more if order._counterparty_is_confirmed() else self.amount
        preview = self.env["counterparty.trial"].sudo()
        return preview._refused({order: max(amount, 0.0)}, released=False)[order]

    def _reasons(self, cases):
        return {reason for case in cases for reason in case.verdict.reasons}

    def _reason_labels(self):
        """Return the short labels of the reasons as they were."""
        labels = self.env["counterparty.decision"]._reason_labels()
        codes = (self.reason_codes or "").split(",")
        return "\n".join(f"- {labels[code]}" for code in codes if code in labels)

    def _tier(self, cases):
        """Return who decides on the cases, by the tiers of the company."""
        company = self.company_id.sudo()
        highest = policy.Tier(approval.LEADERSHIP, company.counterparty_override_days)
        tiers = self.env["counterparty.override.tier"].sudo()._of(company)
        excess, limit = self._excess(cases)
        return policy.decides(tiers, self._reasons(cases), excess, limit, highest)

    def _excess(self, cases):
        """Return the largest excess and the limit that it exceeds, the own or that of a group."""
        measured = [(0.0, 0.0)]
        for case in cases:
            limits = [(case.facts.excess, case.facts.limit)]
            if case.facts.shared:
                limits.append((case.facts.shared.excess, case.facts.shared.limit))
            measured += [known for known in limits if known[0] >= case.verdict.excess > 0]
        return max(measured)

    def _snapshot(self):
        """Return what speaks against the document and who decides, to be kept."""
        cases = self._cases()
        excess, limit = self._excess(cases)
        tier = self._tier(cases)
        reasons = sorted(self._reasons(cases), key=list(Reason).index)
        return {
            "reason_codes": ",".join(reason.value for reason in reasons),
            "excess_amount": excess,
            "limit_amount": limit,
            "approver": tier.group,
            "valid_days": tier.days,
        }

    def _missing(self):
        _ = self.env._
        missing = []
        order, record = self.sudo()._document(), self.sudo()
        if not (self.reason or "").strip():
            missing.append(_("the reason"))
        if not (self.plan or "").strip():
            missing.append(_("the plan of repayment or arrival"))
        if self.currency_id.compare_amounts(order._counterparty_amount(), self.amount) > 0:
            missing.append(
                _(
                    "an amount of at least %s, what the document is worth today",
                    self.currency_id.format(order._counterparty_amount()),
                )
            )
        reasons = record._reasons(record._cases())
        if order.state == "cancel" or not reasons:
            missing.append(_("a document that is refused: this one needs no exception"))
        elif not policy.may_override(reasons):
            labels = self.env["counterparty.decision"]._reason_labels()
            barred = sorted(reasons - policy.OVERRIDABLE, key=list(Reason).index)
            names = format_list(self.env, [labels[reason.value] for reason in barred], "unit")
            missing.append(_("a document without what no exception releases: %s", names))
        return missing
