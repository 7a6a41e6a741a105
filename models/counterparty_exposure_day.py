from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import exposure, history

#: The figures of a row; a component that is added to ``SHOWN`` needs a field of its name.
FIGURES = (*exposure.SHOWN, "exposure_amount", "projected_amount", "limit_amount")


class CounterpartyExposureDay(models.Model):
    """What a party occupied at the end of a day: the history that ratings rely on (article 18).

    A row is in force from its day until the next one of the party in the company, so there is one
    only for days on which a figure changed. Nobody writes rows but the recording and, for the
    time before it, the reconstruction; people read them as ``counterparty.history``.
    """

    _name = "counterparty.exposure.day"
    _description = "Counterparty Occupancy by Day"
    _order = "date desc, id desc"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", "Counterparty", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True)
    source = fields.Selection(
        [("ledger", "Rebuilt from the Ledger"), ("recorded", "Recorded")],
        required=True,
        readonly=True,
        help="What was rebuilt knows entries, but neither orders nor stock.",
    )
    receivable = fields.Monetary("Receivables", readonly=True)
    deposit = fields.Monetary("Customer Deposits", readonly=True)
    delivered_uninvoiced = fields.Monetary("Delivered, Not Invoiced", readonly=True)
    prepayment = fields.Monetary("Prepayments", readonly=True)
    stock = fields.Monetary("Dedicated Stock", readonly=True)
    order_commitment = fields.Monetary("Open Sales Orders", readonly=True)
    purchase_commitment = fields.Monetary("Open Purchase Orders", readonly=True)
    offset = fields.Monetary("Payables Set Off", readonly=True)
    exposure_amount = fields.Monetary("Occupied", readonly=True)
    projected_amount = fields.Monetary("Occupied and Committed", readonly=True)
    limit_amount = fields.Monetary("Limit", readonly=True, help="The limit in force on the day.")

    _day_uniq = models.UniqueIndex(
        "(partner_id, company_id, date) INCLUDE (exposure_amount, limit_amount)",
        "Each party has one row a day.",
    )

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.partner_id.display_name}, {row.date}"

    @api.model
    def _statistics(self, periods):
        """Return the figures of article 18 for periods, each with both of its days.

        Today counts with the live figure; days that are still to come do not count.

        :param periods: ``[(profile, first day, last day)]``
        :return: a list of policy ``Statistics`` in the same order; the number of queries depends
            on the number of companies alone
        """
        return [history.statistics(*series) for series in self._series(periods)]

    @api.model
    def _merge(self, merged, kept):
        """Add the past of merged parties to that of the one that is kept, day by day."""
        parties = (merged | kept).ids
        if not self.sudo().search_count([("partner_id", "in", merged.ids)], limit=1):
            return
        names = [n for n, f in self._fields.items() if f.type == "monetary" and f.store]
        sums = {n: SQL("SUM(known.%s)", SQL.identifier(n)) for n in names}
        sums["limit_amount"] = SQL(
            "SUM(known.limit_amount) FILTER (WHERE known.partner_id = %s)", kept.id
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %s, day.company_id, day.date, MIN(known.source), %s
                  FROM (SELECT DISTINCT company_id, date FROM counterparty_exposure_day
                         WHERE partner_id = ANY(%s)) day
                 CROSS JOIN UNNEST(%s) party(id)
                 CROSS JOIN LATERAL (
                    SELECT * FROM counterparty_exposure_day past
                     WHERE past.partner_id = party.id AND past.company_id = day.company_id
                       AND past.date <= day.date
                     ORDER BY past.date DESC LIMIT 1) known
                 GROUP BY day.company_id, day.date""",
                kept.id,
                SQL(", ").join(sums.values()),
                parties,
                parties,
            )
        )
        self.sudo().search([("partner_id", "in", parties)]).unlink()
        columns = ("partner_id", "company_id", "date", "source", *sums)
        self.sudo().create([dict(zip(columns, row, strict=True)) for row in rows])

    @api.model
    def _series(self, periods):
        """Return ``[(points, first day, last day)]`` for periods as of ``_statistics``."""
        today = {
            company: company._counterparty_today()
            for company in {profile.company_id for profile, _first, _last in periods}
        }
        clipped = []
        for profile, first, last in periods:
            end = min(last, today[profile.company_id])
            clipped.append((profile, min(first, end), end))
        live = self._live({p for p, _first, end in clipped if end == today[p.company_id]})
        series = []
        for (profile, first, end), known in zip(clipped, self._points(clipped), strict=True):
            points = known
            if end == today[profile.company_id]:
                points = [point for point in known if point.date < end]
                points.append(history.Point(end, *live[profile.id]))
            series.append((history.between(points, first, end), first, end))
        return series

    def _points(self, periods):
        """Return the stored points of each period, and the one in force when it begins."""
        if not periods:
            return []
        self.flush_model()
        rows = [(p.partner_id.id, p.company_id.id, *days) for p, *days in periods]
        query = SQL(
            """
            SELECT period.n, day.date, day.exposure_amount, day.limit_amount
              FROM unnest(%s::int[], %s::int[], %s::date[], %s::date[]) WITH ORDINALITY
                   AS period(partner_id, company_id, first, last, n)
             CROSS JOIN LATERAL (
                SELECT MAX(before.date) AS date
                  FROM counterparty_exposure_day before
                 WHERE before.partner_id = period.partner_id
                   AND before.company_id = period.company_id
                   AND before.date <= period.first) start
              JOIN counterparty_exposure_day day
                ON day.partner_id = period.partner_id AND day.company_id = period.company_id
               AND day.date BETWEEN COALESCE(start.date, period.first) AND period.last
             ORDER BY period.n, day.date""",
            *(list(column) for column in zip(*rows, strict=True)),
        )
        result = [[] for _period in periods]
        for number, day, amount, limit in self.env.execute_query(query):
            point = history.Point(day, float(amount or 0.0), float(limit or 0.0))
            result[number - 1].append(point)
        return result

    def _live(self, profiles):
        """Return ``{profile id: (occupied, limit in force)}`` of today."""
        profiles = self.env["counterparty.profile"].union(*profiles)
        limits = profiles._effective_limits()
        return {
            key: (exposure.actual(position.parts), limits.get(key, 0.0))
            for key, position in profiles._positions().items()
        }
