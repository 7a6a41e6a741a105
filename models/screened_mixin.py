from odoo import fields, models
from odoo.fields import Domain

_READERS = ",".join(
    f"counterparty_control.group_{name}" for name in ("office", "leadership", "finance", "auditor")
)


class CounterpartyScreenedMixin(models.AbstractModel):
    """A ledger row shows whether the party is, or may be, on the prohibited list."""

    _name = "counterparty.screened.mixin"
    _description = "Counterparty on the Prohibited List"

    hit_count = fields.Integer("Prohibited List", compute="_compute_hits", groups=_READERS)
    listed_state = fields.Selection(
        [("prohibited", "Prohibited"), ("similar", "To Be Cleared")],
        "On the Prohibited List",
        compute="_compute_hits",
        search="_search_listed_state",
        groups=_READERS,
    )

    def _compute_hits(self):
        hits = self.env["counterparty.prohibition.hit"].search(
            [("partner_id", "in", self.partner_id.ids), ("state", "!=", "lapsed")]
        )
        for profile in self:
            found = hits.filtered(lambda hit, row=profile: hit.partner_id == row.partner_id)
            similar = any(hit.kind == "similar" and hit.state == "open" for hit in found)
            profile.hit_count = len(found)
            profile.listed_state = (
                "prohibited" if any(found.mapped("is_blocking")) else similar and "similar"
            )

    def _search_listed_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = {
            "prohibited": Domain("is_blocking", "=", True),
            "similar": Domain("kind", "=", "similar") & Domain("state", "=", "open"),
        }
        hits = self.env["counterparty.prohibition.hit"]
        wanted = Domain.OR(domains[state] for state in value if state in domains)
        found = Domain("partner_id", "in", hits.search(wanted).partner_id.ids)
        if False in value:
            every = hits.search(Domain.OR(domains.values()))
            found |= Domain("partner_id", "not in", every.partner_id.ids)
        return found

    def action_open_hits(self):
        """Open the hits of the party on the prohibited list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_prohibition_hit_action"
        )
        return {**action, "domain": [("partner_id", "=", self.partner_id.id)], "context": {}}

    def _notice_screening(self):
        """New in the ledger: to be compared with the list."""
        self.env["counterparty.screening"]._notice("partner", self.sudo().partner_id.ids)
