"""Which parties are measured: the same ones in all databases."""

import random

SEED = 19


def everyone(db):
    """Return the ids of all generated companies; the first one is the busiest customer."""
    with db.env() as env:
        env.cr.execute("SELECT id FROM res_partner WHERE ref LIKE 'P%' ORDER BY id")
        return [partner for (partner,) in env.cr.fetchall()]


def some(partners, count):
    return random.Random(SEED).sample(partners, min(count, len(partners)))


def trading(db):
    """Return parties that may order: no open item is overdue, the limit is not the small one."""
    with db.env() as env:
        env.cr.execute(
            """SELECT p.partner_id FROM counterparty_profile p
                WHERE p.state = 'approved' AND p.credit_limit > 1000000 AND NOT EXISTS (
                      SELECT FROM account_move_line l JOIN account_account a ON a.id = l.account_id
                       WHERE a.account_type = 'asset_receivable' AND l.amount_residual > 0
                         AND l.partner_id = p.partner_id AND l.date_maturity < CURRENT_DATE)
                ORDER BY p.partner_id"""
        )
        return [partner for (partner,) in env.cr.fetchall()]
