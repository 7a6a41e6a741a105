from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import consistency, licences


class CounterpartyDocumentedMixin(models.AbstractModel):
    """Which documents are required of a party of the ledger and not on file (articles 8 and 9)."""

    _name = "counterparty.documented.mixin"
    _description = "Documents of a Ledger Row"
    _inherit = ["counterparty.scoped.mixin"]

    missing_document_ids = fields.Many2many(
        "counterparty.licence.type",
        string="Missing Documents",
        compute="_compute_missing_document_ids",
        compute_sudo=True,
        help="Required by its regime, its roles and what is traded, and not on file.",
    )
    has_missing_documents = fields.Boolean(
        "Documents Missing",
        compute="_compute_missing_document_ids",
        compute_sudo=True,
        search="_search_has_missing_documents",
    )

    @api.depends("state", "exempt", "role_customer", "role_supplier", "scope_category_ids")
    def _compute_missing_document_ids(self):
        missing = self._missing_types()
        for profile in self:
            profile.missing_document_ids = missing[profile]
            profile.has_missing_documents = bool(missing[profile])

    def _search_has_missing_documents(self, operator, value):
        if operator != "in":
            return NotImplemented
        parties = self.search([("state", "=", "approved"), ("exempt", "=", False)])
        ids = [row.id for row, types in parties.sudo()._missing_types().items() if types]
        domains = {True: Domain("id", "in", ids), False: Domain("id", "not in", ids)}
        return Domain.OR(domains[bool(wanted)] for wanted in value)

    def _missing_types(self):
        """Return ``{row: types of documents}``, in a fixed number of queries."""
        requirement = self.env["counterparty.requirement"]
        current = self.env["counterparty.licence"]._current(self.partner_id)
        result = {}
        for profile in self:
            held = current.get(profile.partner_id.id, {})
            types = self.env["counterparty.licence.type"]
            if profile.state == "approved" and not profile.exempt:
                roles = requirement._roles(profile)
                types = requirement._required(profile, roles, profile._regime(held))
                on_file = self.env["counterparty.licence"].browse(row.id for row in held.values())
                gone = licences.superseded({key: row.number for key, row in held.items()})
                types = types.filtered(
                    lambda found, on_file=on_file, gone=gone: (
                        found.kind not in gone and not requirement._fulfilling(on_file, found)
                    )
                )
            result[profile] = types
        return result

    def _regime(self, current):
        """Return the regime by which documents of a party are checked.

        :param current: its licences as ``_current`` gives them
        """
        country = self.partner_id.country_id
        if country and country != self.company_id.country_id:
            return consistency.FOREIGN
        old = consistency.ORGANISATION in current
        return consistency.THREE_LICENCES if old else consistency.ONE_LICENCE
