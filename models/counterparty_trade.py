from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..policy import onboarding

#: Where business shows: party, side, source, day, amount in company currency, days of credit, user.
_SOURCES = (
    """SELECT p.commercial_partner_id AS cp, 'sale' AS side, 'order' AS source,
              so.date_order::date AS day, so.amount_total / COALESCE(NULLIF(so.currency_rate, 0), 1)
              AS amount, NULL::int AS term, so.user_id
         FROM sale_order so JOIN res_partner p ON p.id = so.partner_invoice_id
        WHERE so.state = 'sale' AND so.company_id = %(company)s AND so.date_order >= %(since)s""",
    """SELECT p.commercial_partner_id, 'sale', 'role', so.date_order::date, 0, NULL, so.user_id
         FROM sale_order so JOIN res_partner p ON p.id = so.partner_id
        WHERE so.state = 'sale' AND so.company_id = %(company)s AND so.date_order >= %(since)s""",
    """SELECT p.commercial_partner_id, 'purchase', 'order', COALESCE(po.date_approve,
              po.date_order)::date, po.amount_total / COALESCE(NULLIF(po.currency_rate, 0), 1),
              NULL, po.user_id
         FROM purchase_order po JOIN res_partner p ON p.id = po.partner_id
        WHERE po.state = 'purchase' AND po.company_id = %(company)s
          AND po.date_order >= %(since)s""",
    """SELECT am.commercial_partner_id, CASE WHEN LEFT(am.move_type, 3) = 'out' THEN 'sale'
              ELSE 'purchase' END, 'invoice', am.date,
              CASE WHEN LEFT(am.move_type, 3) = 'out' THEN 1 ELSE -1 END * am.amount_total_signed,
              CASE WHEN am.move_type = 'out_invoice'
              THEN am.invoice_date_due - am.invoice_date END, am.invoice_user_id
         FROM account_move am
        WHERE am.state = 'posted' AND am.move_type <> 'entry' AND am.company_id = %(company)s
          AND am.date >= %(since)s AND am.commercial_partner_id IS NOT NULL""",
    """SELECT p.commercial_partner_id, CASE ap.partner_type WHEN 'customer' THEN 'sale'
              ELSE 'purchase' END, 'role', ap.date, 0, NULL, NULL
         FROM account_payment ap JOIN res_partner p ON p.id = ap.partner_id
        WHERE ap.state IN ('in_process', 'paid') AND ap.company_id = %(company)s
          AND ap.date >= %(since)s""",
    """SELECT p.commercial_partner_id, CASE aa.account_type WHEN 'asset_receivable' THEN 'sale'
              ELSE 'purchase' END, 'role', aml.date, 0, NULL, NULL
         FROM account_move_line aml JOIN res_partner p ON p.id = aml.partner_id
         JOIN account_account aa ON aa.id = aml.account_id
        WHERE aml.parent_state = 'posted' AND aml.company_id = %(company)s
          AND aa.account_type IN ('asset_receivable', 'liability_payable')
          AND aml.amount_residual <> 0""",
)


class Known(NamedTuple):
    """What the documents say of a party as a customer or as a supplier."""

    monthly: float = 0.0
    term_days: float | None = None
    user_id: int | None = None


class CounterpartyTrade(models.AbstractModel):
    """What orders, entries and payments of the past tell of parties, in one statement."""

    _name = "counterparty.trade"
    _description = "Business of Existing Counterparties"

    def _peaks(self, company, since):
        """Return ``{partner id: the most that it occupied on a day}`` in company currency."""
        self.env["counterparty.exposure.day"].flush_model()
        query = SQL(
            "SELECT partner_id, MAX(exposure_amount) FROM counterparty_exposure_day"
            " WHERE company_id = %s AND date >= %s GROUP BY partner_id",
            company.id,
            since,
        )
        return {partner: float(peak or 0.0) for partner, peak in self.env.execute_query(query)}

    def _traded(self, company, since):
        """Return ``{(partner id, sale or purchase): Known}`` of all that was traded with."""
        self.env["counterparty.exposure"]._flush()
        query = SQL(
            """
            SELECT cp, side,
                   SUM(amount) FILTER (WHERE source = 'order'),
                   COUNT(DISTINCT date_trunc('month', day)) FILTER (WHERE source = 'order'),
                   SUM(amount) FILTER (WHERE source = 'invoice'),
                   COUNT(DISTINCT date_trunc('month', day)) FILTER (WHERE source = 'invoice'),
                   SUM(amount * term) FILTER (WHERE term IS NOT NULL AND amount > 0)
                   / SUM(amount) FILTER (WHERE term IS NOT NULL AND amount > 0),
                   (ARRAY_AGG(user_id ORDER BY day DESC)
                    FILTER (WHERE source = 'order' AND user_id IS NOT NULL))[1],
                   (ARRAY_AGG(user_id ORDER BY day DESC) FILTER (WHERE user_id IS NOT NULL))[1]
              FROM (%s) business
             GROUP BY cp, side""",
            SQL(" UNION ALL ").join(
                SQL(source, company=company.id, since=since) for source in _SOURCES
            ),
        )
        found = {}
        for (
            cp,
            side,
            ordered,
            months,
            billed,
            billed_months,
            term,
            *users,
        ) in self.env.execute_query(query):
            monthly = max(
                onboarding.monthly(float(ordered or 0.0), months),
                onboarding.monthly(float(billed or 0.0), billed_months),
            )
            user_id = next(filter(None, users), None)
            found[cp, side] = Known(monthly, None if term is None else float(term), user_id)
        return found
