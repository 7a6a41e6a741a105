from odoo import api, fields, models


class CounterpartyRiskedMixin(models.AbstractModel):
    """A document on which the open risk events of its party are told to whoever decides."""

    _name = "counterparty.risked.mixin"
    _description = "Document of a Party With Risk Events"

    partner_id = fields.Many2one("res.partner")
    company_id = fields.Many2one("res.company")
    open_event_ids = fields.Many2many(
        "counterparty.event", string="Open Risk Events", compute="_compute_open_event_ids"
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_open_event_ids(self):
        pairs = {
            record: (record.partner_id.commercial_partner_id.id, record.company_id.id)
            for record in self
        }
        found = self.env["counterparty.event"].search(
            [
                ("partner_id", "in", [partner_id for partner_id, _company in pairs.values()]),
                ("company_id", "in", [company_id for _partner, company_id in pairs.values()]),
                ("state", "=", "open"),
            ]
        )
        events = found.grouped(lambda event: (event.partner_id.id, event.company_id.id))
        for record, pair in pairs.items():
            record.open_event_ids = events.get(pair, found.browse())
