from odoo import models

from ..policy import consistency, group_report, review

#: States in which a report is on its way.
HANDED_IN = (group_report.REPORTED, group_report.RECEIVED)


class CounterpartyApplicationReport(models.AbstractModel):
    """Form 1: the application for a new customer or supplier (articles 5 to 7 and 10).

    A change has a form of its own, so that a mixed selection prints each on its own.
    """

    _name = "report.counterparty_control.report_application"
    _description = "Application Form"
    _inherit = "counterparty.application.form"

    def _form(self, application):
        _ = self.env._
        if application.kind == review.CHANGE:
            return self.env["counterparty.change.form"]._form(application)
        papers = self._papers(application)
        main = application.licence_ids.filtered(lambda row: row.kind == consistency.BUSINESS)[:1]
        return {
            "title": _(
                "%s: Application for a New Customer or Supplier", application.company_id.name
            ),
            "applied": self._date(application.application_date),
            "roles": self._roles(application.role_customer, application.role_supplier),
            "regimes": self._boxes(application, "regime"),
            "former_names": self._lines(application.former_names),
            "code": main.number or "",
            "capital": self._amount(application, "registered_capital"),
            "established": self._date(application.establishment_date or main.establishment_date),
            "term": next((row["expiry"] for row in papers), ""),
            "annual": self._amount(application, "expected_annual_amount"),
            "limit": self._amount(application, "requested_limit"),
            "papers": papers,
            "checks": self._checks(application),
            "reviewed": self._date(application.review_date),
            "verdict": self._verdict(application),
            "approved": self._date(application.approval_date),
            **self._registration(application),
        }

    def _registration(self, application):
        """Return what followed the approval: notice, ledger, and report to the parent company."""
        admitted = application.profile_id and application.state == "approved"
        request = application.profile_id.group_request_ids[:1]
        _ = self.env._
        not_needed, to_report = _("Not needed"), _("To report")
        return {
            "notified": self._date(application.notified_date),
            "entered": self._date(application.ledger_date) if admitted else "",
            "reports": [
                (request.state == group_report.NOT_NEEDED, not_needed),
                (request.state == group_report.TO_REPORT, to_report),
                (request.state in HANDED_IN, _("Handed in")),
            ],
            "group_erp_code": request.group_erp_code or "",
        }
