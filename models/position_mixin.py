import math

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..policy import exposure, limits
from ..policy.gate import EPSILON
from .counterparty_exposure import Position

#: Decimals of the figures shown, enough for every currency.
_DIGITS = 4


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
        in_force = self._effective_limits()
        columns = {}
        for profile in self:
            key = profile.id
            limit, room = in_force.get(key, 0.0), rooms.get(key, math.inf)
            for name, value in self._figures(positions[key], limit, room).items():
                columns.setdefault(name, []).append(value)
        for name, values in columns.items():  # one by one would cost more than all that was read
            self._fields[name]._insert_cache(self, values)

    def _search_is_over_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies
        service = self.env["counterparty.exposure"].sudo()
        components = service._components(None, companies)
        rows = self.sudo()._pairs(companies)
        occupying = {key: pair for key, pair in rows.items() if pair in components}
        known = self.env["counterparty.limit"]._by_profile(self.browse(occupying))
        today = {company.id: company._counterparty_today() for company in companies}
        over = [
            key
            for key, pair in occupying.items()
            if _is_over(
                exposure.actual(components[pair]),
                limits.effective(known.get(key, ()), today[pair[1]]),
            )
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

    @api.model
    @api.readonly
    def web_search_read(self, domain, *args, **kwargs):
        """Resolve a domain on live figures once, for the page and for the count of all rows."""
        return super().web_search_read(Domain(domain).optimize_full(self), *args, **kwargs)

    def _pairs(self, companies):
        """Return ``{id: (partner id, company id)}`` of the rows of companies."""
        self.flush_model(["partner_id", "company_id"])
        query = SQL(
            "SELECT id, partner_id, company_id FROM counterparty_profile"
            " WHERE company_id = ANY(%s)",
            companies.ids,
        )
        found = self.env.execute_query(query)
        return {key: (partner_id, company_id) for key, partner_id, company_id in found}

    def _figures(self, position, limit, room):
        """Return ``{field: value}`` of a row.

        :param limit: the limit in force
        :param room: what the group leaves, infinite without a limit of a group
        """
        parts, overdue = position
        actual, projected = exposure.actual(parts), exposure.projected(parts)
        amounts = {
            "exposure_amount": actual,
            "projected_amount": projected,
            "available_amount": min(limit - projected, room),
            "overdue_amount": overdue.amount,
            "deposit_tied": parts.deposit_tied,
            **{name: getattr(parts, name) for name in exposure.SHOWN},
        }
        return {
            **{name: round(amount, _DIGITS) for name, amount in amounts.items()},
            "exposure_rate": actual / limit if limit else 0.0,
            "is_over_limit": _is_over(actual, limit),
            "overdue_days": overdue.days,
        }

    def _positions(self):
        """Return ``{profile id: Position}`` in one statement."""
        service = self.env["counterparty.exposure"].sudo()
        stored = self.filtered("partner_id")
        found = service._positions(stored.partner_id, stored.company_id) if stored else {}
        return {
            profile.id: found.get((profile.partner_id.id, profile.company_id.id), Position())
            for profile in self
        }


def _is_over(actual, limit):
    return actual - limit > EPSILON
