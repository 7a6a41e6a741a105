from odoo import api, models


class CounterpartyCorrectiveFactLabels(models.Model):
    """The labels of what a decision on the grade of a supplier rests on besides figures."""

    _name = "counterparty.decision"
    _inherit = ["counterparty.decision"]

    @api.model
    def _fact_labels(self):
        _ = self.env._
        return super()._fact_labels() | {
            "supply_position": _("Position of the supplier"),
            "corrective": _("Corrective action"),
            "replacement_plan": _("Replacement plan"),
            "deadline": _("Deadline"),
            "severity": _("Severity"),
        }
