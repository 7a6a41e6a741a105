from datetime import timedelta

from odoo import models
from odoo.tools import SQL


class CounterpartyExposureLedger(models.AbstractModel):
    """The parts of the exposure statement that come from entries.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.ledger"
    _description = "Counterparty Exposure of the Ledger"

    def _open_items(self, companies, settings, today):
        """Open posted items of receivable, payable and reconcilable special accounts."""
        residual, payable = settings["by_residual"], list(settings["payable"])
        receivable = [*settings["receivable"], *(a for a in settings["notes"] if a in residual)]
        late = today - timedelta(days=settings["overdue_grace"])
        owed = SQL("aml.account_id = ANY(%s) AND aml.amount_residual > 0", receivable)
        is_late = SQL("%s AND aml.date_maturity < %s", owed, late)
        sums = {
            "owed": owed,
            "advanced": SQL("aml.account_id = ANY(%s) AND aml.amount_residual < 0", receivable),
            "deposited": self._among(settings["deposit"], residual),
            "paid": SQL("aml.account_id = ANY(%s) AND aml.amount_residual > 0", payable),
            "prepaid": self._among(settings["prepayment"], residual),
            "late": is_late,
        }
        source = SQL(
            """
            SELECT m.cp, aml.company_id, %(sums)s,
                   MIN(aml.date_maturity) FILTER (WHERE %(is_late)s) AS oldest
              FROM m
              JOIN account_move_line aml ON aml.partner_id = m.id
             WHERE aml.parent_state = 'posted' AND aml.reconciled IS NOT TRUE
               AND aml.amount_residual <> 0 AND aml.account_id = ANY(%(accounts)s)
               AND aml.company_id = ANY(%(companies)s)
             GROUP BY 1, 2""",
            sums=self._sums("amount_residual", sums),
            is_late=is_late,
            accounts=[*receivable, *payable, *residual],
            companies=companies.ids,
        )
        return self.env["counterparty.exposure"]._part(
            source,
            receivable=SQL("owed"),
            deposit=SQL("GREATEST(-deposited, 0) - advanced"),
            prepayment=SQL("paid + GREATEST(prepaid, 0)"),
            overdue=SQL("late"),
            oldest=SQL("oldest"),
        )

    def _balances(self, companies, settings):
        """Balances of special accounts that are not reconcilable, as 1121, 1123 and 2203 are."""
        residual = settings["by_residual"]
        kinds = ("prepayment", "deposit", "notes")
        accounts = [a for kind in kinds for a in settings[kind] if a not in residual]
        source = SQL(
            """
            SELECT m.cp, aml.company_id, %(sums)s
              FROM m
              JOIN account_move_line aml ON aml.partner_id = m.id
             WHERE aml.parent_state = 'posted' AND aml.account_id = ANY(%(accounts)s)
               AND aml.reconciled IS NOT TRUE AND aml.company_id = ANY(%(companies)s)
             GROUP BY 1, 2""",
            sums=self._sums(
                "balance", {kind: self._among(settings[kind], accounts) for kind in kinds}
            ),
            accounts=accounts,
            companies=companies.ids,
        )
        return self.env["counterparty.exposure"]._part(
            source,
            receivable=SQL("GREATEST(notes, 0)"),
            deposit=SQL("GREATEST(-deposit, 0)"),
            prepayment=SQL("GREATEST(prepayment, 0)"),
        )

    def _among(self, accounts, wanted):
        return SQL("aml.account_id = ANY(%s)", [a for a in accounts if a in wanted])

    def _sums(self, column, conditions):
        """Select one sum per ``{name: condition}``, zero where nothing meets it."""
        return SQL(", ").join(
            SQL(
                "COALESCE(SUM(%s) FILTER (WHERE %s), 0) AS %s",
                SQL.identifier("aml", column),
                condition,
                SQL.identifier(name),
            )
            for name, condition in conditions.items()
        )
