from odoo import models

from ..policy import consistency


class CounterpartyReviewReport(models.AbstractModel):
    """Form 2: the opinion of the office on the qualification of a party (articles 6 and 7)."""

    _name = "report.counterparty_control.report_review"
    _description = "Review Opinion"
    _inherit = "counterparty.application.form"

    def _form(self, application):
        _ = self.env._
        return {
            "title": _("%s: Review Opinion on Qualification", application.company_id.name),
            "applied": self._date(application.application_date),
            "roles": self._ticked(self._roles_before(application)),
            "changes": "\n".join(change._text() for change in application.change_ids),
            "regime": dict(application._fields["regime"]._description_selection(self.env)).get(
                application.regime, ""
            ),
            "limit": self._amount(application, "requested_limit"),
            "papers": self._papers(application),
            "checks": self._checks(application),
            "findings": self._findings(application),
            "results": self._results(application),
            "reviewed": self._date(application.review_date),
        }

    def _findings(self, application):
        """Return the checks of the papers: what, both values, outcome; live before the review.

        Checks for which there is nothing to compare are left out.
        """
        outcomes = {
            consistency.CONSISTENT: self.env._("Consistent"),
            consistency.INCONSISTENT: self.env._("Inconsistent"),
            consistency.UNKNOWN: self.env._("Cannot tell"),
        }
        labels = application._finding_labels()
        types = self.env["counterparty.licence.type"]
        kinds = dict(types._fields["kind"]._description_selection(self.env))
        rows = self._review(application)["findings"] or application.finding_ids or []
        return [
            {
                "check": labels.get(row["name"], row["check"]),
                "document": kinds.get(row["key"].split("|")[1], ""),
                "left": row["left"] or "—",
                "right": row["right"] or "—",
                "result": row["result"],
                "outcome": outcomes.get(row["result"], ""),
            }
            for row in rows
            if row["result"] != consistency.UNKNOWN or (row["left"] and row["right"])
        ]
