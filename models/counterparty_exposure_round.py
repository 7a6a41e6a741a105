from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import exposure
from .counterparty_exposure_day import FIGURES

#: Parties whose figures are written and committed together.
_SLICE = 2000


class CounterpartyExposureRound(models.Model):
    """How far the recording of a company has come: it writes ``counterparty.exposure.day``.

    Every round reads the figures of all parties and writes those that differ from the last row.
    The date is the company's, wherever the server stands; a further round of the same day updates
    the rows of that day, so that the last one before midnight stands.
    """

    _name = "counterparty.exposure.round"
    _description = "Counterparty Recording"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    since = fields.Date(help="The first day recorded; what is before it comes from the ledger.")
    until = fields.Datetime(help="When the last round ended.")
    is_pending = fields.Boolean()
    position = fields.Integer(help="The last party written in the round under way.")

    _company_uniq = models.UniqueIndex("(company_id)", "Each company has one recording.")

    @api.model
    def _cron_record(self):
        """Record all companies in slices; go on where the last run was interrupted."""
        cron = self.env["ir.cron"]
        rounds = self._open()
        for done, current in enumerate(rounds, start=1):
            for written, left in current._write_slices():
                if not left:
                    current._close()
                others = len(rounds) - done
                if not cron._commit_progress(written, remaining=left + others) and left + others:
                    return

    @api.model
    def _record(self, companies):
        """Record companies at once, without committing."""
        for current in self._of(companies):
            current.position = 0
            for _written, _left in current._write_slices():
                pass
            current._close()

    def _since(self, company):
        """Return the first day that was recorded of a company, or None."""
        return self.search([("company_id", "=", company.id)]).since or None

    @api.model
    def _open(self):
        """Return the pending recordings; where there is none, a new round begins.

        A company that was recorded once goes on, so that no gap arises while its control is off.
        """
        self._of(self.env["res.company"].browse(self.env.company._counterparty_controlled()))
        rounds = self.search([("company_id", "!=", False)], order="id")
        pending = rounds.filtered("is_pending")
        if not pending:
            rounds.write({"is_pending": True, "position": 0})
        return pending or rounds

    @api.model
    def _of(self, companies):
        """Return the recordings of companies, in the order of their ids."""
        known = self.search([("company_id", "in", companies.ids)]).company_id
        self.create([{"company_id": company.id} for company in companies - known])
        return self.search([("company_id", "in", companies.ids)], order="id")

    def _close(self):
        self.write({"is_pending": False, "position": 0, "until": fields.Datetime.now()})

    def _write_slices(self):
        """Write what changed, and yield after each slice the parties written and those left."""
        company = self.company_id
        today = company._counterparty_today()
        if not self.since:
            self.env["counterparty.reconstruction"]._rebuild(company)
            self.since = today
        figures = self._figures(company)
        waiting = sorted(partner for partner in figures if partner > self.position)
        left, waiting = len(waiting), iter(waiting)
        while True:
            partners = list(islice(waiting, _SLICE))
            self._save(company, today, [(p, *figures[p]) for p in partners])
            left -= len(partners)
            self.position = partners[-1] if partners else self.position
            yield len(partners), left
            if not left:
                return

    def _figures(self, company):
        """Return ``{partner id: figures in the order of FIGURES}`` of a company today.

        All parties of its ledger, all that occupy anything, and those that once did.
        """
        profiles = self.env["counterparty.profile"].search([("company_id", "=", company.id)])
        limits = profiles._effective_limits()
        limit_of = {p.partner_id.id: limits.get(p.id, 0.0) for p in profiles}
        found = self.env["counterparty.exposure"]._components(None, company)
        figures = dict.fromkeys(limit_of, exposure.Components())
        figures |= {partner: parts for (partner, _company), parts in found.items()}
        figures |= dict.fromkeys(self._forgotten(company, list(figures)), exposure.Components())
        return {
            partner: (
                *(getattr(parts, name) for name in exposure.SHOWN),
                exposure.actual(parts),
                exposure.projected(parts),
                limit_of.get(partner, 0.0),
            )
            for partner, parts in figures.items()
        }

    def _forgotten(self, company, known):
        """Return the ids of other partners whose last row still tells of something."""
        query = SQL(
            """
            SELECT p.id FROM res_partner p
             CROSS JOIN LATERAL (
                SELECT day.* FROM counterparty_exposure_day day
                 WHERE day.partner_id = p.id AND day.company_id = %(company)s
                 ORDER BY day.date DESC LIMIT 1) latest
             WHERE (%(figures)s) IS DISTINCT FROM (%(nothing)s)
               AND NOT EXISTS (SELECT FROM unnest(%(known)s::int[]) k(id) WHERE k.id = p.id)""",
            figures=self._each("COALESCE(latest.%(figure)s, 0)"),
            nothing=SQL(", ").join([SQL("0")] * len(FIGURES)),
            company=company.id,
            known=known,
        )
        return [row[0] for row in self.env.execute_query(query)]

    def _save(self, company, date, rows):
        """Write rows of ``(partner id, *figures)`` that differ from the last ones."""
        day = self.env["counterparty.exposure.day"]
        day.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO counterparty_exposure_day
                       (partner_id, company_id, date, source, %(names)s)
                SELECT fresh.partner_id, %(company)s, %(date)s, 'recorded', %(values)s
                  FROM (%(fresh)s) fresh
                  LEFT JOIN LATERAL (
                    SELECT day.* FROM counterparty_exposure_day day
                     WHERE day.partner_id = fresh.partner_id AND day.company_id = %(company)s
                       AND day.date <= %(date)s
                     ORDER BY day.date DESC LIMIT 1) latest ON TRUE
                 WHERE (%(values)s) IS DISTINCT FROM (%(latest)s)
                ON CONFLICT (partner_id, company_id, date)
                DO UPDATE SET %(updates)s, source = EXCLUDED.source""",
                company=company.id,
                date=date,
                names=self._each("%(figure)s"),
                values=self._each("fresh.%(figure)s"),
                fresh=self._fresh(rows, company.currency_id.decimal_places),
                latest=self._each("COALESCE(latest.%(figure)s, 0)"),
                updates=self._each("%(figure)s = EXCLUDED.%(figure)s"),
            )
        )
        day.invalidate_model()

    def _fresh(self, rows, digits):
        """Select rows, rounded as the currency is so that equal amounts compare as equal."""
        partners, *amounts = ([row[column] for row in rows] for column in range(len(FIGURES) + 1))
        return SQL(
            "SELECT given.partner_id, %s FROM unnest(%s::int[], %s) AS given(partner_id, %s)",
            self._each("ROUND(given.%(figure)s, %(digits)s) AS %(figure)s", digits=digits),
            partners,
            SQL(", ").join(SQL("%s::numeric[]", amount) for amount in amounts),
            self._each("%(figure)s"),
        )

    def _each(self, expression, **values):
        """Repeat an expression for each figure."""
        return SQL(", ").join(
            SQL(expression, figure=SQL.identifier(name), **values) for name in FIGURES
        )
