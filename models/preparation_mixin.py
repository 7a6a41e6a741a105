from odoo import models
from odoo.exceptions import UserError


class CounterpartyPreparationMixin(models.AbstractModel):
    """What the office does with a switch-on before the leadership decides, and its buttons."""

    _name = "counterparty.preparation.mixin"
    _description = "Preparing a Switch-On"

    def action_propose(self):
        """List the parties anew: what is new is added, what was edited stays."""
        for record in self:
            record._check_frozen({"line_ids"})
            record.check_access("write")
            record.sudo()._propose()

    def action_send_back(self, comment=None):
        """Return to the office, with a reason."""
        return self.action_step("send_back", comment)

    def action_observe_again(self, comment=None):
        """Go back to observing at once, with a reason; who was admitted stays in the ledger."""
        return self.action_step("observe_again", comment)

    def action_open_lines(self):
        """Open the listed parties, to edit many at once."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Existing Parties"),
            "res_model": "counterparty.onboarding.line",
            "views": [(False, "list")],
            "domain": [("onboarding_id", "=", self.id)],
        }

    def action_open_observations(self):
        """Open what would have been blocked in the company lately."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "counterparty_control.counterparty_observation_action"
        )
        return {**action, "domain": [("company_id", "=", self.company_id.id)]}

    def _propose(self):
        """Add the parties that are not listed yet, and drop those that are no longer to be."""
        self.ensure_one()
        if self.state not in ("draft", "returned"):
            raise UserError(self.env._("%s was submitted: its list is settled.", self.name))
        rows = self.env["counterparty.survey"]._proposals(self.company_id, self.months)
        wanted = {row["partner_id"] for row in rows}
        self.line_ids.filtered(lambda line: line.partner_id.id not in wanted).unlink()
        listed = set(self.line_ids.partner_id.ids)
        self.env["counterparty.onboarding.line"].create(
            [{**row, "onboarding_id": self.id} for row in rows if row["partner_id"] not in listed]
        )

    def _missing(self):
        _ = self.env._
        missing = []
        today = self.company_id._counterparty_today()
        if not self.enforce_from or self.enforce_from < today:
            missing.append(_("a day from which control is enforced, today or later"))
        included = self.line_ids.filtered("include")
        faults = (
            (lambda line: not line.responsible_id, _("who is responsible for %s")),
            (
                lambda line: not (line.role_customer or line.role_supplier),
                _("whether customer, supplier or both: %s"),
            ),
            (lambda line: line.is_prohibited, _("without prohibited parties: %s")),
        )
        for is_at_fault, text in faults:
            lines = included.filtered(is_at_fault)
            if lines:
                names = lines[:5].mapped("partner_name")
                more = ["…"] if len(lines) > len(names) else []
                missing.append(text % ", ".join(names + more))
        return missing
