from datetime import timedelta

from odoo import models
from odoo.tools import SQL

#: Accounts that count by their balance.
_SPECIAL = ("prepayment", "deposit", "notes")


class CounterpartyExposureLedger(models.AbstractModel):
    """The parts of the exposure statement that come from entries and payments.

    ``m`` is the table of the partners asked for.
    """

    _name = "counterparty.exposure.ledger"
    _description = "Counterparty Exposure of the Ledger"

    def _open_items(self, scope):
        """Open posted items of receivable and payable accounts."""
        settings = scope.settings
        receivable, payable = list(settings["receivable"]), list(settings["payable"])
        source = SQL(
            """
            SELECT m.cp, aml.company_id, aml.id, aml.account_id, aml.currency_id, aml.date,
                   aml.date_maturity, aml.move_name, aml.amount_residual AS residual,
                   aml.amount_residual_currency, aml.account_id = ANY(%(receivable)s) AS is_owed
              FROM m
              JOIN account_move_line aml ON aml.partner_id = m.id
             WHERE aml.parent_state = 'posted' AND aml.reconciled IS NOT TRUE
               AND aml.amount_residual <> 0 AND aml.account_id = ANY(%(accounts)s)
               AND aml.company_id = ANY(%(companies)s)""",
            receivable=receivable,
            accounts=[*receivable, *payable],
            companies=scope.companies,
        )
        late = scope.today - timedelta(days=settings["overdue_grace"])
        is_late = SQL("is_owed AND residual > 0 AND date_maturity < %s", late)
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            self._item_amounts(is_late, settings["offsetting"]),
            oldest=SQL("CASE WHEN %s THEN date_maturity END", is_late),
            kind=SQL("'entry'"),
            record_id=SQL("id"),
            account_id=SQL("account_id"),
            document_currency_id=SQL("currency_id"),
            rate=SQL("amount_residual_currency / NULLIF(residual, 0)"),
            date=SQL("date"),
            date_due=SQL("date_maturity"),
            name=SQL("move_name"),
        )

    def _item_amounts(self, is_late, offsetting):
        """Return what an open item is for each figure.

        :param offsetting: ids of the partners whose payables are set off
        """
        offset = SQL(
            "CASE WHEN NOT is_owed AND cp = ANY(%s) THEN GREATEST(-residual, 0) ELSE 0 END",
            list(offsetting),
        )
        return {
            "receivable": SQL("CASE WHEN is_owed THEN GREATEST(residual, 0) ELSE 0 END"),
            "deposit": SQL("CASE WHEN is_owed THEN GREATEST(-residual, 0) ELSE 0 END"),
            "prepayment": SQL("CASE WHEN is_owed THEN 0 ELSE GREATEST(residual, 0) END"),
            "offset": offset if offsetting else SQL("0.0"),
            "overdue": SQL("CASE WHEN %s THEN residual ELSE 0 END", is_late),
        }

    def _balances(self, scope):
        """Balances of special accounts, as 1121, 1123 and 2203 are, by party and account.

        They are not reconcilable as a rule; of those that are, open items count. A balance on the
        wrong side is nothing for prepayments and notes, and what is owed for deposits.
        """
        settings = scope.settings
        when = "WHEN aml.account_id = ANY(%s) THEN %s"
        source = SQL(
            """
            SELECT b.*, SUM(b.amount) OVER (PARTITION BY b.cp, b.company_id, b.kind) AS whole
              FROM (SELECT m.cp, aml.company_id, aml.account_id,
                           CASE %(kinds)s END AS kind,
                           SUM(CASE WHEN aml.account_id = ANY(%(residual)s)
                               THEN aml.amount_residual ELSE aml.balance END) AS amount
                      FROM m
                      JOIN account_move_line aml ON aml.partner_id = m.id
                     WHERE aml.parent_state = 'posted' AND aml.account_id = ANY(%(accounts)s)
                       AND aml.reconciled IS NOT TRUE AND aml.company_id = ANY(%(companies)s)
                     GROUP BY 1, 2, 3) b""",
            kinds=SQL(" ").join(SQL(when, list(settings[kind]), kind) for kind in _SPECIAL),
            residual=list(settings["by_residual"]),
            accounts=sorted(set().union(*(settings[kind] for kind in _SPECIAL))),
            companies=scope.companies,
        )
        floored = "CASE WHEN kind = %s AND whole > 0 THEN amount ELSE 0 END"
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {
                "receivable": SQL(floored, "notes"),
                "deposit": SQL("CASE WHEN kind = 'deposit' THEN -amount ELSE 0 END"),
                "prepayment": SQL(floored, "prepayment"),
            },
            kind=SQL("'balance'"),
            record_id=SQL("account_id"),
            account_id=SQL("account_id"),
        )

    def _resets(self, scope):
        """Invoices that were reset to draft, until they are posted again.

        They keep what was paid on them; what an order stands behind is open there again.
        """
        late = scope.today - timedelta(days=scope.settings["overdue_grace"])
        counted = scope.settings["count_delivered_uninvoiced"]
        is_late = SQL("due < %s", late)
        return self.env["counterparty.exposure"]._part(
            scope,
            SQL(
                """
                SELECT m.cp, am.company_id, am.id, am.name, am.date,
                       am.counterparty_reset_amount AS amount, am.counterparty_reset_due AS due,
                       (SELECT SUM(aml.balance - aml.amount_residual)
                          FROM account_move_line aml
                         WHERE aml.move_id = am.id AND aml.account_id = ANY(%s)) AS paid
                  FROM m
                  JOIN account_move am ON am.counterparty_reset_party_id = m.id
                 WHERE am.state = 'draft' AND am.company_id = ANY(%s)""",
                list(scope.settings["receivable"]),
                scope.companies,
            ),
            {
                "delivered_uninvoiced" if counted else "receivable": SQL("amount"),
                "deposit": SQL("GREATEST(paid, 0)"),
                "overdue": SQL("CASE WHEN %s THEN amount ELSE 0 END", is_late),
            },
            oldest=SQL("CASE WHEN %s THEN due END", is_late),
            kind=SQL("'reset'"),
            record_id=SQL("id"),
            date=SQL("date"),
            date_due=SQL("due"),
            name=SQL("name"),
        )

    def _payments(self, scope):
        """Payments in process that have no entry yet, less the bills that they pay."""
        source = SQL(
            """
            SELECT m.cp, ap.company_id, ap.id, ap.currency_id, ap.date, ap.name, ap.amount,
                   ap.payment_type, ap.partner_type, ABS(ap.amount_company_currency_signed) AS paid,
                   b.billed
              FROM m
              JOIN account_payment ap ON ap.partner_id = m.id
              LEFT JOIN LATERAL (
                SELECT SUM(ABS(bill.amount_residual_signed)) AS billed
                  FROM account_move__account_payment rel
                  JOIN account_move bill ON bill.id = rel.invoice_id
                 WHERE rel.payment_id = ap.id AND bill.state = 'posted') b
                ON ap.payment_type = 'outbound'
             WHERE ap.move_id IS NULL AND ap.state = 'in_process'
               AND ap.company_id = ANY(%s)""",
            scope.companies,
        )
        amount = "CASE WHEN payment_type = %s AND partner_type = %s THEN %s ELSE 0 END"
        beyond = SQL("GREATEST(paid - COALESCE(billed, 0), 0)")
        return self.env["counterparty.exposure"]._part(
            scope,
            source,
            {
                "receivable": SQL(amount, "outbound", "customer", beyond),
                "deposit": SQL(amount, "inbound", "customer", SQL("paid")),
                "prepayment": SQL(amount, "outbound", "supplier", beyond),
            },
            kind=SQL("'payment'"),
            record_id=SQL("id"),
            document_currency_id=SQL("currency_id"),
            rate=SQL("amount / NULLIF(paid, 0)"),
            date=SQL("date"),
            name=SQL("name"),
        )
