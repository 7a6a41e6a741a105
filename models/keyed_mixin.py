from odoo import api, models


class CounterpartyKeyedMixin(models.AbstractModel):
    """A record that tells names or codes of a party: its keys follow what is written."""

    _name = "counterparty.keyed.mixin"
    _description = "Record With Keys of a Party"

    #: Fields that the keys of a party follow from.
    _key_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._refresh_party_keys(records._keyed_ids())
        return records

    def write(self, vals):
        if not self._key_fields & vals.keys():
            return super().write(vals)
        before = self._keyed_ids()
        result = super().write(vals)
        self._refresh_party_keys(before | self._keyed_ids())
        return result

    def unlink(self):
        parties = self._keyed_ids()
        result = super().unlink()
        if self._name != "res.partner":
            self._refresh_party_keys(parties)
        return result

    def _keyed_ids(self):
        """Return the ids of the contacts whose keys follow from these records."""
        records = self.sudo()
        return set((records if self._name == "res.partner" else records.partner_id).ids)

    def _refresh_party_keys(self, partner_ids):
        self.env["counterparty.party.key"].sudo()._refresh(partner_ids)
