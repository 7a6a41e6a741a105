from odoo import models


class CounterpartyCorrectiveReport(models.AbstractModel):
    """Form 13: the notice that tells a supplier what to correct, with its reply and the result."""

    _name = "report.counterparty_control.report_corrective"
    _description = "Notice of Correction"
    _inherit = "counterparty.form"

    _printed = "counterparty.corrective"

    def _form(self, action):
        _ = self.env._
        is_verified = action.state in ("closed", "failed")
        labels = _("Effective, closed"), _("Ineffective")
        return {
            "title": _("%s: Notice of Correction", action.company_id.name),
            "kinds": self._choice((_("Request to correct"), _("Warning")), True, action.is_warning),
            "severities": self._boxes(action, "severity"),
            "issued": self._date(action.issue_date),
            "deadline": self._date(action.deadline),
            "replied": self._date(action.reply_date),
            "evidence": "、".join(action.evidence_ids.mapped("name")),
            "results": self._choice(labels, is_verified, action.state == "failed"),
            "verified": self._date(action.verification_date),
        }
