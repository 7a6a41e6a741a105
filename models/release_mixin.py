from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..policy import approval, override
from ..policy.reasons import Reason


class CounterpartyReleaseMixin(models.AbstractModel):
    """The way of an exception: what it needs, who decides, and what its steps carry out."""

    _name = "counterparty.release.mixin"
    _description = "Way of an Exception"

    @property
    def _steps(self):
        return approval.OVERRIDE[self[:1].approver or approval.LEADERSHIP]

    def _applicant(self):
        return self.applicant_id

    def _take_up(self):
        """Take over from the document for whom and where the exception is."""
        order = self._document()
        debtor, company, orderers = order._counterparty_parties()
        profile = debtor._counterparty_profile(company)
        if not profile:
            raise UserError(
                self.env._(
                    "%s is not in the ledger. Please submit an application for it first.",
                    debtor.display_name,
                )
            )
        self.write(
            {
                "name": self.env["ir.sequence"]
                .with_company(company)
                .next_by_code("counterparty.override"),
                "company_id": company.id,
                "profile_id": profile.id,
                "orderer_id": orderers[:1].id,
                "department_id": profile.department_id.id,
                "was_held": order.counterparty_is_held,
            }
        )

    def _enter(self):
        """Ask for a document that was held without a request, in the name of its applicant."""
        today = self.company_id._counterparty_today()
        self.write({**self._snapshot(), "state": "submitted", "application_date": today})

    def _cases(self):
        """Return the cases for which the document is refused at the amount that is asked for."""
        order = self._document()
        more = self.amount - order._counterparty_amount()
        amount = more if order._counterparty_is_confirmed() else self.amount
        preview = self.env["counterparty.preview"].sudo()
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
        highest = override.Tier(approval.LEADERSHIP, company.counterparty_override_days)
        tiers = self.env["counterparty.override.tier"].sudo()._of(company)
        excess, limit = self._excess(cases)
        return override.decides(tiers, self._reasons(cases), excess, limit, highest)

    def _excess(self, cases):
        """Return the largest excess, and the limit that it exceeds: the own or that of the group."""
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
        elif not override.may_override(reasons):
            labels = self.env["counterparty.decision"]._reason_labels()
            barred = sorted(reasons - override.OVERRIDABLE, key=list(Reason).index)
            missing += [_("nothing that no exception releases: %s", labels[r.value]) for r in barred]
        return missing

    def _check_step(self, step, comment):
        """Whoever approves may decide on the excess of today, not only on that of the request."""
        super()._check_step(step, comment)
        if step.name == "approve":
            tier = self._tier(self.sudo()._cases())
            super()._check_step(approval.find(approval.OVERRIDE[tier.group], "approve"), comment)

    def _step_values(self, step, comment):
        today, user = self.company_id._counterparty_today(), self.env.user.id
        if step.name == "submit":
            return {**self._snapshot(), "application_date": today}
        if step.name not in ("approve", "reject"):
            return {}
        decided = {"approver_id": user, "approval_date": today, "approval_opinion": comment}
        if step.name == "approve":
            decided.update(self._snapshot())
            decided["valid_until"] = fields.Date.add(today, days=decided["valid_days"])
            decided["tolerance_percent"] = self.company_id.counterparty_override_tolerance
        return decided

    def _after_step(self, step, comment):
        order, field = self._document(), self._document()._counterparty_field
        confirmed = order._counterparty_is_confirmed()
        if step.name == "submit" and not confirmed and not order.counterparty_is_held:
            order.counterparty_is_held = True
        elif step.name == "reject" or (step.name == "cancel" and not self.was_held):
            order._counterparty_unhold()
        elif step.name == "approve":
            others = self.search(
                [(field, "=", order.id), ("state", "in", ("approved", "used"))]
            )
            (others - self).write({"state": "spent"})
        if step.name in ("approve", "revoke"):
            self.profile_id._raise_lock()

    def _hand_over(self, step, comment):
        """Tell on the order as well, and ask the applicant to go on with it."""
        super()._hand_over(step, comment)
        order = self._document()
        body = Markup("%s<br/>%s") % (self._get_html_link(), self._announcement(step))
        if comment:
            body += Markup("<br/>%s") % comment
        order.message_post(
            body=body, author_id=self.env.user.partner_id.id, subtype_xmlid="mail.mt_note"
        )
        order.activity_unlink(["counterparty_control.mail_activity_type_held"])
        if step.name == "approve" and self.applicant_id.active:
            order.activity_schedule(
                "counterparty_control.mail_activity_type_step",
                user_id=self.applicant_id.id,
                summary=self._announcement(step),
            )

    def _announcement(self, step):
        """Return what a step means for the order."""
        if step.name != "approve":
            return self._step_labels()[step.name]
        return self.env._(
            "Released up to %(amount)s until %(date)s: it can be confirmed.",
            amount=self.currency_id.format(self.amount),
            date=format_date(self.env, self.valid_until),
        )

    def _decision_facts(self):
        return {
            "released": self.amount,
            "limit": self.limit_amount,
            "excess": self.excess_amount,
            "document_amount": self._document()._counterparty_amount(),
            "date_to": str(self.valid_until or ""),
            "tolerance_percent": self.tolerance_percent,
        }
