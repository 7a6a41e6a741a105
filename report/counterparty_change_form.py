from odoo import models

from ..policy import changes


class CounterpartyChangeForm(models.AbstractModel):
    """The form of a change of an admitted party, beside form 1 (articles 7 and 11)."""

    _name = "counterparty.change.form"
    _description = "Change Form"
    _inherit = "counterparty.application.form"

    def _form(self, application):
        row = application._row()
        return {
            "title": self.env._(
                "%s: Application for a Change of a Customer or Supplier",
                application.company_id.name,
            ),
            "applied": self._date(application.application_date),
            "name": self._before(application, changes.NAME, application.partner_name),
            "code": self._before(application, changes.REGISTRY, row.partner_id.company_registry),
            "roles": self._roles_before(application),
            "regimes": self._boxes(application, "regime"),
            "changes": [self._change(line) for line in application.change_ids],
            "papers": [self._new_paper(licence) for licence in application.licence_ids],
            "checks": self._checks(application),
            "reviewed": self._date(application.review_date),
            "verdict": self._verdict(application),
            "approved": self._date(application.approval_date),
            "notified": self._date(application.notified_date),
            "entered": self._date(application.ledger_date)
            if application.state == "approved"
            else "",
        }

    def _before(self, application, field, value):
        """Return a value as it was before the change."""
        lines = application.change_ids.filtered(lambda line: line.field == field)
        return lines[:1].old_value or value or ""

    def _change(self, line):
        """Return a row of the table of changes: detail, old and new value."""
        _, field = self.env._, line.field
        old, new = line.old_value or "", line._new_value()
        if field in changes.ROLES:
            old, new = _("No"), _("Yes")
        elif field in changes.ENDED:
            old, new = _("Yes"), _("No")
        elif not new:
            new = _("No longer valid") if field == changes.LICENCE_END else _("Withdrawn")
        return {"detail": line._label(), "old": old or "—", "new": new}

    def _new_paper(self, licence):
        replaced = licence.replaces_id
        return {
            **self._paper(licence, licence.type_id.name),
            "replaced": (replaced.number or replaced.display_name) if replaced else "—",
        }
