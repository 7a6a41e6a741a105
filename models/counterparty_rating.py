from dataclasses import asdict

from odoo import api, fields, models

from ..policy import approval
from .counterparty_grade import GRADE_SELECTION
from .review_mixin import REVIEWED

_PROPOSAL = frozenset(
    {
        "proposed_grade",
        "proposed_limit",
        "reason",
        "period_start",
        "period_end",
        "wind_down_deadline",
        "replacement_plan",
    }
)
_OCCUPANCY = ("peak_amount", "peak_date", "average_amount", "closing_amount", "days_over_limit")
#: Read when the period changes, and once more at submission.
_STATISTIC = {
    "compute": "_compute_occupancy",
    "compute_sudo": True,
    "store": True,
    "copy": False,
}


class CounterpartyRating(models.Model):
    """The rating of one party (articles 12 to 15 and 18): the only way in which a grade changes."""

    _name = "counterparty.rating"
    _description = "Counterparty Rating"
    _inherit = [
        "counterparty.elimination.mixin",
        "counterparty.proposal.mixin",
        "counterparty.risked.mixin",
        "counterparty.review.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _steps = approval.RATING
    _workflow_fields = REVIEWED | {
        "rater_id",
        "partner_id",
        "company_id",
        "department_id",
        "previous_grade",
        "previous_limit",
        "peak_amount",
        "peak_date",
        "average_amount",
        "closing_amount",
        "days_over_limit",
    }
    _open_fields = {
        "draft": _PROPOSAL,
        "returned": _PROPOSAL,
        "submitted": frozenset({"review_opinion"}),
    }
    _review_fields = frozenset({"review_opinion"})

    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(related="profile_id.department_id", store=True)
    rater_id = fields.Many2one(
        "res.users", compute="_compute_rater_id", store=True, readonly=True, copy=False, index=True
    )
    period_start = fields.Date(
        compute="_compute_period_start",
        store=True,
        readonly=False,
        help="Day after the last rating.",
    )
    period_end = fields.Date(default=fields.Date.context_today, required=True)
    previous_grade = fields.Selection(
        GRADE_SELECTION, compute="_compute_previous", store=True, copy=False
    )
    previous_limit = fields.Monetary(compute="_compute_previous", store=True, copy=False)
    proposed_grade = fields.Selection(GRADE_SELECTION, tracking=True)
    proposed_limit = fields.Monetary(compute="_compute_proposed_limit", store=True, readonly=False)
    reason = fields.Text("Reasons for the Rating", tracking=True)
    peak_amount = fields.Monetary("Peak Occupancy", **_STATISTIC)
    peak_date = fields.Date("Date of the Peak", **_STATISTIC)
    average_amount = fields.Monetary("Daily Average Occupancy", **_STATISTIC)
    closing_amount = fields.Monetary("Closing Occupancy", **_STATISTIC)
    days_over_limit = fields.Integer("Days Over the Limit", **_STATISTIC)

    _limit_check = models.Constraint(
        "CHECK (proposed_limit >= 0)", "A credit limit is not negative."
    )
    _period_check = models.Constraint(
        "CHECK (period_end >= period_start)", "A period does not end before it begins."
    )
    _open_uniq = models.UniqueIndex(
        "(profile_id) WHERE state IN ('draft', 'submitted', 'returned', 'reviewed')",
        "There is an open rating of this party already.",
    )

    @api.depends("profile_id.responsible_id")
    def _compute_rater_id(self):
        for rating in self:
            if rating.state in (False, "draft", "returned"):
                rating.rater_id = rating.profile_id.responsible_id

    @api.depends("profile_id")
    def _compute_period_start(self):
        for rating in self:
            last = rating.profile_id.rating_ids.filtered(lambda r: r.state == "approved")[:1]
            if last:
                following = fields.Date.add(last.period_end, days=1)
                rating.period_start = min(following, rating.period_end or following)
            else:
                rating.period_start = rating.profile_id.application_date or rating.period_end

    @api.depends("profile_id")
    def _compute_previous(self):
        for rating in self:
            rating.previous_grade = rating.profile_id.grade
            rating.previous_limit = rating.profile_id.credit_limit

    @api.depends("profile_id")
    def _compute_proposed_limit(self):
        for rating in self:
            rating.proposed_limit = rating.profile_id.credit_limit

    @api.depends("profile_id", "period_start", "period_end")
    def _compute_occupancy(self):
        for rating, values in self._occupancy_values().items():
            rating.update(values)

    @api.depends("partner_id", "period_end")
    def _compute_display_name(self):
        for rating in self:
            rating.display_name = self.env._(
                "Rating of %(name)s, %(date)s",
                name=rating.partner_id.name or "",
                date=rating.period_end or "",
            )

    def _applicant(self):
        return self.rater_id

    def _missing(self):
        _ = self.env._
        missing = []
        if not self.period_start:
            missing.append(_("the beginning of the period"))
        if not self.proposed_grade:
            missing.append(_("the proposed grade"))
        if not (self.reason or "").strip():
            missing.append(_("the reasons for the rating"))
        if self.proposed_grade == "e" and self.proposed_limit:
            missing.append(_("a credit limit of zero: grade E ends the cooperation"))
        if self.proposed_grade == "d" and self.proposed_limit > self.previous_limit:
            missing.append(_("a credit limit that is not higher than before: grade D reduces"))
        return missing + self._missing_wind_down() + self._missing_elimination()

    def _step_values(self, step, comment):
        values = super()._step_values(step, comment)
        return values | self._occupancy_values()[self] if step.name == "submit" else values

    def _occupancy_values(self):
        """Return ``{rating: values}``: the statistics of article 18 for the period of each."""
        values = dict.fromkeys(self, dict.fromkeys(_OCCUPANCY, False))
        rated = self.filtered(
            lambda r: (
                r.profile_id and r.period_end and r.period_start and r.period_start <= r.period_end
            )
        )
        periods = [(r.profile_id._origin, r.period_start, r.period_end) for r in rated]
        found = self.env["counterparty.exposure.day"]._statistics(periods)
        return values | {r: asdict(figures) for r, figures in zip(rated, found, strict=True)}

    def _after_step(self, step, comment):
        if step.name != "approve":
            return
        profile = self.profile_id
        profile.grade = self.proposed_grade
        profile._set_limit(self.proposed_limit, self.display_name, self.wind_down_deadline)

    def _decision_facts(self):
        return {
            "previous_grade": self.previous_grade or None,
            "previous_limit": self.previous_limit,
            "grade": self.proposed_grade or None,
            "limit": self.proposed_limit,
            "peak": self.peak_amount,
            "average": self.average_amount,
            "closing": self.closing_amount,
            "days_over_limit": self.days_over_limit,
        } | self._elimination_facts()
