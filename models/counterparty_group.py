from odoo import api, fields, models

from ..policy import approval, exposure
from ..policy.gate import EPSILON


class CounterpartyGroup(models.Model):
    """Parties that belong together and share a limit, tested beside their own.

    Parties join and leave through steps of their ledger rows; the limit comes from requests.
    """

    _name = "counterparty.group"
    _description = "Counterparty Group"
    _inherit = ["counterparty.approval.mixin", "counterparty.limited.mixin"]
    _order = "name, id"

    _limit_field = "group_id"
    _steps = approval.GROUP
    _workflow_fields = frozenset(
        {
            "state",
            "company_id",
            "credit_limit",
            "wind_down_start_amount",
            "wind_down_start_date",
            "wind_down_deadline",
            "member_ids",
            "limit_ids",
        }
    )
    _open_fields = {"active": "all"}

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(
        [("active", "Active"), ("dissolved", "Dissolved")],
        required=True,
        default="active",
        readonly=True,
        copy=False,
        tracking=True,
    )
    note = fields.Text("Remarks", help="Why these parties belong together.")
    member_ids = fields.One2many("counterparty.profile", "group_id", "Members", readonly=True)
    limit_ids = fields.One2many("counterparty.limit", "group_id", readonly=True)
    member_count = fields.Integer("Number of Members", compute="_compute_position")
    exposure_amount = fields.Monetary(
        "Occupied", compute="_compute_position", help="By all members together, today."
    )
    projected_amount = fields.Monetary(
        "Occupied and Committed", compute="_compute_position", help="With all confirmed orders."
    )
    exposure_rate = fields.Float(
        "Occupancy Rate",
        compute="_compute_position",
        help="Occupied funds in the limit, as a share.",
    )
    usage_percent = fields.Float(
        "Used",
        compute="_compute_position",
        help="Occupied and committed funds in the limit, in percent.",
    )
    available_amount = fields.Monetary("Available", compute="_compute_position")
    is_limited = fields.Boolean(
        compute="_compute_position", help="Without an approved limit the group has no bounds."
    )
    is_over_limit = fields.Boolean("Over the Limit", compute="_compute_position")
    overdue_amount = fields.Monetary("Overdue", compute="_compute_position")
    overdue_days = fields.Integer(compute="_compute_position")

    _name_uniq = models.UniqueIndex("(company_id, name)", "There is a group of that name already.")

    @api.depends("member_ids", "credit_limit", "effective_limit")
    def _compute_position(self):
        positions, limits = self._positions(), self._effective_limits()
        for group in self:
            members = positions.get(group.id, {}).values()
            parts = [position.parts for position in members]
            occupied = sum(map(exposure.actual, parts))
            committed, limit = sum(map(exposure.projected, parts)), limits.get(group.id)
            group.member_count = len(parts)
            group.exposure_amount, group.projected_amount = occupied, committed
            group.exposure_rate = occupied / limit if limit else 0.0
            group.usage_percent = 100 * committed / limit if limit else 0.0
            group.is_limited = limit is not None
            group.available_amount = 0.0 if limit is None else limit - committed
            group.overdue_amount = sum(position.overdue.amount for position in members)
            group.overdue_days = max((position.overdue.days for position in members), default=0)
            group.is_over_limit = limit is not None and occupied - limit > EPSILON

    def action_dissolve(self, comment=None):
        """End the shared limit, with a reason; every party keeps its own."""
        return self.action_step("dissolve", comment)

    def action_add_member(self):
        """Ask which party joins, and why."""
        self.ensure_one()
        return self.env["counterparty.profile"]._action_ask_group({"default_group_id": self.id})

    def _applicant(self):
        return self.env["res.users"]

    def _decision_partner(self):
        return self.env["res.partner"]

    def _decision_department(self):
        return self.env["hr.department"]

    def _decision_facts(self):
        parts = [position.parts for position in self._positions()[self.id].values()]
        return {
            "limit": self.credit_limit,
            "actual": sum(map(exposure.actual, parts)),
            "projected": sum(map(exposure.projected, parts)),
        }

    def _after_step(self, step, comment):
        self._raise_lock()
        self.member_ids.group_id = False

    def _lock_pairs(self):
        members = self.sudo().member_ids
        return {(member.partner_id.id, member.company_id.id) for member in members}

    def _occupied(self):
        return {
            group_id: sum(exposure.actual(position.parts) for position in members.values())
            for group_id, members in self._positions().items()
        }

    def _positions(self, known=None):
        """Return ``{group id: {pair: Position}}`` of the members, in one query and one statement.

        :param known: ``{pair: Position}`` of parties whose position is at hand, or as it would be
        """
        known, result = dict(known or {}), {group.id: {} for group in self}
        members = self.env["counterparty.profile"].sudo()
        members = members.search_fetch(
            [("group_id", "in", self.ids)], ["group_id", "partner_id", "company_id"]
        )
        pairs = {member: (member.partner_id.id, member.company_id.id) for member in members}
        others = members.filtered(lambda member: pairs[member] not in known)
        if others:
            service = self.env["counterparty.exposure"].sudo()
            known = {**service._positions(others.partner_id, others.company_id), **known}
        for member, pair in pairs.items():
            result[member.group_id.id][pair] = known[pair]
        return result

    def _shared(self, known=None):
        """Return ``{group id: (limit today, {pair: projected occupancy})}`` of those with a limit.

        :param known: as in ``_positions``
        """
        limits = self._effective_limits()
        limited = self.filtered(lambda group: group.id in limits)
        positions = limited._positions(known) if limited else {}
        return {
            group_id: (
                limits[group_id],
                {pair: exposure.projected(position.parts) for pair, position in members.items()},
            )
            for group_id, members in positions.items()
        }
