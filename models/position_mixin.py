import math

from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import exposure
from ..policy.gate import EPSILON
from .counterparty_exposure import Position


class CounterpartyPositionMixin(models.AbstractModel):
    """The live figures of ledger rows: read afresh for all rows at once, never stored."""

    _name = "counterparty.position.mixin"
    _description = "Counterparty Position"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    exposure_amount = fields.Monetary(
        "Occupied", compute="_compute_position", help="Receivables, prepayments and stock today."
    )
    projected_amount = fields.Monetary(
        "Occupied and Committed", compute="_compute_position", help="With all confirmed orders."
    )
    exposure_rate = fields.Float(
        "Occupancy Rate",
        compute="_compute_position",
        help="Occupied funds in the limit, as a share.",
    )
    available_amount = fields.Monetary("Available", compute="_compute_position")
    is_over_limit = fields.Boolean(
        "Over the Limit", compute="_compute_position", search="_search_is_over_limit"
    )
    overdue_amount = fields.Monetary("Overdue", compute="_compute_position")
    overdue_days = fields.Integer(compute="_compute_position")
    receivable = fields.Monetary("Receivables", compute="_compute_position")
    deposit = fields.Monetary("Customer Deposits", compute="_compute_position")
    delivered_uninvoiced = fields.Monetary("Delivered, Not Invoiced", compute="_compute_position")
    prepayment = fields.Monetary("Prepayments", compute="_compute_position")
    stock = fields.Monetary("Dedicated Stock", compute="_compute_position")
    order_commitment = fields.Monetary("Open Sales Orders", compute="_compute_position")
    purchase_commitment = fields.Monetary("Open Purchase Orders", compute="_compute_position")
    offset = fields.Monetary("Payables Set Off", compute="_compute_position")
    deposit_tied = fields.Monetary(
        "Of Which Advances of Orders",
        compute="_compute_position",
        help="Deposits that are the advance of orders paid before delivery: they make no room for "
        "other orders.",
    )
    draft_invoice_amount = fields.Monetary(
        "Draft Invoices",
        compute="_compute_draft_invoice_amount",
        help="Not part of the funds occupied; shown where the company asks for it.",
    )
    shows_drafts = fields.Boolean(related="company_id.counterparty_show_drafts")

    @api.depends("partner_id", "company_id", "effective_limit", "group_id")
    def _compute_position(self):
        positions, rooms = self._positions(), self._group_rooms()
        limits = self._effective_limits()
        for profile in self:
            position = positions[profile.id]
            parts, limit = position.parts, limits.get(profile.id, 0.0)
            actual, projected = exposure.actual(parts), exposure.projected(parts)
            profile.exposure_amount = actual
            profile.projected_amount = projected
            profile.exposure_rate = actual / limit if limit else 0.0
            profile.available_amount = min(limit - projected, rooms.get(profile.id, math.inf))
            profile.is_over_limit = actual - limit > EPSILON
            profile.overdue_amount, profile.overdue_days = position.overdue
            profile.deposit_tied = parts.deposit_tied
            for name in exposure.SHOWN:
                profile[name] = getattr(parts, name)

    def _search_is_over_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies
        service = self.env["counterparty.exposure"].sudo()
        components = service._components(None, companies)
        profiles = self.sudo().search(
            [("company_id", "in", companies.ids), ("partner_id", "in", [p for p, _c in components])]
        )
        limits = profiles._effective_limits()
        over = [
            profile.id
            for profile in profiles
            if (parts := components.get((profile.partner_id.id, profile.company_id.id)))
            and exposure.actual(parts) - limits.get(profile.id, 0.0) > EPSILON
        ]
        return Domain("id", "in" if True in value else "not in", over)

    @api.depends("partner_id", "company_id")
    def _compute_draft_invoice_amount(self):
        shown = self.filtered("shows_drafts")
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("state", "=", "draft"),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("commercial_partner_id", "in", shown.partner_id.ids),
                    ("company_id", "in", shown.company_id.ids),
                ],
                ["commercial_partner_id", "company_id"],
                ["amount_total_signed:sum"],
            )
        )
        drafted = {(partner.id, company.id): amount for partner, company, amount in groups}
        for profile in self:
            pair = (profile.partner_id.id, profile.company_id.id)
            profile.draft_invoice_amount = drafted.get(pair, 0.0) if profile in shown else 0.0

    def _positions(self):
        """Return ``{profile id: Position}`` in one statement."""
        service = self.env["counterparty.exposure"].sudo()
        stored = self.filtered("partner_id")
        found = service._positions(stored.partner_id, stored.company_id) if stored else {}
        return {
            profile.id: found.get((profile.partner_id.id, profile.company_id.id), Position())
            for profile in self
        }
