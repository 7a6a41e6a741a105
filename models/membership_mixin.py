from odoo import api, fields, models
from odoo.exceptions import UserError

JOIN, CHANGE = "join_group", "change_group"


class CounterpartyMembershipMixin(models.AbstractModel):
    """The group that a party belongs to.

    Joining a group takes room away, leaving it gives room: the office adds a party, and only the
    leadership takes it out or moves it to another one.
    """

    _name = "counterparty.membership.mixin"
    _description = "Membership of a Counterparty Group"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one(
        "counterparty.group",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Shares a limit with the other members, tested beside the own one.",
    )
    group_available_amount = fields.Monetary(
        "Available in the Group",
        compute="_compute_group_available_amount",
        help="What the limit of the group leaves to all of its members together.",
    )
    is_group_limited = fields.Boolean(compute="_compute_group_available_amount")

    @api.depends("group_id", "partner_id", "company_id")
    def _compute_group_available_amount(self):
        rooms = self._group_rooms()
        for profile in self:
            profile.group_available_amount = rooms.get(profile.id, 0.0)
            profile.is_group_limited = profile.id in rooms

    def action_step(self, name, comment=None):
        """Take a step; those that concern a group ask which one."""
        if name in (JOIN, CHANGE):
            self.ensure_one()
            self._check_step(self._find_step(name), self.env._("(to be given)"))
            return self._action_ask_group({"default_profile_id": self.id})
        return super().action_step(name, comment)

    def action_join_group(self):
        """Ask which group the party joins, and why."""
        return self.action_step(JOIN)

    def action_change_group(self):
        """Ask which other group the party belongs to from now on, if any, and why."""
        return self.action_step(CHANGE)

    def _action_ask_group(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change of Group"),
            "res_model": "counterparty.membership",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _step_error_key(self, step, comment):
        if step.name in (JOIN, CHANGE) and (step.name == JOIN) == bool(self.sudo().group_id):
            return "state"
        return super()._step_error_key(step, comment)

    def _move_to_group(self, group, comment):
        """Carry out a change of group as the current user, who needs the right to its step.

        :param group: the new one, or an empty recordset
        """
        self.ensure_one()
        group, before = group.sudo(), self.sudo().group_id
        if group == before or (group and group.state != "active"):
            raise UserError(self.env._("Please choose another active group."))
        if group and group.company_id != self.company_id:
            raise UserError(self.env._("A group and its members belong to one company."))
        (self.sudo() | before.member_ids | group.member_ids)._raise_lock()
        self._take_step(self._find_step(CHANGE if before else JOIN), comment, group_id=group.id)

    def _group_rooms(self):
        """Return ``{id: room that the limit of its group leaves today}``, live, for all at once.

        Only of those whose group has a limit; in company currency, negative when it is exceeded.
        """
        shared = self.sudo().group_id._shared() if self.sudo().group_id else {}
        rooms = {
            group_id: limit - sum(parts.values()) for group_id, (limit, parts) in shared.items()
        }
        return {
            profile.id: rooms[profile.group_id.id]
            for profile in self.sudo()
            if profile.group_id.id in rooms
        }
