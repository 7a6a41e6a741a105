from odoo import api, models

from ..policy import licence_codes, party_keys

_KNOWN_BY = ("name", "vat", "company_registry")


class ResPartner(models.Model):
    """Contacts that are entered, imported or renamed are compared with all that are known."""

    _inherit = "res.partner"

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
        if result.get("ids"):
            result["messages"] = [*result["messages"], *self._counterparty_import_warnings(result)]
        return result

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
            for user in office.filtered(
                lambda user: user.active and profile.company_id in user.company_ids
            ):
                profile.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("Perhaps the same party: %s", " / ".join(texts)),
                )
