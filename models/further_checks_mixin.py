from odoo import api, fields, models

from ..policy import review


class CounterpartyFurtherChecksMixin(models.AbstractModel):
    """The further checks of an application: made when it is submitted, answered in the review."""

    _name = "counterparty.further.checks.mixin"
    _description = "Further Checks of an Application"
    _inherit = ["counterparty.checklist.mixin"]

    check_ids = fields.One2many(
        "counterparty.application.check", "application_id", "Further Checks", copy=False
    )

    @api.depends("check_ids.answer", "check_ids.remark")
    def _compute_flags(self):
        return super()._compute_flags()

    def _missing(self):
        missing = super()._missing()
        if self.state in ("submitted", "reviewed"):
            missing += [text for check in self.check_ids for text in check._missing()]
        return missing

    def _flags(self):
        failed = self.check_ids.filtered(lambda check: check.answer == review.FAILED)
        return super()._flags() + [check._flag() for check in failed]

    def _after_step(self, step, comment):
        result = super()._after_step(step, comment)
        if step.name == "submit":
            self.env["counterparty.application.check"]._follow(self)
        return result

    def _check_facts(self):
        """Return the answers for the trail, as they were."""
        return [
            {
                "name": check.name,
                "answer": check.answer or None,
                "remark": check.remark or "",
                "date": str(check.date or ""),
                "files": check.attachment_ids.mapped("name"),
            }
            for check in self.check_ids
        ]
