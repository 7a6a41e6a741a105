from odoo import api, fields, models

from ..policy import licence_codes, party_keys

#: Applications whose party may soon stand in the ledger.
_OPEN = ("submitted", "returned", "reviewed")


class CounterpartyDuplicatesMixin(models.AbstractModel):
    """An application names the contacts and applications that may be about the same party.

    On a draft they are shown with links; to submit it, the applicant chooses the contact or
    explains why it is another party, and the office signs for that.
    """

    _name = "counterparty.duplicates.mixin"
    _description = "Counterparty Duplicates"

    name_key = fields.Char(compute="_compute_name_key", store=True, index="btree_not_null")
    duplicate_reason = fields.Text(
        "Why It Is Another Party", help="Needed where a contact with the same name or code exists."
    )
    duplicate_ids = fields.Json("Perhaps Known Already", compute="_compute_duplicate_ids")

    @api.depends("partner_name")
    def _compute_name_key(self):
        for application in self:
            application.name_key = licence_codes.normalise_name(application.partner_name) or False

    @api.depends("partner_name", "former_names", "partner_id", "licence_ids.number", "state")
    @api.depends_context("lang", "uid")
    def _compute_duplicate_ids(self):
        duplicates = self._duplicates()
        for application in self:
            rows = self.env["counterparty.duplicate"]._rows(
                duplicates[application], application.company_id
            )
            application.duplicate_ids = rows + application._open_rows()

    def _duplicates(self):
        """Return ``{application: parties that may be the same}``, in one query for all."""
        wanted = {application: application._party_keys() for application in self}
        found = self.env["counterparty.duplicate"]._find(wanted)
        return {
            application: [
                row
                for row in rows
                if row.partner.company_id in (application.company_id, self.env["res.company"])
            ]
            for application, rows in found.items()
        }

    def _party_keys(self):
        """Return the keys of the application by kind, and the ids of its own party."""
        keys = {
            party_keys.NAME: party_keys.names([self.partner_name]),
            party_keys.FORMER_NAME: party_keys.names(party_keys.lines(self.former_names)),
            party_keys.CODE: party_keys.code_keys(self.licence_ids.mapped("number")),
        }
        own = self.partner_id.commercial_partner_id | self.sudo().profile_id.partner_id
        return keys, set(own.ids)

    def _open_rows(self):
        """Return rows of other open applications with the same name or number."""
        numbers = [number for number in self.licence_ids.mapped("number_key") if number]
        others = self.env["counterparty.licence"].sudo()
        others = others.search([("number_key", "in", numbers)]).application_id if numbers else None
        domain = [
            ("state", "in", _OPEN),
            ("company_id", "=", self.company_id.id),
            ("id", "!=", self._origin.id),
            "|",
            ("id", "in", others.ids if others else []),
            ("name_key", "=", self.name_key or ""),
        ]
        found = self.sudo().search(domain, limit=10)
        readable = found.with_env(self.env(su=False))._filtered_access("read")
        return [
            {
                "name": other.partner_name or "",
                "responsible": other.applicant_id.name,
                "same": self.env._("being applied for"),
                "archived": False,
                "model": other._name if other in readable.sudo() else False,
                "id": other.id if other in readable.sudo() else False,
                "partner_id": False,
            }
            for other in found
        ]

    def _missing_explanation(self, listed):
        """Return what is missing as long as parties that may be the same are not explained.

        :param listed: parties of the ledger, for which there is nothing to apply for anyway
        """
        if self.state not in ("draft", "returned") or (self.duplicate_reason or "").strip():
            return []
        found = [row for row in self._duplicates()[self] if row.partner not in listed]
        duplicates = self.env["counterparty.duplicate"]
        texts = duplicates._text(duplicates._rows(found, self.company_id))
        return [
            self.env._("the existing contact, or why it is another party: %s", text)
            for text in texts
        ]
