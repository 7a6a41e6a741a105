from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..policy import approval


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

    def _check_step(self, step, comment):
        """Whoever approves may decide on the excess of today, not only on that of the request."""
        if step.name == "approve" and self.state in step.sources:
            group = self._tier(self.sudo()._cases()).group
            step = approval.find(approval.OVERRIDE[group], step.name)
        return super()._check_step(step, comment)

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
            order._counterparty_mark_held()
        elif step.name == "reject" or (step.name == "cancel" and not self.was_held):
            order._counterparty_unhold()
        elif step.name == "approve":
            others = self.search([(field, "=", order.id), ("state", "in", ("approved", "used"))])
            (others - self).write({"state": "spent"})
        if step.name in ("approve", "revoke"):
            self.profile_id._raise_lock()

    def _hand_over(self, step, comment):
        """Tell on the order as well, and ask the applicant to go on with it."""
        result = super()._hand_over(self._find_step(step.name), comment)  # who decides is known
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
        return result

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
