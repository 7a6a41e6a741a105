from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What the preparer decides; the rest of a line is what the survey found.
_DECIDED = frozenset(
    {
        "include",
        "role_customer",
        "role_supplier",
        "responsible_id",
        "department_id",
        "proposed_limit",
    }
)


class CounterpartyOnboardingLine(models.Model):
    """A party that is traded with already, and how it is to enter the ledger."""

    _name = "counterparty.onboarding.line"
    _description = "Existing Counterparty"
    _inherit = ["counterparty.admitted.mixin"]
    _order = "partner_name, id"
    _rec_name = "partner_id"

    onboarding_id = fields.Many2one(
        "counterparty.onboarding", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(related="onboarding_id.state")
    company_id = fields.Many2one(related="onboarding_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Counterparty", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_name = fields.Char(related="partner_id.name", store=True)
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", readonly=True, index="btree_not_null"
    )
    include = fields.Boolean(
        "Admit", default=True, help="Others stay outside the ledger: their new orders are refused."
    )
    role_customer = fields.Boolean("Customer")
    role_supplier = fields.Boolean("Supplier")
    responsible_id = fields.Many2one(
        "res.users",
        "Applicant",
        domain=[("share", "=", False)],
        help="Proposed: who handled the last order. Rates the party and is asked for updates.",
    )
    department_id = fields.Many2one("hr.department")
    monthly_sales = fields.Monetary(readonly=True, help="The average of the months with sales.")
    monthly_purchases = fields.Monetary(
        readonly=True, help="The average of the months with purchases."
    )
    peak_amount = fields.Monetary(
        "Peak Occupancy", readonly=True, help="The most that was occupied on a day."
    )
    projected_amount = fields.Monetary(
        "Occupied and Committed", readonly=True, help="When the list was made."
    )
    suggested_limit = fields.Monetary(
        readonly=True,
        help="The business of a credit term, at least what is or was occupied, rounded up.",
    )
    proposed_limit = fields.Monetary("First Limit", help="The permanent limit to be approved.")
    is_prohibited = fields.Boolean("On the Prohibited List", readonly=True)
    is_done = fields.Boolean("In the Ledger", readonly=True)
    is_below = fields.Boolean("Below What Is Occupied", compute="_compute_is_below")

    _pair_uniq = models.UniqueIndex(
        "(onboarding_id, partner_id)", "Each party is listed once in a switch-on."
    )
    _limit_check = models.Constraint(
        "CHECK (proposed_limit >= 0)", "A credit limit is not negative."
    )

    @api.depends("proposed_limit", "projected_amount")
    def _compute_is_below(self):
        for line in self:
            line.is_below = line.proposed_limit < line.projected_amount

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - _DECIDED:
                raise AccessError(self.env._("What the survey found is not edited."))
            self.onboarding_id._check_frozen({"line_ids"})
        return super().write(vals)

    def action_open_partner(self):
        """Open the contact of a party."""
        self.ensure_one()
        return self.partner_id._get_records_action()
