from odoo import api, fields, models

from ..policy import changes, review


class CounterpartyRoleChangeMixin(models.AbstractModel):
    """An application by which an admitted party gets another role, or gives one up (article 4)."""

    _name = "counterparty.role.change.mixin"
    _description = "Change of the Roles of a Counterparty"

    adds_role = fields.Boolean(compute="_compute_adds_role")
    adds_supplier = fields.Boolean(compute="_compute_adds_role")

    @api.depends("kind", "role_supplier", "change_ids.field")
    def _compute_adds_role(self):
        for application in self:
            lines = set(application.change_ids.mapped("field"))
            is_new = application.kind == review.NEW
            application.adds_role = not is_new and not lines.isdisjoint(changes.ROLES)
            application.adds_supplier = (
                application.role_supplier if is_new else changes.SUPPLIER in lines
            )

    def _begins_cooperation(self):
        """Tell whether business of some kind begins with the approval."""
        return self.kind == review.NEW or self.adds_role

    def _missing_roles(self):
        """Return what stands against the roles that a change gives and takes away."""
        _, held = self.env._, self._row()._held_roles()
        missing = [
            _("a change of the roles that the party has: %s", line._label())
            for line in self.change_ids
            if changes.is_idle(line.field, held)
        ]
        lines = self.change_ids.mapped("field")
        if held and not changes.held_after(held, lines):
            missing.append(_("a role that remains; to end the cooperation, close the party"))
        if self.adds_role and not (self.business_scope or "").strip():
            missing.append(_("the scope of cooperation"))
        return missing + self._missing_assessment()

    @api.model
    def _role_draft(self, row, role):
        """Return the draft in which the user applies for another role of an admitted party."""
        application, name = self._change_draft(row), f"role_{role}"
        if not row[name] and name not in application.sudo().change_ids.mapped("field"):
            application.sudo().change_ids = [fields.Command.create({"field": name})]
        return application
