from odoo import api, models
from odoo.tools import SQL

from ..policy import history
from .counterparty_exposure_day import FIGURES

#: The running sums of the reconstruction.
_SUMS = ("owed", "notes", "prepaid", "paid", "limits")
#: What the ledger tells of; the other figures of a day stay zero.
_REBUILT = {
    "receivable": "receivable",
    "deposit": "deposit",
    "prepayment": "prepayment",
    "exposure_amount": "occupied",
    "projected_amount": "occupied",
    "limit_amount": "limits",
}


class CounterpartyReconstruction(models.AbstractModel):
    """Rebuilds the history of the time before the recording began, from the posted entries.

    The running balances of an account tell what a party owed and what was prepaid on every past
    day, whatever was matched since; limits are those approved at the time. Entries tell nothing of
    orders, deliveries without an invoice, stock or agreements to set off, so those components stay
    empty; and of what was owed and advanced on the same day only the difference is known.
    """

    _name = "counterparty.reconstruction"
    _description = "Counterparty History from the Ledger"

    @api.model
    def _rebuild(self, companies):
        """Write the days before the recording anew, for all parties; days recorded stay."""
        self.env.flush_all()
        self.env["account.partial.reconcile"].flush_model()
        day = self.env["counterparty.exposure.day"]
        day.flush_model()
        for company in companies:
            begin = self.env["counterparty.exposure.round"]._since(company)
            begin = begin or company._counterparty_today()
            self.env.cr.execute(
                SQL(
                    "DELETE FROM counterparty_exposure_day"
                    " WHERE company_id = %s AND date < %s AND source = 'ledger'",
                    company.id,
                    begin,
                )
            )
            self.env.cr.execute(self._statement(company, begin))
        day.invalidate_model()

    def _statement(self, company, begin):
        """Insert a row for every day on which the figures of a party changed."""
        return SQL(
            """
            INSERT INTO counterparty_exposure_day (partner_id, company_id, date, source, %(names)s)
            WITH changes AS (
                SELECT partner_id, date, %(daily)s
                  FROM (%(events)s) events
                 WHERE date < %(begin)s
                 GROUP BY partner_id, date),
            balances AS (
                SELECT partner_id, date, %(running)s
                  FROM changes WINDOW past AS (PARTITION BY partner_id ORDER BY date)),
            days AS (
                SELECT partner_id, date, GREATEST(owed, 0) + GREATEST(notes, 0) AS receivable,
                       GREATEST(-owed, 0) AS deposit,
                       GREATEST(prepaid, 0) + GREATEST(paid, 0) AS prepayment, limits
                  FROM balances),
            steps AS (
                SELECT days.*, LAG((receivable, deposit, prepayment, limits)) OVER party AS before
                  FROM days WINDOW party AS (PARTITION BY partner_id ORDER BY date))
            SELECT partner_id, %(company)s, date, 'ledger', %(figures)s
              FROM steps
             CROSS JOIN LATERAL (
                SELECT GREATEST(receivable - deposit, 0) + prepayment AS occupied) x
             WHERE (receivable, deposit, prepayment, limits)
                   IS DISTINCT FROM COALESCE(before, (0.0, 0.0, 0.0, 0.0))""",
            events=SQL(" UNION ALL ").join(self._events(company)),
            daily=SQL(", ").join(SQL("SUM(%s) AS %s", n, n) for n in map(SQL.identifier, _SUMS)),
            running=SQL(", ").join(
                SQL("SUM(%s) OVER past AS %s", n, n) for n in map(SQL.identifier, _SUMS)
            ),
            begin=begin,
            company=company.id,
            names=SQL(", ").join(map(SQL.identifier, FIGURES)),
            figures=SQL(", ").join(SQL(_REBUILT.get(name, "0")) for name in FIGURES),
        )

    def _events(self, company):
        """Return selects of partner, date and changes of ``_SUMS``."""
        settings = dict(self.env["counterparty.exposure"]._settings(company.id))
        deposit = settings["deposit"] if settings["count_deposit"] else ()
        owed = {*settings["receivable"], *deposit}
        return [
            self._booked(
                company,
                owed=list(owed),
                notes=list(settings["notes"]),
                prepaid=list(settings["prepayment"]),
                paid=list(settings["payable"]),
            ),
            self._settled(company, list(settings["payable"])),
            self._limits(company),
        ]

    def _booked(self, company, **accounts):
        """What was booked; a debit on a payable account is a prepayment until it is settled."""
        balances = SQL(", ").join(
            SQL("CASE WHEN aml.account_id = ANY(%s) THEN aml.balance ELSE 0 END AS %s", ids, name)
            for ids, name in ((ids, SQL.identifier(name)) for name, ids in accounts.items())
        )
        return SQL(
            """
            SELECT p.commercial_partner_id AS partner_id, aml.date, %(balances)s, 0.0 AS limits
              FROM account_move_line aml
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE aml.company_id = %(company)s AND aml.parent_state = 'posted'
               AND aml.account_id = ANY(%(accounts)s)
               AND (aml.balance > 0 OR aml.account_id <> ALL(%(payable)s))""",
            balances=balances,
            company=company.id,
            accounts=[account for ids in accounts.values() for account in ids],
            payable=accounts["paid"],
        )

    def _settled(self, company, payable):
        """What of the debits on payable accounts was settled with bills, and when."""
        return SQL(
            """
            SELECT p.commercial_partner_id, part.max_date, 0.0, 0.0, 0.0, -part.amount, 0.0
              FROM account_partial_reconcile part
              JOIN account_move_line aml ON aml.id = part.debit_move_id
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE aml.company_id = %s AND aml.parent_state = 'posted'
               AND aml.account_id = ANY(%s)""",
            company.id,
            payable,
        )

    def _limits(self, company):
        """By how much the limits rose and fell, as the policy has it."""
        profiles = self.env["counterparty.profile"].search([("company_id", "=", company.id)])
        approved = self.env["counterparty.limit"]._by_profile(profiles)
        steps = [
            (profile.partner_id.id, day, change)
            for profile in profiles
            for day, change in history.limit_steps(approved.get(profile.id, []))
        ]
        partners, days, changes = ([step[column] for step in steps] for column in range(3))
        return SQL(
            "SELECT partner_id, date, 0.0, 0.0, 0.0, 0.0, change"
            " FROM unnest(%s::int[], %s::date[], %s::numeric[]) AS step(partner_id, date, change)",
            partners,
            days,
            changes,
        )
