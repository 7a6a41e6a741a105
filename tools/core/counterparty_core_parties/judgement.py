from dataclasses import replace

from odoo import models

AMPLE = 1e15


class CounterpartyJudgement(models.AbstractModel):
    """Odoo's tests know no ledger: whoever trades in them is approved, with an ample limit.

    All else is as it is for users: the locks, the figures before and after, the refusals.
    """

    _inherit = "counterparty.judgement"

    def _facts(self, known, change, position, shared):
        facts = super()._facts(known, change, position, shared)
        return replace(facts, approved=True, limit=AMPLE, overdue_days_allowed=int(AMPLE))
