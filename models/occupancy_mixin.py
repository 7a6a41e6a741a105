from dataclasses import asdict

from odoo import api, fields, models

from ..policy import history


class CounterpartyOccupancyMixin(models.AbstractModel):
    """The history of a ledger row, as its chart shows it."""

    _name = "counterparty.occupancy.mixin"
    _description = "Counterparty Occupancy"

    @api.readonly
    def action_read_history(self, start=None, end=None, months=None):
        """Return what a chart of a period needs: points, statistics, and where they come from.

        Without a beginning, the period is the last ``months``, or the time since the last rating;
        its last day is today unless given. Amounts are in company currency.
        """
        self.ensure_one()
        self.check_access("read")
        last = fields.Date.to_date(end) or self.company_id._counterparty_today()
        first = fields.Date.to_date(start) or self._history_start(last, months)
        day = self.env["counterparty.exposure.day"]
        ((points, first, last),) = day._series([(self, first, last)])
        statistics = history.statistics(points, first, last)
        since = self.env["counterparty.exposure.round"].sudo()._since(self.company_id)
        return {
            "currency_id": self.currency_id.id,
            "start": first,
            "end": last,
            "days": (last - first).days + 1,
            "recorded_since": since,
            "is_rated": bool(self._last_rating()),
            "points": [[point.date, point.amount, point.limit] for point in points],
            **asdict(statistics),
        }

    def action_open_history(self):
        """Open the occupancy of the party, day by day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_history_action"
        )
        domain = [(name, "=", self[name].id) for name in ("partner_id", "company_id")]
        return action | {"domain": domain, "context": {"search_default_year": 1}}

    def _history_start(self, last, months):
        """Return the first day of so many months, or the day after the last rating."""
        rating = self._last_rating() if not months else None
        if rating:
            return fields.Date.add(rating.period_end, days=1)
        return fields.Date.add(last, months=-int(months or 12), days=1)

    def _last_rating(self):
        ratings = self.rating_ids.filtered(lambda rating: rating.state == "approved")
        return ratings.sorted("period_end")[-1:]
