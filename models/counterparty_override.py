from odoo import api, fields, models

from ..policy import approval
from .frozen_mixin import OWN


class CounterpartyOverride(models.Model):
    """An exception for one document (特批): dated, limited, approved, and used once."""

    _name = "counterparty.override"
    _description = "Exception"
    _inherit = [
        "counterparty.use.mixin",
        "counterparty.asked.mixin",
        "counterparty.release.mixin",
        "counterparty.decided.mixin",
    ]
    _order = "id desc"

    _workflow_fields = frozenset(
        {
            "name",
            "state",
            "applicant_id",
            "application_date",
            "company_id",
            "profile_id",
            "partner_id",
            "orderer_id",
            "department_id",
            "reason_codes",
            "excess_amount",
            "limit_amount",
            "approver",
            "valid_days",
            "valid_until",
            "tolerance_percent",
            "was_held",
            "approver_id",
            "approval_date",
            "approval_opinion",
            "used_date",
            "used_amount",
        }
    )
    _open_fields = {"draft": OWN, "returned": OWN}

    name = fields.Char("Number", readonly=True, copy=False, default=lambda self: self.env._("New"))
    profile_id = fields.Many2one(
        "counterparty.profile", "Ledger Row", readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    orderer_id = fields.Many2one("res.partner", "Ordered By", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True, copy=False, index=True)
    applicant_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    application_date = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Awaiting Approval"),
            ("returned", "Returned"),
            ("approved", "Released"),
            ("used", "In Use"),
            ("spent", "Spent"),
            ("rejected", "Rejected"),
            ("revoked", "Revoked"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    reason_codes = fields.Char(readonly=True, copy=False)
    excess_amount = fields.Monetary(
        "Excess", readonly=True, copy=False, help="Above the limit when it was asked or decided."
    )
    limit_amount = fields.Monetary("Credit Limit", readonly=True, copy=False)
    approver = fields.Selection(
        "_selection_approver", "Decided By", required=True, default="leadership", readonly=True
    )
    valid_days = fields.Integer("Validity (days)", readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False, tracking=True, help="The last day.")
    tolerance_percent = fields.Float("Tolerance (percent)", readonly=True, copy=False)
    was_held = fields.Boolean(
        readonly=True, copy=False, help="The document waited before anybody asked."
    )
    approver_id = fields.Many2one("res.users", "Released By", readonly=True, copy=False)
    approval_date = fields.Date(readonly=True, copy=False)
    approval_opinion = fields.Text(readonly=True, copy=False)
    used_date = fields.Datetime("First Used", readonly=True, copy=False)
    used_amount = fields.Monetary(readonly=True, copy=False, help="The worth when it was used.")
    is_expired = fields.Boolean(compute="_compute_is_expired")

    _document_check = models.Constraint(
        "CHECK ((sale_order_id IS NULL) <> (purchase_order_id IS NULL))",
        "An exception is for one document.",
    )
    _amount_check = models.Constraint("CHECK (amount >= 0)", "What is released is not negative.")
    _open_sale_uniq = models.UniqueIndex(
        "(sale_order_id) WHERE state IN ('draft', 'submitted', 'returned')",
        "An exception was asked for this order already.",
    )
    _open_purchase_uniq = models.UniqueIndex(
        "(purchase_order_id) WHERE state IN ('draft', 'submitted', 'returned')",
        "An exception was asked for this order already.",
    )

    @api.depends("state", "valid_until")
    def _compute_is_expired(self):
        for override in self:
            last = override.state == "approved" and override.valid_until
            override.is_expired = last and last < override.company_id._counterparty_today()

    @api.depends("name", "sale_order_id", "purchase_order_id")
    def _compute_display_name(self):
        for override in self:
            override.display_name = f"{override.name} {override.document_name}".strip()

    @api.model
    def _selection_approver(self):
        _ = self.env._
        labels = {
            approval.OFFICE: _("General Affairs Office"),
            approval.FINANCE: _("Finance Department"),
            approval.LEADERSHIP: _("Company Leadership"),
        }
        return [(group, labels[group]) for group in approval.OVERRIDE]

    @api.model_create_multi
    def create(self, vals_list):
        overrides = super().create(vals_list)
        for override in overrides:
            override._document().check_access("read")
            override.sudo()._take_up()
        overrides.check_access("read")
        return overrides

    def action_ask_back(self, comment=None):
        """Send back to the applicant, with a question."""
        return self.action_step("ask_back", comment)

    def action_revoke(self, comment=None):
        """Take the release back, with a reason; what was confirmed stays confirmed."""
        return self.action_step("revoke", comment)
