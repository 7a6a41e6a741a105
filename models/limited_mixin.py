from odoo import api, fields, models

from ..policy import limits


class CounterpartyLimitedMixin(models.AbstractModel):
    """What a limit is approved for: a party, or a group of them.

    A model that inherits it has ``limit_ids`` and says in ``_limit_field`` by which field of
    ``counterparty.limit`` it is found.
    """

    _name = "counterparty.limited.mixin"
    _description = "Subject of a Credit Limit"
    _inherit = ["counterparty.wind.down.mixin"]

    #: The field of ``counterparty.limit`` and ``counterparty.limit.request`` that names a record.
    _limit_field = None

    credit_limit = fields.Monetary(
        readonly=True, copy=False, tracking=True, help="The approved permanent limit."
    )
    effective_limit = fields.Monetary(
        compute="_compute_effective_limit",
        help="The limit in force today, temporary ones included.",
    )
    temporary_until = fields.Date(
        compute="_compute_effective_limit",
        help="Last day of the temporary limit that is in force today.",
    )

    _limit_check = models.Constraint("CHECK (credit_limit >= 0)", "A credit limit is not negative.")

    @api.depends(
        lambda self: ["limit_ids.amount", "limit_ids.ended_on"] if self._limit_field else []
    )
    def _compute_effective_limit(self):
        found = self._limits_in_force()
        amounts = (found[key].amount if key in found else 0.0 for key in self._ids)
        self._fields["effective_limit"]._insert_cache(self, amounts)  # many rows at once
        for record in self:
            limit = found.get(record.id)
            temporary = limit and limit.kind == limits.TEMPORARY
            record.temporary_until = limit.last_day if temporary else False

    def action_request_limit(self):
        """Open a new request for another limit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Limit Request"),
            "res_model": "counterparty.limit.request",
            "views": [(False, "form")],
            "context": {f"default_{self._limit_field}": self.id},
        }

    def _may_rise(self):
        """Tell whether the limit may be raised."""
        return True

    def _lock_pairs(self):
        """Return the ``(partner id, company id)`` whose documents the limit concerns."""
        raise NotImplementedError

    def _raise_lock(self):
        """Make documents under way meet a change of standing."""
        pairs = self._lock_pairs()
        self.env["counterparty.lock"].sudo()._raise(pairs)
        self.env["counterparty.recheck"].sudo()._notice({partner for partner, _c in pairs})

    def _limits_in_force(self):
        """Return ``{id: policy Limit in force today}`` of those that have one, in one query."""
        found = self.env["counterparty.limit"]._by(self._limit_field, self)
        today = {company: company._counterparty_today() for company in self.company_id}
        limits_today = {
            record.id: limits.in_force(found[record.id], today[record.company_id])
            for record in self
            if record.id in found
        }
        return {key: limit for key, limit in limits_today.items() if limit}

    def _effective_limits(self):
        """Return ``{id: amount in force today}`` in company currency."""
        return {key: limit.amount for key, limit in self._limits_in_force().items()}

    def _set_limit(self, amount, origin, deadline=None):
        """Add a permanent limit from today, approved by the current user, and return it.

        :param deadline: until when what is occupied above it is to be wound down; by default
            after the days that the company gives
        """
        self.ensure_one()
        self._end_outdated(amount)
        limit = self._add_limit(limits.PERMANENT, amount, origin)
        self.write({"credit_limit": amount, **self._wind_down_values(amount, deadline)})
        self._raise_lock()
        return limit

    def _add_limit(self, kind, amount, origin, date_from=None, date_to=None):
        """Add a limit, from today unless it begins later, and return it."""
        self.ensure_one()
        today = self.company_id._counterparty_today()
        values = {
            self._limit_field: self.id,
            "amount": amount,
            "kind": kind,
            "date_from": max(date_from or today, today),
            "date_to": date_to or False,
            "origin": origin,
            "approved_by_id": self.env.uid,
        }
        return self.env["counterparty.limit"].create(values)

    def _set_temporary_limit(self, amount, origin, date_from, date_to):
        """Add a temporary limit, approved by the current user, and return it."""
        limit = self._add_limit(limits.TEMPORARY, amount, origin, date_from, date_to)
        self._raise_lock()
        return limit

    def _end_outdated(self, amount):
        """End the temporary limits that a new permanent one replaces."""
        today = self.company_id._counterparty_today()
        for limit in self.limit_ids.filtered(lambda row: row.kind == limits.TEMPORARY):
            known = limit._policy_limit()
            if known.last_day >= today and limits.is_outdated(
                known, self.credit_limit, amount, self._may_rise()
            ):
                limit._end()
