from odoo import fields, models


class CounterpartyProhibitionKey(models.Model):
    """A normalised name or code of an entry, to find it by; also what similar names share."""

    _name = "counterparty.prohibition.key"
    _description = "Prohibited Party Key"
    _log_access = False

    prohibition_id = fields.Many2one(
        "counterparty.prohibition", required=True, ondelete="cascade", index=True
    )
    value = fields.Char(required=True, index=True)
