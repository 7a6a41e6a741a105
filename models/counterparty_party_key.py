from odoo import api, fields, models
from odoo.tools import SQL

from ..policy import party_keys

#: Every text by which a party is known: ``(party, kind, text)``; archived records count too.
_TEXTS = """
    SELECT id, 'name' AS kind, name AS text FROM party
    UNION ALL SELECT id, 'code', vat FROM party
    UNION ALL SELECT id, 'code', company_registry FROM party
    UNION ALL SELECT party.id, 'name', licence.holder_name
      FROM party JOIN counterparty_licence licence ON licence.partner_id = party.id
    UNION ALL SELECT party.id, 'code', licence.number
      FROM party JOIN counterparty_licence licence ON licence.partner_id = party.id
    UNION ALL SELECT party.id, 'former_name', profile.former_names
      FROM party JOIN counterparty_profile profile ON profile.partner_id = party.id
"""
_KEYS = {
    party_keys.NAME: lambda text: party_keys.names([text]),
    party_keys.FORMER_NAME: lambda text: party_keys.names(party_keys.lines(text)),
    party_keys.CODE: lambda text: party_keys.code_keys([text]),
}

_DELETE = """DELETE FROM counterparty_party_key key
 USING UNNEST(%s, %s, %s) gone(partner_id, kind, value)
 WHERE (key.partner_id, key.kind, key.value) = (gone.partner_id, gone.kind, gone.value)
 RETURNING key.id"""
_INSERT = """INSERT INTO counterparty_party_key (partner_id, kind, value)
SELECT * FROM UNNEST(%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id"""


class CounterpartyPartyKey(models.Model):
    """A normalised name or code of a party, archived ones included, to find it by.

    The rows follow from contacts, their licences and ledger rows; nobody writes them.
    """

    _name = "counterparty.party.key"
    _description = "Party Key"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [
            (party_keys.NAME, "Name"),
            (party_keys.FORMER_NAME, "Former name"),
            (party_keys.CODE, "Code"),
        ],
        required=True,
    )
    value = fields.Char(required=True)

    _value_uniq = models.UniqueIndex("(value, partner_id, kind)", "A key is kept once.")

    @api.model
    def _rebuild(self):
        """Bring the keys of all parties up to date; for a database that had none."""
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        found = self.env.execute_query(SQL("SELECT id FROM res_partner"))
        ids = [partner_id for (partner_id,) in found]
        for start in range(0, len(ids), 10_000):
            self._refresh(ids[start : start + 10_000])

    @api.model
    def _refresh(self, partner_ids):
        """Bring the keys of these parties up to date; contacts of a party have none.

        :return: the ids of the parties that have a key which they did not have before
        """
        ids = list(set(partner_ids) - {False, None})
        if not ids:
            return []
        wanted, known = self._wanted(ids), self._known(ids)
        gone, new = known - wanted, wanted - known
        for statement, rows in ((_DELETE, gone), (_INSERT, new)):
            if rows:
                self.env.execute_query(SQL(statement, *map(list, zip(*rows, strict=True))))
        if gone or new:
            self.invalidate_model()
        changed = sorted({row[0] for row in new})
        if changed:
            self._keys_added(changed)
        return changed

    @api.model
    def _keys_added(self, partner_ids):
        """Called with the ids of parties that got a new name or code, archived ones included."""
        self.env["counterparty.screening"]._notice("partner", partner_ids)

    @api.model
    def _parties(self, values):
        """Return ``{value: {partner id: kinds}}`` of the parties known by these values."""
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT value, partner_id, kind FROM counterparty_party_key"
                " WHERE value = ANY(%s) ORDER BY partner_id",
                list(values),
            )
        )
        result = {}
        for value, partner_id, kind in found:
            result.setdefault(value, {}).setdefault(partner_id, set()).add(kind)
        return result

    def _wanted(self, ids):
        self.env["res.partner"].flush_model(
            ["name", "vat", "company_registry", "commercial_partner_id"]
        )
        self.env["counterparty.licence"].flush_model(["partner_id", "number", "holder_name"])
        self.env["counterparty.profile"].flush_model(["partner_id", "former_names"])
        found = self.env.execute_query(
            SQL(
                "WITH party AS (SELECT id, name, vat, company_registry FROM res_partner"
                " WHERE id = ANY(%s) AND commercial_partner_id = id)"
                " SELECT id, kind, text FROM (" + _TEXTS + ") known WHERE text <> ''",
                ids,
            )
        )
        return {(row, kind, value) for row, kind, text in found for value in _KEYS[kind](text)}

    def _known(self, ids):
        query = SQL(
            "SELECT partner_id, kind, value FROM counterparty_party_key WHERE partner_id = ANY(%s)",
            ids,
        )
        return set(self.env.execute_query(query))
