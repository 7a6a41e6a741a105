from odoo import api, fields, models

from ..policy import wind_down


class CounterpartyProposalMixin(models.AbstractModel):
    """A proposed permanent limit: whether it calls for a wind-down, and until when.

    A model that inherits it has ``proposed_limit`` and says in ``_subject`` for whom.
    """

    _name = "counterparty.proposal.mixin"
    _description = "Proposed Credit Limit"

    currency_id = fields.Many2one("res.currency")
    proposed_limit = fields.Monetary("Proposed Credit Limit", tracking=True)
    wind_down_amount = fields.Monetary(
        "Above the Proposed Limit",
        compute="_compute_wind_down_amount",
        help="What is occupied today beyond the proposed limit, and is to be wound down.",
    )
    wind_down_deadline = fields.Date(
        "Wind-Down Deadline",
        tracking=True,
        help="Until when what is occupied is to be within the limit; "
        "empty: after the days of the company.",
    )

    @api.depends("proposed_limit")
    @api.depends_context("uid")
    def _compute_wind_down_amount(self):
        for record in self:
            subject, amount = record._subject()._filtered_access("read"), 0.0
            if subject and record._is_permanent():
                amount = subject.exposure_amount - record.proposed_limit
            record.wind_down_amount = amount if amount > wind_down.EPSILON else 0.0

    def _subject(self):
        """Return the ledger row or the group that the limit is proposed for."""
        return self.profile_id

    def _is_permanent(self):
        return True

    def _missing_wind_down(self):
        """Return what is wrong with the deadline."""
        today = self.company_id._counterparty_today()
        if self.wind_down_amount and self.wind_down_deadline and self.wind_down_deadline <= today:
            return [self.env._("a deadline of the wind-down that is not over")]
        return []
