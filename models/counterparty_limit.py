from odoo import api, fields, models

from ..policy import limits


class CounterpartyLimit(models.Model):
    """An approved credit limit; rows are added by approvals and never changed."""

    _name = "counterparty.limit"
    _description = "Counterparty Credit Limit"
    _order = "date_from desc, id desc"

    profile_id = fields.Many2one(
        "counterparty.profile", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [(limits.PERMANENT, "Permanent"), (limits.TEMPORARY, "Temporary")],
        required=True,
        readonly=True,
        default=limits.PERMANENT,
    )
    amount = fields.Monetary(required=True, readonly=True)
    date_from = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    date_to = fields.Date(readonly=True, help="Last day of a temporary limit.")
    origin = fields.Char(readonly=True, help="The application or rating that it comes from.")
    approved_by_id = fields.Many2one("res.users", readonly=True)

    _amount_check = models.Constraint("CHECK (amount >= 0)", "A credit limit is not negative.")
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A limit does not end before it begins."
    )
    _temporary_check = models.Constraint(
        "CHECK (kind <> 'temporary' OR date_to IS NOT NULL)", "A temporary limit has an end."
    )

    @api.depends("amount", "kind", "currency_id")
    def _compute_display_name(self):
        for limit in self:
            limit.display_name = limit.currency_id.format(limit.amount)

    @api.model
    def _by_profile(self, profiles):
        """Return ``{profile id: [policy Limit, oldest first]}`` in one query."""
        result = {}
        domain = [("profile_id", "in", profiles.ids)]
        wanted = ["profile_id", "kind", "amount", "date_from", "date_to"]
        for row in self.sudo().search_fetch(domain, wanted, order="date_from, id"):
            limit = limits.Limit(row.kind, row.amount, row.date_from, row.date_to or None)
            result.setdefault(row.profile_id.id, []).append(limit)
        return result
