from odoo import api, fields, models

from ..policy import consistency, licence_codes, review

#: What the checks of an application rest on.
_INPUTS = (
    "state",
    "partner_id",
    "partner_name",
    "former_names",
    "company_id",
    "country_id",
    "regime",
    "role_customer",
    "role_supplier",
    "intro",
    "contact_name",
    "contact_phone",
    "principal_name",
    "principal_phone",
    "business_scope",
    "scope_category_ids",
    "kind",
    "change_reason",
    "change_ids.field",
    "change_ids.value",
    "change_ids.bank_account_id",
    "change_ids.licence_id",
    "interview_date",
    "interview_notes",
    "capability",
    "evaluation_ids",
    "supplement_ids.is_done",
    "licence_ids",
    "licence_ids.type_id",
    "licence_ids.number",
    "licence_ids.holder_name",
    "licence_ids.legal_representative",
    "licence_ids.expiry_date",
    "licence_ids.is_long_term",
    "licence_ids.attachment_ids",
    "duplicate_reason",
)
#: While the applicant edits; later, only the review misses anything.
_OPEN = ("draft", "returned")


class CounterpartyCompletenessMixin(models.AbstractModel):
    """What an application must hold, and what the review checks (articles 5 and 6)."""

    _name = "counterparty.completeness.mixin"
    _description = "Counterparty Completeness"

    missing_text = fields.Text(compute="_compute_missing_text")
    prohibition_ids = fields.Many2many(
        "counterparty.prohibition", compute="_compute_prohibition_ids", compute_sudo=True
    )

    @api.depends(*_INPUTS)
    @api.depends_context("lang")
    def _compute_missing_text(self):
        for application in self:
            missing = application._missing() if application.state in _OPEN else []
            application.missing_text = "\n".join(missing)

    @api.depends("partner_name", "former_names", "partner_id", "licence_ids.number")
    def _compute_prohibition_ids(self):
        entries = self.env["counterparty.prohibition"]
        keys = {application: application._prohibition_keys() for application in self}
        hits = entries._hits(keys)
        for application in self:
            application.prohibition_ids = hits[application]

    def _missing(self):
        missing = self._missing_content()
        if self.state not in ("submitted", "reviewed"):
            return missing
        _ = self.env._
        if not (self.review_opinion or "").strip():
            missing.append(_("the review opinion"))
        if self._begins_cooperation() and self.scope_conforms != review.CLEAR:
            missing.append(_("the confirmation that the scope of cooperation conforms"))
        missing += [
            _("a party that is not prohibited: %s", entry.display_name)
            for entry in self.prohibition_ids
        ]
        return missing + self._unsigned()

    def _missing_content(self):
        """Return the texts of all that article 5 asks for and that is not there."""
        _ = self.env._
        wanted = [
            (self.partner_name, _("the name of the counterparty")),
            (
                self.role_customer or self.role_supplier,
                _("whether it is customer, supplier or both"),
            ),
            (self.intro, _("an introduction")),
            (self.contact_name, _("the business contact")),
            (self.contact_phone, _("the phone of the business contact")),
            (self.principal_name, _("the business principal")),
            (self.principal_phone, _("the phone of the business principal")),
            (self.business_scope, _("the scope of cooperation")),
        ]
        missing = [text for value, text in wanted if not value]
        missing += self._missing_assessment() + self._missing_documents(self._required_types())
        rows = self._rows_in_ledger()
        missing += [_("a party that is not in the ledger yet: %s", r.partner_name) for r in rows]
        return missing + self._missing_explanation(rows.partner_id)

    def _rows_in_ledger(self):
        """Return the approved ledger rows of the party, found by its contact or a number."""
        # foreign numbers repeat from register to register
        own = self.licence_ids if self.regime != consistency.FOREIGN else self.licence_ids[:0]
        numbers = [number for number in own.mapped("number") if number]
        numbers += [licence_codes.normalise(number) for number in numbers]
        holders = (
            self.env["counterparty.licence"]
            .sudo()
            .search([("number", "in", numbers), ("partner_id", "!=", False)])
        )
        parties = holders.partner_id | self.partner_id.commercial_partner_id
        return (
            self.env["counterparty.profile"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", parties.ids),
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "approved"),
                ]
            )
        )

    def _prohibition_keys(self):
        names = [self.partner_name, *(self.former_names or "").splitlines()]
        keys = self.env["counterparty.prohibition"]._keys(names, self.licence_ids.mapped("number"))
        return keys | (
            self.partner_id.commercial_partner_id._counterparty_keys() if self.partner_id else set()
        )
