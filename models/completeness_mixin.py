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
    finding_ids = fields.Json("Checks", compute="_compute_finding_ids", compute_sudo=True)

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

    @api.depends(*_INPUTS)
    @api.depends_context("lang")
    def _compute_finding_ids(self):
        for application in self:
            application.finding_ids = application._finding_rows()

    def _missing(self):
        missing = self._missing_content()
        if self.state not in ("submitted", "reviewed"):
            return missing
        _ = self.env._
        if not (self.review_opinion or "").strip():
            missing.append(_("the review opinion"))
        if self.kind == review.NEW and self.scope_conforms != review.CLEAR:
            missing.append(_("the confirmation that the scope of cooperation conforms"))
        missing += [
            _("a party that is not prohibited: %s", entry.display_name)
            for entry in self.prohibition_ids
        ]
        missing += [row["text"] for row in self.finding_ids or () if row["stops"]]
        return missing

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
        missing += self._missing_assessment() + self._missing_licences()
        rows = self._rows_in_ledger()
        return missing + [
            _("a party that is not in the ledger yet: %s", r.partner_name) for r in rows
        ]

    def _rows_in_ledger(self):
        """Return the approved ledger rows of the party, found by its contact or a number."""
        numbers = [number for number in self.licence_ids.mapped("number") if number]
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

    def _missing_licences(self):
        return self._missing_documents(consistency.REQUIRED[self.regime or consistency.ONE_LICENCE])

    def _prohibition_keys(self):
        names = [self.partner_name, *(self.former_names or "").splitlines()]
        keys = self.env["counterparty.prohibition"]._keys(names, self.licence_ids.mapped("number"))
        return keys | (
            self.partner_id.commercial_partner_id._counterparty_keys() if self.partner_id else set()
        )

    def _findings(self):
        """Return the findings of ``policy/consistency.py`` on the documents."""
        documents = [
            consistency.Document(
                kind=row.kind,
                number=row.number or "",
                holder=row.holder_name or "",
                representative=row.legal_representative or "",
                expiry=row.expiry_date or None,
                long_term=row.is_long_term,
            )
            for row in self.licence_ids
            if row.kind
        ]
        today = self.env.company._counterparty_today()
        return consistency.check(self.partner_name, self.regime, documents, today)

    def _finding_rows(self):
        """Return the findings as JSON rows: check, result, both values, and what stops."""
        _ = self.env._
        labels = {
            "name": _("Name on the document"),
            "representative": _("Legal representatives agree"),
            "validity": _("Valid today"),
            "code": _("Code is well-formed"),
            "tax_number": _("Tax number contains the organisation code"),
        }
        return [
            {
                "check": labels[finding.check],
                "result": finding.result,
                "left": finding.left,
                "right": finding.right,
                "stops": finding.hard and finding.result == consistency.INCONSISTENT,
                "text": _(
                    "%(check)s: %(left)s / %(right)s",
                    check=labels[finding.check],
                    left=finding.left or "—",
                    right=finding.right or "—",
                ),
            }
            for finding in self._findings()
        ]
