from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..policy import limits


class CounterpartyHistory(models.AbstractModel):
    """Occupancy of past days, rebuilt from the ledger (article 18).

    The running balance of receivables, deposits and prepayments of a party gives the exact
    occupancy of every past day; what orders and stock added to it is not in the ledger.
    """

    _name = "counterparty.history"
    _description = "Counterparty Occupancy History"

    def _statistics(self, profile, start, end):
        """Return peak, its date, daily average, closing and days over the limit of a period.

        Amounts are in company currency; both days are part of the period.
        """
        amounts = self._daily(profile, start, end)
        known = self.env["counterparty.limit"]._by_profile(profile).get(profile.id, [])
        days = [start + timedelta(days=offset) for offset in range(len(amounts))]
        over = sum(
            amount > limits.effective(known, day) for day, amount in zip(days, amounts, strict=True)
        )
        peak = max(amounts)
        return {
            "peak_amount": peak,
            "peak_date": days[amounts.index(peak)],
            "average_amount": sum(amounts) / len(amounts),
            "closing_amount": amounts[-1],
            "days_over_limit": over,
        }

    def _daily(self, profile, start, end):
        """Return the occupancy of each day from start to end."""
        changes = self._changes(profile, end)
        owed = prepaid = 0.0
        upcoming = iter(changes)
        change = next(upcoming, None)
        result = []
        for offset in range((end - start).days + 1):
            day = start + timedelta(days=offset)
            while change and change[0] <= day:
                owed, prepaid = owed + change[1], prepaid + change[2]
                change = next(upcoming, None)
            result.append(max(owed, 0.0) + max(prepaid, 0.0))
        return result

    def _changes(self, profile, end):
        """Return ``[(date, change of what is owed, change of what is prepaid)]`` by date."""
        exposure = self.env["counterparty.exposure"]
        exposure._flush()
        self.env["account.partial.reconcile"].flush_model()
        settings = dict(exposure._settings(profile.company_id.id))
        owed = [*settings["receivable"], *settings["deposit"], *settings["notes"]]
        rows = self.env.execute_query(
            SQL(
                "SELECT date, SUM(owed), SUM(prepaid) FROM (%s UNION ALL %s) changes"
                " WHERE date <= %s GROUP BY date ORDER BY date",
                self._booked(profile, owed, settings),
                self._settled(profile, settings),
                end,
            )
        )
        return [(day, float(a or 0.0), float(b or 0.0)) for day, a, b in rows]

    def _booked(self, profile, owed, settings):
        """Select what was booked; a debit on a payable account is a prepayment until settled."""
        return SQL(
            """
            SELECT aml.date,
                   CASE WHEN aml.account_id = ANY(%(owed)s) THEN aml.balance END AS owed,
                   CASE WHEN aml.account_id = ANY(%(prepaid)s) OR aml.account_id = ANY(%(payable)s)
                        THEN aml.balance END AS prepaid
              FROM account_move_line aml
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE p.commercial_partner_id = %(partner)s AND aml.company_id = %(company)s
               AND aml.parent_state = 'posted'
               AND (aml.account_id = ANY(%(accounts)s)
                    OR (aml.account_id = ANY(%(payable)s) AND aml.balance > 0))""",
            owed=owed,
            prepaid=list(settings["prepayment"]),
            payable=list(settings["payable"]),
            accounts=[*owed, *settings["prepayment"]],
            partner=profile.partner_id.id,
            company=profile.company_id.id,
        )

    def _settled(self, profile, settings):
        """Select what of the prepayments on payable accounts was settled with bills, and when."""
        return SQL(
            """
            SELECT part.max_date, NULL::numeric, -part.amount
              FROM account_partial_reconcile part
              JOIN account_move_line aml ON aml.id = part.debit_move_id
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE p.commercial_partner_id = %s AND aml.company_id = %s
               AND aml.parent_state = 'posted' AND aml.account_id = ANY(%s)""",
            profile.partner_id.id,
            profile.company_id.id,
            list(settings["payable"]),
        )
