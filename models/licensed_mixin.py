from odoo import api, fields, models
from odoo.fields import Domain

from ..policy import consistency, foreign_codes, licence_codes

_CODES = {
    "counterparty_licence_number": consistency.BUSINESS,
    "counterparty_org_code": consistency.ORGANISATION,
    "counterparty_tax_number": consistency.TAX,
}
_EXPIRIES = {
    "counterparty_licence_expiry": consistency.BUSINESS,
    "counterparty_org_code_expiry": consistency.ORGANISATION,
    "counterparty_tax_expiry": consistency.TAX,
}


class CounterpartyLicensedMixin(models.AbstractModel):
    """The licence columns of article 9 on a contact, for those who may read its licences."""

    _name = "counterparty.licensed.mixin"
    _description = "Contact With Licences"
    _inherit = ["counterparty.coded.mixin", "counterparty.keyed.mixin"]

    _key_fields = frozenset({"name", "vat", "company_registry", "parent_id", "is_company"})

    counterparty_licence_number = fields.Char(
        "Business Licence No.",
        compute="_compute_counterparty_licences",
        search="_search_counterparty_licence_number",
    )
    counterparty_licence_expiry = fields.Date(
        "Business Licence Expiry", compute="_compute_counterparty_licences"
    )
    counterparty_org_code = fields.Char(
        "Organisation Code",
        compute="_compute_counterparty_licences",
        search="_search_counterparty_licence_number",
    )
    counterparty_org_code_expiry = fields.Date(
        "Organisation Code Expiry", compute="_compute_counterparty_licences"
    )
    counterparty_tax_number = fields.Char(
        "Tax Registration No.",
        compute="_compute_counterparty_licences",
        search="_search_counterparty_licence_number",
    )
    counterparty_tax_expiry = fields.Date(
        "Tax Registration Expiry", compute="_compute_counterparty_licences"
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid")
    def _compute_counterparty_licences(self):
        visible = self._counterparty_visible_licences()
        for partner in self:
            found = visible.get(partner.commercial_partner_id.id, {})
            business = found.get(consistency.BUSINESS)
            one_code = business and licence_codes.is_uscc(business.number)
            for name, kind in _CODES.items():
                licence = business if one_code else found.get(kind)
                number = licence.number if licence else False
                if kind == consistency.ORGANISATION and licence is business and one_code:
                    number = licence_codes.org_code_of(number)
                if found and kind == consistency.TAX and not licence:
                    number = partner._counterparty_foreign_tax_number()
                partner[name] = number
            for name, kind in _EXPIRIES.items():
                licence = business if one_code else found.get(kind)
                partner[name] = licence.expiry_date if licence else False

    def _search_counterparty_licence_number(self, operator, value):
        """Find contacts by any number on their licences, or by the code inside a USCC."""
        if operator not in ("in", "ilike", "like", "=ilike", "=like"):
            return NotImplemented
        blank = operator == "in" and False in value
        if not self.env["counterparty.licence"].has_access("read"):
            return Domain.TRUE if blank else Domain.FALSE
        licences = "commercial_partner_id.counterparty_licence_ids"
        values = [text for text in value if text] if operator == "in" else [value]
        wanted = Domain.OR(
            Domain("number", "=" if operator == "in" else operator, text)
            | Domain("number", "=ilike", f"%{licence_codes.normalise(text)}_")
            for text in values
        )
        found = Domain(licences, "any", wanted)
        return found | Domain(licences, "not any", [("number", "!=", False)]) if blank else found

    def _counterparty_foreign_tax_number(self):
        """Return the tax number of a foreign party, which needs no certificate for it."""
        party = self.commercial_partner_id
        return party.vat if foreign_codes.is_foreign(party.country_id.code) else False

    def _counterparty_visible_licences(self):
        """Return ``{partner id: {kind: licence}}`` of what the current user may read."""
        licences = self.env["counterparty.licence"]
        if not licences.has_access("read"):
            return {}
        current = licences._current(self.commercial_partner_id)
        ids = [licence.id for found in current.values() for licence in found.values()]
        readable = set(licences.browse(ids)._filtered_access("read").ids)
        return {
            partner_id: {kind: row for kind, row in found.items() if row.id in readable}
            for partner_id, found in current.items()
        }
