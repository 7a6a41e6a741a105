from odoo import api, fields, models
from odoo.fields import Domain

_READERS = ",".join(
    f"counterparty_control.group_{name}" for name in ("office", "leadership", "finance", "auditor")
)


class CounterpartySimilarMixin(models.AbstractModel):
    """An application waits until the office has cleared names that look like prohibited ones."""

    _name = "counterparty.similar.mixin"
    _description = "Application Compared With the Prohibited List"

    hit_ids = fields.Many2many(
        "counterparty.prohibition.hit",
        string="Prohibited List Hits",
        compute="_compute_hit_ids",
        groups=_READERS,
    )
    similar_ids = fields.Many2many(
        "counterparty.prohibition.hit",
        string="To Be Cleared",
        compute="_compute_hit_ids",
        groups=_READERS,
    )

    @api.depends("partner_id", "state")
    def _compute_hit_ids(self):
        for application in self:
            found = application._prohibition_hits()
            application.hit_ids = found
            application.similar_ids = found.filtered(
                lambda hit: hit.kind == "similar" and hit.state == "open"
            )

    def action_open_hits(self):
        """Open the hits of the application on the prohibited list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_prohibition_hit_action"
        )
        return {**action, "domain": [("id", "in", self.hit_ids.ids)], "context": {}}

    def _prohibition_hits(self):
        """Return the hits on the application, and on the contact that it is for."""
        wanted = Domain("application_id", "=", self._origin.id)
        party = self.partner_id.commercial_partner_id
        if party:
            wanted |= Domain("partner_id", "=", party.id)
        hits = self.env["counterparty.prohibition.hit"]
        return hits.search(wanted & Domain("state", "!=", "lapsed"))

    def _missing(self):
        """What looks like a prohibited party is cleared or confirmed before it is admitted."""
        missing = super()._missing()
        if self.state not in ("submitted", "reviewed"):
            return missing
        application = self.sudo()
        self.env["counterparty.screening"]._compare_now(application)
        return (
            missing
            + [
                self.env._(
                    "a decision of the office on '%(left)s', which looks like the prohibited party "
                    "'%(right)s'",
                    left=hit.party_value,
                    right=hit.entry_value,
                )
                for hit in application._prohibition_hits()
                if hit.state == "open" and hit.kind == "similar"
            ]
            + [
                self.env._("a party that is not prohibited: %s", hit.prohibition_id.display_name)
                for hit in application._prohibition_hits() - application._exact_hits()
                if hit.is_blocking
            ]
        )

    def _exact_hits(self):
        """Return the hits on entries that the application finds by itself."""
        return self._prohibition_hits().filtered(
            lambda hit: hit.prohibition_id in self.prohibition_ids
        )

    def _notice_screening(self):
        """Compare with the list; what was found on an application goes with the new party."""
        for application in self.sudo():
            party = application.partner_id.commercial_partner_id
            hits = self.env["counterparty.prohibition.hit"].sudo()
            found = hits.search(
                [("application_id", "=", application.id), ("partner_id", "=", False)]
            )
            if found and party:
                found.partner_id = party
        self.env["counterparty.screening"]._notice("application", self.ids)
        parties = self.sudo().partner_id.commercial_partner_id
        self.env["counterparty.screening"]._notice("partner", parties.ids)
