from odoo import api, fields, models


class CounterpartyStockEntry(models.Model):
    """Stock at a party's disposal, registered by hand (article 17: 含库存占用).

    It counts where the company keeps its stock occupancy in this register; an entry ends with
    its last day and is never deleted.
    """

    _name = "counterparty.stock.entry"
    _description = "Dedicated Stock Entry"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char("Goods", required=True, tracking=True)
    profile_id = fields.Many2one(
        "counterparty.profile", "Counterparty", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Contact", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Stock Value", required=True, tracking=True, help="At cost.")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date("Until", tracking=True, help="Last day; empty: still there.")
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_is_current")

    _amount_check = models.Constraint("CHECK (amount >= 0)", "The value is not negative.")
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An entry does not end before it begins."
    )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        for entry in self:
            today = (entry.company_id or self.env.company)._counterparty_today()
            begun = bool(entry.date_from) and entry.date_from <= today
            entry.is_current = begun and (not entry.date_to or entry.date_to >= today)

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._counterparty_today()
        current = [
            ("date_from", "<=", today),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", today),
        ]
        return current if True in value else ["!", "&", *current]

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._raise_lock()
        return entries

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"amount", "date_from", "date_to", "profile_id"}:
            self._raise_lock()
        return result

    def _raise_lock(self):
        """Make orders under way meet the new figure."""
        self.env["counterparty.lock"].sudo()._raise(
            {(entry.partner_id.id, entry.company_id.id) for entry in self}
        )
