from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import limits


class CounterpartyLimit(models.Model):
    """An approved credit limit of a party or of a group.

    Rows are added by approvals and never changed, but that a temporary one can be ended early.
    """

    _name = "counterparty.limit"
    _description = "Counterparty Credit Limit"
    _order = "date_from desc, id desc"

    profile_id = fields.Many2one(
        "counterparty.profile", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    group_id = fields.Many2one(
        "counterparty.group", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
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
    ended_on = fields.Date(
        "Ended Early", readonly=True, help="The day from which a temporary limit no longer held."
    )
    origin = fields.Char(
        readonly=True, help="The application, rating or request that it comes from."
    )
    approved_by_id = fields.Many2one("res.users", readonly=True)

    _amount_check = models.Constraint("CHECK (amount >= 0)", "A credit limit is not negative.")
    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A limit does not end before it begins."
    )
    _temporary_check = models.Constraint(
        "CHECK (kind <> 'temporary' OR date_to IS NOT NULL)", "A temporary limit has an end."
    )
    _ended_check = models.Constraint(
        "CHECK (ended_on IS NULL OR kind = 'temporary')", "Only a temporary limit is ended early."
    )
    _subject_check = models.Constraint(
        "CHECK ((profile_id IS NULL) <> (group_id IS NULL))",
        "A credit limit is that of a party or that of a group.",
    )

    @api.depends("profile_id.company_id", "group_id.company_id")
    def _compute_company_id(self):
        for limit in self:
            limit.company_id = (limit.profile_id or limit.group_id).company_id

    @api.depends("amount", "kind", "currency_id")
    def _compute_display_name(self):
        for limit in self:
            limit.display_name = limit.currency_id.format(limit.amount)

    def _subject(self):
        """Return the ledger row or the group that it limits."""
        return self.profile_id or self.group_id

    def _end(self):
        """End a temporary limit from today on."""
        self.ensure_one()
        self.ended_on = self.company_id._counterparty_today()

    def _announcement(self):
        """Return the text that tells of the limit."""
        amount = self.currency_id.format(self.amount)
        if self.kind == limits.PERMANENT:
            return self.env._(
                "%(origin)s: the limit is %(amount)s.", origin=self.origin, amount=amount
            )
        return self.env._(
            "%(origin)s: temporary limit of %(amount)s from %(start)s until %(end)s.",
            origin=self.origin,
            amount=amount,
            start=self.date_from,
            end=self.date_to,
        )

    def _policy_limit(self):
        return limits.Limit(
            self.kind, self.amount, self.date_from, self.date_to or None, self.ended_on or None
        )

    @api.model
    def _by(self, field, records):
        """Return ``{id: [policy Limit, oldest first]}`` of ledger rows or groups in one query.

        :param field: ``profile_id`` or ``group_id``
        """
        wanted = [field, "kind", "amount", "date_from", "date_to", "ended_on"]
        self.flush_model(wanted)
        query = SQL(
            "SELECT %s FROM counterparty_limit WHERE %s = ANY(%s) ORDER BY date_from, id",
            SQL(", ").join(map(SQL.identifier, wanted)),
            SQL.identifier(field),
            list(records.ids),
        )
        result = {}
        for key, kind, amount, *dates in self.env.execute_query(query):
            result.setdefault(key, []).append(limits.Limit(kind, float(amount), *dates))
        return result

    @api.model
    def _by_profile(self, profiles):
        """Return ``{profile id: [policy Limit, oldest first]}`` in one query."""
        return self._by("profile_id", profiles)
