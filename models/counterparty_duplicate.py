from collections import namedtuple

from odoo import api, models

from ..policy import party_keys

#: A party that may be the same, and by what: ``party_keys.NAME``, ``FORMER_NAME`` or ``CODE``.
Found = namedtuple("Found", "partner same")
_BY = (party_keys.CODE, party_keys.NAME, party_keys.FORMER_NAME)


class CounterpartyDuplicate(models.AbstractModel):
    """Finds parties that may be the same by any code, name or former name, archived ones too."""

    _name = "counterparty.duplicate"
    _description = "Duplicate Parties"

    @api.model
    def _find(self, wanted):
        """Return ``{record: [Found]}``, in one query for all records.

        :param wanted: ``{record: (keys by kind, ids of the parties that it is itself)}``
        """
        values = {v for keys, _own in wanted.values() for found in keys.values() for v in found}
        parties = self.env["counterparty.party.key"].sudo()._parties(values) if values else {}
        result = {}
        for record, (keys, own) in wanted.items():
            by_party = {}
            for kind, mine in keys.items():
                for value in mine:
                    for partner_id, theirs in parties.get(value, {}).items():
                        same = self._same(kind, theirs)
                        if same and partner_id not in own:
                            by_party.setdefault(partner_id, set()).add(same)
            partners = self.env["res.partner"].sudo().browse(by_party)
            result[record] = [
                Found(partner, min(by_party[partner.id], key=_BY.index)) for partner in partners
            ]
        return result

    @api.model
    def _same(self, mine, theirs):
        """Return by what two parties are the same: a code is never a name."""
        if mine == party_keys.CODE:
            return mine if mine in theirs else None
        names = theirs - {party_keys.CODE}
        if mine == party_keys.NAME and party_keys.NAME in names:
            return party_keys.NAME
        return party_keys.FORMER_NAME if names else None

    @api.model
    def _rows(self, found, company):
        """Return what the current user may know of parties, as JSON rows with links.

        Of a party of another department that is its name and who is responsible, no more.
        """
        partners = self.env["res.partner"].sudo().concat(*(row.partner for row in found))
        profiles = self.env["counterparty.profile"].sudo()
        profiles = profiles.search([("partner_id", "in", partners.ids)])
        readable = profiles.with_env(self.env(su=False))._filtered_access("read")
        labels, rows = self._labels(), []
        for partner, same in found:
            own = profiles.filtered(lambda row, partner=partner: row.partner_id == partner)
            here = own.filtered(lambda row: row.company_id == company)
            seen = here & readable.sudo()
            target = seen or (partner if not own else profiles.browse())
            rows.append(
                {
                    "name": partner.name or "",
                    "responsible": (here or own)[:1].responsible_id.name or "",
                    "same": labels[same],
                    "archived": bool(target) and not partner.active,
                    "model": target._name if target else False,
                    "id": target.id if target else False,
                    "partner_id": partner.id if target and here.state != "approved" else False,
                }
            )
        return rows

    @api.model
    def _text(self, rows):
        """Return rows as lines of text."""
        _ = self.env._
        lines = []
        for row in rows:
            values = {"name": row["name"], "same": row["same"], "user": row["responsible"]}
            if row["responsible"]:
                lines.append(_("%(name)s (%(same)s; responsible: %(user)s)", **values))
            else:
                lines.append(_("%(name)s (%(same)s)", **values))
        return lines

    @api.model
    def _labels(self):
        _ = self.env._
        return {
            party_keys.CODE: _("same code"),
            party_keys.NAME: _("same name"),
            party_keys.FORMER_NAME: _("former name"),
        }
