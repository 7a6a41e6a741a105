from odoo import api, fields, models


class CounterpartyProfile(models.Model):
    """The information file of a party: what it is, how it stands, and its credit record."""

    _name = "counterparty.profile"
    _inherit = ["counterparty.profile"]

    licensed_scope = fields.Text(help="The business scope printed on the licence.", tracking=True)
    establishment_date = fields.Date(tracking=True)
    paid_in_capital = fields.Monetary("Paid-in Capital", tracking=True)
    financial_ids = fields.One2many(related="partner_id.counterparty_financial_ids")
    event_ids = fields.One2many("counterparty.event", "profile_id", "Risk Events", readonly=True)
    open_event_count = fields.Integer("Open Risk Events", compute="_compute_open_event_count")

    @api.depends("event_ids.state")
    @api.depends_context("uid")
    def _compute_open_event_count(self):
        groups = self.env["counterparty.event"]._read_group(
            [("profile_id", "in", self.ids), ("state", "=", "open")], ["profile_id"], ["__count"]
        )
        counts = {profile.id: count for profile, count in groups}
        for profile in self:
            profile.open_event_count = counts.get(profile.id, 0)

    def action_open_events(self):
        """Open the credit record of the party."""
        return self._action_of_file(
            "counterparty_control.counterparty_event_action",
            [("profile_id", "=", self.id)],
            {"default_profile_id": self.id},
        )

    def action_record_event(self):
        """Enter a risk event of the party."""
        return {**self.action_open_events(), "views": [(False, "form")], "target": "new"}

    def action_open_financials(self):
        """Open the yearly figures of the party."""
        return self._action_of_file(
            "counterparty_control.counterparty_financial_action",
            [("partner_id", "=", self.partner_id.id)],
            {"default_partner_id": self.partner_id.id},
        )

    def action_add_financial(self):
        """Enter the figures of the party for a year."""
        return {**self.action_open_financials(), "views": [(False, "form")], "target": "new"}

    def _action_of_file(self, xmlid, domain, context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action.pop("path", None)
        return {**action, "domain": domain, "context": context}
