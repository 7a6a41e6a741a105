from odoo import api, fields, models

from ..policy import required, review


class CounterpartyCheckItem(models.Model):
    """A further check that the office makes in reviews: other necessary content (article 6 (4))."""

    _name = "counterparty.check.item"
    _description = "Further Check"
    _order = "sequence, id"

    name = fields.Char("Check", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    role = fields.Selection(
        [
            (required.CUSTOMER, "Customers"),
            (required.SUPPLIER, "Suppliers"),
            (required.BOTH, "Customers and suppliers"),
        ],
        "For",
        required=True,
        default=required.BOTH,
    )
    changes = fields.Selection(
        [
            (review.NEVER, "Never"),
            (review.BANK, "Where a bank account changes"),
            (review.ALWAYS, "Always"),
        ],
        "In Changes of Admitted Parties",
        required=True,
        default=review.NEVER,
    )
    is_required = fields.Boolean(
        "Must Be Answered", help="The review does not go on before it is answered."
    )
    wants_date = fields.Boolean("With Date", help="The day on which it was looked up.")
    wants_file = fields.Boolean("With Evidence", help="A screenshot or another file.")

    @api.model
    def _applicable(self, application):
        """Return the checks for an application; a role that a change adds is checked like new."""
        kind, added = application.kind, application._roles_applied()
        row = application._row() if kind == review.CHANGE else application
        roles = self.env["counterparty.requirement"]._roles(row)
        bank = "bank" in application.change_ids.mapped("field")
        items = self.sudo().search([("company_id", "in", (False, application.company_id.id))])
        return items.filtered(
            lambda item: (
                review.applies(item.role, item.changes, roles, kind, bank)
                or (added and review.applies(item.role, item.changes, added, review.NEW))
            )
        )
