from odoo import api, fields, models

#: What the steps of article 7 write, for ``_workflow_fields``.
REVIEWED = frozenset(
    {
        "state",
        "reviewer_id",
        "review_date",
        "approver_id",
        "approval_date",
        "approval_opinion",
        "reviewer_for_id",
        "approver_for_id",
    }
)


class CounterpartyReviewMixin(models.AbstractModel):
    """The way of article 7: a department submits, the office reviews, the leadership approves."""

    _name = "counterparty.review.mixin"
    _description = "Counterparty Review"
    _inherit = ["counterparty.decided.mixin"]

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Under Review"),
            ("returned", "Returned"),
            ("reviewed", "Awaiting Approval"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand="_expand_states",
    )
    review_opinion = fields.Text(copy=False)
    reviewer_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewer_for_id = fields.Many2one(
        "res.users", "Reviewed on Behalf of", readonly=True, copy=False
    )
    review_date = fields.Date(readonly=True, copy=False)
    approval_opinion = fields.Text("Leadership Opinion", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", readonly=True, copy=False)
    approver_for_id = fields.Many2one(
        "res.users", "Decided on Behalf of", readonly=True, copy=False
    )
    approval_date = fields.Date(readonly=True, copy=False)

    def action_send_back(self, comment=None):
        """Return to the applicant for supplements, with a reason."""
        return self.action_step("send_back", comment)

    def action_review(self):
        """Pass the review (article 6)."""
        return self.action_step("review")

    def action_refuse(self, comment=None):
        """Fail the review, with a reason."""
        return self.action_step("refuse", comment)

    def action_ask_back(self, comment=None):
        """Send back to the office for another look, with a question."""
        return self.action_step("ask_back", comment)

    @api.model
    def _expand_states(self, states, domain):
        """Return the columns of a board in the order of the way, not of the alphabet."""
        order = [state for state, _label in self._fields["state"].selection]
        return [state for state in order if state in states]

    def _step_values(self, step, comment):
        today, user = fields.Date.context_today(self), self.env.user.id
        reviewed = {"reviewer_id": user, "review_date": today}
        decided = {
            "approver_id": user,
            "approval_date": today,
            "approval_opinion": comment or False,
        }
        return {
            "review": reviewed,
            "refuse": {**reviewed, "review_opinion": comment},
            "approve": decided,
            "reject": decided,
        }.get(step.name, {})

    def _behalf_values(self, step, user):
        name = {
            "review": "reviewer_for_id",
            "refuse": "reviewer_for_id",
            "approve": "approver_for_id",
            "reject": "approver_for_id",
        }.get(step.name)
        return {**super()._behalf_values(step, user), **({name: user.id} if name else {})}

    def _reviewers(self):
        return self.reviewer_id | self.reviewer_for_id
