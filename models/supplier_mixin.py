from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..policy import corrective, elimination


class CounterpartySupplierMixin(models.AbstractModel):
    """What a ledger row says of a supplier: position, corrections asked for, who designated it."""

    _name = "counterparty.supplier.mixin"
    _description = "Supplier of the Ledger"
    _inherit = ["counterparty.designated.mixin"]

    supply_position = fields.Selection(
        [
            (elimination.ORDINARY, "Ordinary"),
            (elimination.LEVERAGE, "Leverage"),
            (elimination.BOTTLENECK, "Bottleneck"),
            (elimination.STRATEGIC, "Strategic"),
        ],
        "Position in Supply",
        tracking=True,
        help="A bottleneck or strategic supplier is not ended without a replacement plan and the "
        "opinion of the leadership.",
    )
    corrective_ids = fields.One2many("counterparty.corrective", "profile_id", readonly=True)
    corrective_count = fields.Integer(
        "Open Corrective Actions", compute="_compute_corrective_count"
    )
    designated_count = fields.Integer("Suppliers Designated", compute="_compute_designated_count")

    @api.depends("corrective_ids.state")
    def _compute_corrective_count(self):
        groups = self.env["counterparty.corrective"]._read_group(
            [("profile_id", "in", self.ids), ("state", "in", corrective.OPEN)],
            ["profile_id"],
            ["__count"],
        )
        counts = {profile.id: count for profile, count in groups}
        for profile in self:
            profile.corrective_count = counts.get(profile.id, 0)

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_designated_count(self):
        groups = self.env["counterparty.profile"]._read_group(
            [("designated_by_id", "in", self.partner_id.ids)],
            ["designated_by_id", "company_id"],
            ["__count"],
        )
        counts = {(party, company): count for party, company, count in groups}
        for profile in self:
            key = profile.partner_id, profile.company_id
            profile.designated_count = counts.get(key, 0)

    @api.constrains("designated_by_id", "exempt")
    def _check_no_exemption(self):
        for profile in self:
            if profile.exempt and profile.designated_by_id:
                raise ValidationError(
                    self.env._(
                        "%(supplier)s was designated by %(customer)s and is managed like any "
                        "other supplier: it cannot be exempted. If no customer designated it, "
                        "please clear that on its row in the ledger first.",
                        supplier=profile.display_name,
                        customer=profile.designated_by_id.display_name,
                    )
                )

    def action_open_correctives(self):
        """Open the corrective actions of the supplier."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "counterparty_control.counterparty_corrective_action"
        )
        return action | {
            "name": self.display_name,
            "domain": [("profile_id", "=", self.id)],
            "context": {"default_profile_id": self.id},
        }

    def action_open_designated(self):
        """Open the suppliers that this customer designated."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "counterparty_control.counterparty_designated_action"
        )
        return action | {
            "name": self.env._("Designated by %s", self.display_name),
            "domain": [
                ("designated_by_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            "context": {},
        }

    def _was_corrected(self):
        """Return the ids of the rows of those who were asked to correct and have not done so.

        Called as superuser: who rates a party need not see what others asked of it.
        """
        found = self.env["counterparty.corrective"].search_fetch(
            [("profile_id", "in", self.ids)],
            ["profile_id", "state"],
            order="verification_date DESC NULLS FIRST, id DESC",
        )
        states = {}
        for row in found:
            states.setdefault(row.profile_id.id, []).append(row.state)
        return {key for key, known in states.items() if corrective.was_tried(known)}
