from odoo import api, models
from odoo.exceptions import ValidationError

from ..policy import foreign_codes, licence_codes, party_keys

_CODES = ("vat", "company_registry")
_KNOWN_BY = ("name", *_CODES)


class ResPartner(models.Model):
    """Codes of a contact are checked, and contacts compared with all that are known.

    What is legal in China passes, what a spreadsheet cut is refused; who is entered, imported or
    renamed may be known already.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "counterparty.keyed.mixin"]

    _key_fields = frozenset({*_KNOWN_BY, "parent_id", "is_company"})

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

    @api.onchange(*_KNOWN_BY)
    def _onchange_counterparty_duplicates(self):
        if self.parent_id or not self.env.user._is_internal():
            return None
        texts = self._counterparty_duplicate_texts().get(self, [])
        if not texts:
            return None
        title = self.env._("Perhaps Known Already")
        return {"warning": {"title": title, "message": "\n".join(texts)}}

    def write(self, vals):
        if not vals.keys() & set(_KNOWN_BY):
            return super().write(vals)
        before = {partner: [partner[name] for name in _KNOWN_BY] for partner in self}
        result = super().write(vals)
        changed = self.filtered(lambda p: before[p] != [p[name] for name in _KNOWN_BY])
        changed._counterparty_keep_names({p.id: [before[p][0]] for p in changed})
        changed._counterparty_announce_duplicates()
        return result

    @api.model
    def load(self, fields, data):
        result = super().load(fields, data)
        messages = self.env["counterparty.code.wording"]._of_their_rows(result["messages"], data)
        if result["ids"]:
            messages += self._counterparty_import_warnings(result)
        return {**result, "messages": messages}

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
            text = self.env._("%(problem)s\n%(meant)s", problem=str(error), meant=meant)
            raise ValidationError(text) from error

    def _counterparty_label(self, name):
        return self._fields[name]._description_string(self.env)

    def _counterparty_import_warnings(self, result):
        """Return messages of an import about contacts that may be known already."""
        partners = self.browse(result["ids"])
        rows = {partner: index for index, partner in enumerate(partners)}
        return [
            {
                "type": "warning",
                "record": rows[partner],
                "rows": {"from": rows[partner], "to": rows[partner]},
                "field": "name",
                "message": self.env._("Perhaps known already: %s", " / ".join(texts)),
            }
            for partner, texts in partners._counterparty_duplicate_texts().items()
            if texts
        ]

    def _counterparty_party_keys(self):
        """Return the keys of a contact by kind; people are compared by their codes alone."""
        names = [self.name] if self.is_company else []
        return {
            party_keys.NAME: party_keys.names(names),
            party_keys.CODE: party_keys.code_keys([self.vat, self.company_registry]),
        }

    def _counterparty_duplicate_texts(self):
        """Return ``{contact: texts}`` on the parties that it may be the same as."""
        duplicates = self.env["counterparty.duplicate"]
        wanted = {
            partner: (partner._counterparty_party_keys(), set(partner._origin.ids))
            for partner in self
            if not partner.parent_id or partner.is_company
        }
        visible = self.env["res.partner"].with_context(active_test=False)
        found = duplicates._find(wanted)
        every = visible.concat(*(row.partner for rows in found.values() for row in rows))
        known = set(every.with_env(self.env)._filtered_access("read").ids) if every else set()
        return {
            partner: duplicates._text(
                duplicates._rows([r for r in rows if r.partner.id in known], self.env.company)
            )
            for partner, rows in found.items()
        }

    def _counterparty_keep_names(self, names):
        """Keep the names of the past of parties of the ledger: ``{partner id: names}``."""
        profiles = self.env["counterparty.profile"].sudo()
        for profile in profiles.search([("partner_id", "in", list(names))]):
            own = licence_codes.normalise_name(profile.partner_id.name)
            former = [n for n in names[profile.partner_id.id] if n]
            former = [n for n in former if licence_codes.normalise_name(n) != own]
            kept = party_keys.joined(profile.former_names, *former)
            if former and kept != (profile.former_names or ""):
                profile.former_names = kept

    def _counterparty_announce_duplicates(self):
        """Tell the office that an admitted party, as it is called now, may be known twice."""
        profiles = self.env["counterparty.profile"].sudo()
        for profile in profiles.search(
            [("partner_id", "in", self.ids), ("state", "=", "approved")]
        ):
            party = profile.partner_id
            keys = {party: (party._counterparty_party_keys(), {party.id})}
            duplicates = self.env["counterparty.duplicate"].sudo()
            found = duplicates._find(keys)[party]
            if not found:
                continue
            texts = duplicates._text(duplicates._rows(found, profile.company_id))
            office = self.env.ref("counterparty_control.group_office").all_user_ids
            for user in office.filtered("active") & profile.company_id.user_ids:
                profile.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("Perhaps the same party: %s", " / ".join(texts)),
                )
