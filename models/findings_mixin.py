from odoo import api, fields, models

from ..policy import changes, consistency, party_keys

#: Who may know that a party is on the prohibited list.
_TOLD = ("office", "leadership", "finance", "auditor")
#: What the findings on an application rest on.
_INPUTS = (
    "state",
    "partner_id",
    "partner_name",
    "former_names",
    "company_id",
    "country_id",
    "regime",
    "registered_address",
    "registered_capital",
    "legal_representative",
    "business_scope",
    "scope_category_ids",
    "signed_findings",
    "change_ids.field",
    "change_ids.value",
    "change_ids.holder_name",
    "change_ids.bank_account_id",
    "licence_ids.type_id",
    "licence_ids.number",
    "licence_ids.holder_name",
    "licence_ids.legal_representative",
    "licence_ids.registered_address",
    "licence_ids.currency_id",
    "licence_ids.registered_capital",
    "licence_ids.establishment_date",
    "licence_ids.licensed_scope",
    "licence_ids.issue_date",
    "licence_ids.expiry_date",
    "licence_ids.is_long_term",
)


class CounterpartyFindingsMixin(models.AbstractModel):
    """The checks of article 6 on an application, with both values side by side."""

    _name = "counterparty.findings.mixin"
    _description = "Counterparty Findings"

    finding_ids = fields.Json("Checks", compute="_compute_finding_ids", compute_sudo=True)

    @api.depends(*_INPUTS)
    @api.depends_context("lang", "uid")
    def _compute_finding_ids(self):
        duplicates = self._duplicates()
        for application in self:
            application.finding_ids = application._finding_rows(duplicates[application])

    def _findings(self, duplicates):
        """Return the findings of ``policy/consistency.py``.

        :param duplicates: what ``_duplicates`` found for the application
        """
        party = consistency.Party(
            name=self._proposed(changes.NAME, self.partner_name) or "",
            regime=self.regime or consistency.ONE_LICENCE,
            country=self.country_id.code or None,
            former_names=tuple(party_keys.lines(self.former_names)),
            representative=self._proposed(changes.REPRESENTATIVE, self.legal_representative) or "",
            address=self.registered_address or "",
            capital=self.registered_capital,
            cooperation=self.business_scope or "",
            categories=tuple(self.scope_category_ids.mapped("display_name")),
            outside=self._outside_scope(),
            bank_holders=self._bank_holders(),
            duplicates=tuple(found.partner.name or "" for found in duplicates),
            prohibitions=tuple(self.prohibition_ids.mapped("name")),
        )
        documents = [self._document(row) for row in self.licence_ids if row.kind]
        return consistency.check(party, documents, self.company_id._counterparty_today())

    def _bank_holders(self):
        """Return the holders of the accounts that the party has after the approval."""
        kept = self.partner_id.commercial_partner_id.bank_ids - self.change_ids.bank_account_id
        name = self._proposed(changes.NAME, self.partner_name) or ""
        proposed = self.change_ids.filtered(lambda line: line.field == changes.BANK)
        return (
            *kept.mapped(lambda account: account.acc_holder_name or ""),
            *proposed.mapped(lambda line: line.holder_name or name),
        )

    def _document(self, row):
        comparable = row.currency_id in (self.currency_id, self.currency_id.browse())
        return consistency.Document(
            kind=row.kind,
            number=row.number or "",
            holder=row.holder_name or "",
            representative=row.legal_representative or "",
            address=row.registered_address or "",
            capital=row.registered_capital if comparable else 0.0,
            scope=row.licensed_scope or "",
            established=row.establishment_date or None,
            issued=row.issue_date or None,
            expiry=row.expiry_date or None,
            long_term=row.is_long_term,
        )

    def _finding_rows(self, duplicates):
        """Return the findings as JSON rows: check, result, both values, and what stops.

        What the prohibited list says is not for the applicant.
        """
        told = any(self.env.user.has_group(f"counterparty_control.group_{name}") for name in _TOLD)
        labels, notes = self._finding_labels(), self._finding_notes()
        documents = dict(
            self.env["counterparty.licence.type"]._fields["kind"]._description_selection(self.env)
        )
        rows, signed = [], self.signed_findings or {}
        for finding in self._findings(duplicates):
            if finding.check == "prohibited" and not told:
                continue
            label = labels[finding.check]
            shown = {"check": label, "left": finding.left or "—", "right": finding.right or "—"}
            rows.append(
                {
                    "key": finding.key,
                    "name": finding.check,
                    "check": label,
                    "document": documents.get(finding.kind, ""),
                    "result": finding.result,
                    "note": notes.get(finding.note, ""),
                    "left": finding.left,
                    "right": finding.right,
                    "hard": consistency.CHECKS[finding.check],
                    "asks": finding.asks,
                    "stops": finding.stops and finding.key not in signed,
                    "can_be_signed": finding.check not in consistency.NEVER_SIGNED,
                    "signed": signed.get(finding.key) if finding.stops else None,
                    "text": self.env._("%(check)s: %(left)s / %(right)s", **shown),
                }
            )
        return rows

    @api.model
    def _finding_notes(self):
        return {consistency.RENAMED: self.env._("perhaps renamed")}

    @api.model
    def _finding_labels(self):
        _ = self.env._
        return {
            "name": _("Name on the document"),
            "representative": _("Legal representatives agree"),
            "address": _("Addresses agree"),
            "code": _("Code is well-formed"),
            "organisation_code": _("Organisation code is well-formed"),
            "registration_number": _("Registration number is well-formed"),
            "organisation_in_code": _("Social credit code contains the organisation code"),
            "tax_number": _("Tax number contains the organisation code"),
            "district": _("Districts in the codes agree"),
            "capital": _("Registered capital agrees"),
            "validity": _("Valid today"),
            "dates": _("Dates follow each other"),
            "regime": _("Documents are those of today"),
            "scope": _("Licensed scope covers the cooperation"),
            "bank_holder": _("Bank account is in the party's name"),
            "category": _("Products within the scope of the company"),
            "duplicate": _("Not known under another contact"),
            "prohibited": _("Not on the prohibited list"),
        }
