from odoo import api, fields, models

from ..policy import approval, elimination

_OPEN = ("draft", "submitted", "returned", "reviewed")


class CounterpartyEliminationMixin(models.AbstractModel):
    """A rating that restricts or ends the business with a supplier: what it asks for first."""

    _name = "counterparty.elimination.mixin"
    _description = "Restricting or Ending a Supplier"

    profile_id = fields.Many2one("counterparty.profile")
    supply_position = fields.Selection(related="profile_id.supply_position")
    corrective_need = fields.Selection(
        [
            (elimination.WARN, "No corrective action"),
            (elimination.BLOCK, "Corrective action needed"),
        ],
        compute="_compute_corrective_need",
        compute_sudo=True,
        help="Whether the supplier was asked to correct before a restricting grade is proposed.",
    )
    needs_replacement = fields.Boolean(compute="_compute_needs_replacement", compute_sudo=True)
    replacement_plan = fields.Text(
        tracking=True, help="Who supplies instead, from when, and what the change costs."
    )

    @api.depends("profile_id.corrective_ids.state", "proposed_grade", "state")
    def _compute_corrective_need(self):
        tried = self.profile_id._was_corrected()
        for rating in self:
            proposal = rating._proposal(rating.profile_id.id in tried)
            mode = rating.company_id.counterparty_corrective_mode
            is_open = rating.state in _OPEN
            rating.corrective_need = is_open and elimination.corrective(proposal, mode)

    @api.depends("profile_id.supply_position", "profile_id.role_supplier", "proposed_grade")
    def _compute_needs_replacement(self):
        for rating in self:
            rating.needs_replacement = elimination.needs_replacement(rating._proposal())

    def action_begin_corrective(self):
        """Begin a corrective action of the supplier, from what the rating says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Corrective Action"),
            "res_model": "counterparty.corrective",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_profile_id": self.profile_id.id, "default_issue": self.reason},
        }

    def _proposal(self, tried=False):
        profile = self.profile_id
        return elimination.Proposal(
            self.proposed_grade or None,
            profile.role_supplier,
            profile.supply_position or None,
            tried,
        )

    def _own_steps(self):
        """Whoever ends the business with a supplier that is hard to replace says why."""
        return approval.RATING_WITH_OPINION if self.needs_replacement else super()._own_steps()

    def _missing_elimination(self):
        """Return the texts of what is missing before a supplier is restricted or ended."""
        _ = self.env._
        missing = []
        if self.corrective_need == elimination.BLOCK:
            missing.append(
                _(
                    "a corrective action of the supplier that was issued, before grade D or E is "
                    "proposed: press 'Begin a Corrective Action'"
                )
            )
        if self.needs_replacement and not (self.replacement_plan or "").strip():
            missing.append(
                _(
                    "the replacement plan: a supplier whose position is '%s' is not simply ended",
                    self._position_label(),
                )
            )
        return missing

    def _notice(self, step):
        """Tell those who decide that nobody asked the supplier to correct."""
        lines = super()._notice(step)
        if step.target in _OPEN and self.corrective_need:
            lines = [*lines, self._corrective_text()]
        return lines

    def _corrective_text(self):
        return self.env._("No corrective action of the supplier is open or has failed.")

    def _position_label(self):
        positions = self._fields["supply_position"]._description_selection(self.env)
        return dict(positions).get(self.supply_position, "")

    def _elimination_facts(self):
        """Return what the decision rests on besides figures."""
        profile = self.profile_id.sudo()
        proposal = self._proposal(profile.id in profile._was_corrected())
        mode = self.company_id.sudo().counterparty_corrective_mode
        text = self._corrective_text() if elimination.corrective(proposal, mode) else None
        return {
            "supply_position": self._position_label() or None,
            "corrective": text,
            "replacement_plan": self.replacement_plan or None,
        }
