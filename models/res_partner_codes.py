from odoo import api, models
from odoo.exceptions import ValidationError

from ..policy import foreign_codes, licence_codes

_CODES = ("vat", "company_registry")


class ResPartner(models.Model):
    """Codes of a contact: what is legal in China passes, what a spreadsheet cut is refused."""

    _inherit = "res.partner"

    @api.constrains(*_CODES)
    def _check_counterparty_codes(self):
        wording = self.env["counterparty.code.wording"]
        problems = [
            text
            for partner in self
            for name in _CODES
            if (text := wording._damage_text(partner._counterparty_label(name), partner[name]))
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    @api.onchange(*_CODES, "country_id")
    def _onchange_counterparty_codes(self):
        if foreign_codes.is_foreign(self.country_id.code):
            return None
        wording = self.env["counterparty.code.wording"]
        warnings = [wording._slip_warning(self._counterparty_label(n), self[n]) for n in _CODES]
        texts = [warning["message"] for warning in warnings if warning]
        title = self.env._("Please Check the Number")
        return {"warning": {"title": title, "message": "\n".join(texts)}} if texts else None

    @api.private
    def check_vat_cn(self, vat):
        """Whether a Chinese tax number is legal; Odoo's check of VAT looks it up by this name.

        Its own check knows neither the old numbers nor the codes of prefix A, N and Y.
        """
        return licence_codes.is_tax_number(vat)

    @api.model
    def _run_vat_checks(self, country, vat, partner_name="", validation="error"):
        try:
            return super()._run_vat_checks(country, vat, partner_name, validation)
        except ValidationError as error:
            meant = self.env["counterparty.code.wording"]._suggestion_text(vat)
            if foreign_codes.is_foreign(country.code) or not meant:
                raise
            raise ValidationError(f"{error}\n{meant}") from error

    def _counterparty_label(self, name):
        return self._fields[name]._description_string(self.env)
