from markupsafe import Markup

from odoo import api, fields, models

from ..policy import required, review


class CounterpartyRequiredMixin(models.AbstractModel):
    """Which documents an application has to hold, and what is missing of each (article 5)."""

    _name = "counterparty.required.mixin"
    _description = "Required Documents of an Application"
    _inherit = ["counterparty.scoped.mixin"]

    required_documents = fields.Html(
        compute="_compute_required_documents",
        sanitize=False,
        help="By the regime, the roles and what is traded.",
    )

    @api.depends(
        "kind",
        "partner_id",
        "change_ids.field",
        "regime",
        "role_customer",
        "role_supplier",
        "scope_category_ids",
        "licence_ids.type_id",
        "licence_ids.number",
        "licence_ids.expiry_date",
        "licence_ids.is_long_term",
        "licence_ids.attachment_ids",
    )
    @api.depends_context("lang")
    def _compute_required_documents(self):
        requirement = self.env["counterparty.requirement"]
        row = Markup(
            '<tr><td><i class="fa %s me-2"/>%s</td><td>%s</td><td class="text-muted">%s</td></tr>'
        )
        for application in self:
            lines = Markup()
            types = application._required_types()
            for found, label in requirement._labels(types).items():
                absent = application._missing_of(found)
                mark = "fa-times text-danger" if absent else "fa-check text-success"
                state = ", ".join(absent) or self.env._("there")
                lines += row % (mark, label, state, requirement._reason(found))
            table = Markup('<table class="table table-sm mb-0"><tbody>%s</tbody></table>')
            application.required_documents = table % lines if types else False

    def _required_types(self):
        """Return the types of documents that an application needs.

        A change needs those of the roles that it adds, as far as they are not on file.
        """
        requirement, roles = self.env["counterparty.requirement"], self._roles_applied()
        none = self.env["counterparty.licence.type"]
        if self.kind == review.NEW:
            return requirement._required(self, roles, self.regime)
        if not roles:
            return none
        party = self.partner_id.commercial_partner_id._origin
        held = self.env["counterparty.licence"]._current(party).get(party.id, {})
        on_file = none.union(*(row.type_id for row in held.values()))
        types = requirement._required(self, roles, self.regime) - on_file
        return types.filtered(lambda found: found.kind not in required.BASE)

    def _roles_applied(self):
        """Return the roles that are applied for: of a new party, or added by a change."""
        if self.kind == review.NEW:
            return self.env["counterparty.requirement"]._roles(self)
        lines = self.change_ids.mapped("field")
        return {role for role in (required.CUSTOMER, required.SUPPLIER) if f"role_{role}" in lines}

    def _missing_documents(self, types):
        """Return what is missing of the documents of some types."""
        _ = self.env._
        missing = []
        for found, label in self.env["counterparty.requirement"]._labels(types).items():
            if not self.env["counterparty.requirement"]._fulfilling(self.licence_ids, found):
                missing.append(_("the document: %s", label))
                continue
            missing += [
                _("%(document)s: %(missing)s", document=label, missing=text)
                for text in self._missing_of(found)
            ]
        return missing

    def _outside_scope(self):
        """Return the names of categories outside the scope of the company; None without one."""
        scope = self.company_id.sudo().counterparty_scope_category_ids
        if not scope or not self._begins_cooperation():
            return None
        path = self.env["counterparty.requirement"]._path
        outside = self.scope_category_ids.filtered(lambda c: path(c).isdisjoint(scope.ids))
        return tuple(outside.mapped("display_name"))

    def _missing_of(self, found):
        """Return what is missing of a document of a type, nothing if it is complete."""
        _ = self.env._
        licence = self.env["counterparty.requirement"]._fulfilling(self.licence_ids, found)[:1]
        if not licence:
            return [_("missing")]
        wanted = [
            (licence.number, _("the number")),
            (licence.expiry_date or licence.is_long_term, _("the expiry date, or long-term")),
            (licence.attachment_ids, _("a copy")),
        ]
        return [text for value, text in wanted if not value]
