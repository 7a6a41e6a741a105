from odoo import models


class CounterpartyGroupRequestReport(models.AbstractModel):
    """Form 14: the application to the parent company for a code in its ERP (article 10)."""

    _name = "report.counterparty_control.report_group_request"
    _description = "Application to the Parent Company"
    _inherit = "counterparty.form"

    _printed = "counterparty.group.request"

    def _form(self, request):
        _ = self.env._
        values = self.env["counterparty.group.sheet"]._values(request)
        profile = request.profile_id
        return {
            **values,
            "title": _(
                "%s: Application for a Code of a Customer or Supplier", request.company_id.name
            ),
            "parent": request.company_id.sudo().counterparty_parent_id.name or "",
            "roles": self._roles(profile.role_customer, profile.role_supplier),
            "states": self._boxes(request, "state"),
            "former_names": self._lines(values["former_names"]),
            "capital": self._amount(profile, "registered_capital"),
            "limit": self._amount(profile, "credit_limit"),
            "approved": self._date(values["approved"]),
            "application": request.application_id.name or "",
            "approver": request.application_id.approver_id.name or "",
            "reported": self._date(request.reported_date),
            "received": self._date(request.received_date),
            "intro": profile.intro or "",
        }
