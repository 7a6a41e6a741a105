from odoo import api, models


class CounterpartyCorrectiveStepLabels(models.AbstractModel):
    """The labels of the steps of a corrective action, beside those of the other workflows."""

    _name = "counterparty.handover.mixin"
    _inherit = ["counterparty.handover.mixin"]

    @api.model
    def _step_labels(self):
        _ = self.env._
        return super()._step_labels() | {
            "issue_correction": _("Issue the Notice"),
            "record_reply": _("Record the Reply"),
            "close_correction": _("Effective: Close"),
            "fail_correction": _("Ineffective"),
            "fail_unanswered": _("Not Answered in Time"),
        }
