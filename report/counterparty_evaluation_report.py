from odoo import models

from .counterparty_application_form import PRINTED_KINDS


class CounterpartyEvaluationReport(models.AbstractModel):
    """The evaluation report of a supplier: how it was assessed, and what was concluded."""

    _name = "report.counterparty_control.report_evaluation"
    _description = "Supplier Evaluation Report"
    _inherit = "counterparty.application.form"

    def _form(self, application):
        _ = self.env._
        information = application._information_values()
        party = application.partner_id.commercial_partner_id
        quality = application.licence_ids.filtered(lambda row: row.kind not in PRINTED_KINDS)
        roles = self._roles(
            application.role_customer, application.role_supplier or application.adds_supplier
        )
        return {
            "title": _("%s: Supplier Evaluation Report", application.company_id.name),
            "applied": self._date(application.application_date),
            "roles": self._ticked(roles),
            "established": self._date(information["establishment_date"]),
            "licensed_scope": information["licensed_scope"] or "",
            "capital": self._amount(application, "registered_capital"),
            "paid_in": self._amount(application, "paid_in_capital"),
            "annual": self._amount(application, "expected_annual_amount"),
            "interviewed": self._date(application.interview_date),
            "events": self._events(application, party),
            "financials": self._financials(application, party),
            "papers": [self._paper(row, row.type_id.name) for row in quality],
            "files": self._lines("\n".join(application.sudo().evaluation_ids.mapped("name"))),
            "results": self._results(application),
            "reviewed": self._date(application.review_date),
            "verdict": self._verdict(application),
            "approved": self._date(application.approval_date),
        }

    def _events(self, application, party):
        """Return the credit record of the party, as far as the reader may know it."""
        events = self.env["counterparty.event"]
        labels = {
            name: dict(events._fields[name]._description_selection(self.env))
            for name in ("event_type", "severity", "state")
        }
        wanted = [("partner_id", "=", party.id), ("company_id", "=", application.company_id.id)]
        return [
            {
                "date": self._date(event.date),
                "source": event.source,
                **{name: known[event[name]] for name, known in labels.items()},
            }
            for event in (events.search(wanted) if party else events)
        ]

    def _financials(self, application, party):
        """Return the yearly figures handed in, or else those known of the party."""
        figures = self.env["counterparty.financial"]
        known = figures.search([("partner_id", "=", party.id)], limit=5) if party else figures
        names = ("revenue", "net_profit", "total_assets", "total_liabilities", "net_assets")
        sources = dict(figures._fields["source"]._description_selection(self.env))
        return [
            {
                "year": str(row.year),
                **{name: row.currency_id.format(row[name]) for name in names},
                "debt_ratio": f"{row.debt_ratio:.1%}",
                "source": sources[row.source],
            }
            for row in application.financial_ids or known
        ]
