from odoo import fields, models
from odoo.exceptions import UserError

from ..policy import consistency


class CounterpartyAdmissionMixin(models.AbstractModel):
    """What an application must hold, what the review checks, and what approval carries out."""

    _name = "counterparty.admission.mixin"
    _description = "Counterparty Admission"

    def _missing(self):
        missing = self._missing_content()
        if self.state not in ("submitted", "reviewed"):
            return missing
        _ = self.env._
        if not (self.review_opinion or "").strip():
            missing.append(_("the review opinion"))
        if self.scope_conforms != "yes":
            missing.append(_("the confirmation that the scope of cooperation conforms"))
        missing += [
            _("a party that is not prohibited: %s", entry.display_name)
            for entry in self.prohibition_ids
        ]
        missing += [row["text"] for row in self.finding_ids if row["stops"]]
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
        return [text for value, text in wanted if not value] + self._missing_licences()

    def _missing_licences(self):
        _ = self.env._
        labels = dict(
            self.env["counterparty.licence.type"]._fields["kind"]._description_selection(self.env)
        )
        missing = []
        for kind in consistency.REQUIRED[self.regime or consistency.ONE_LICENCE]:
            label = labels[kind]
            licence = self.licence_ids.filtered(lambda row, kind=kind: row.kind == kind)[:1]
            if not licence:
                missing.append(_("the document: %s", label))
                continue
            if not licence.number:
                missing.append(_("%s: the number", label))
            if not licence.expiry_date and not licence.is_long_term:
                missing.append(_("%s: the expiry date, or long-term", label))
            if not licence.attachment_ids:
                missing.append(_("%s: a copy", label))
        return missing

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
        today = fields.Date.context_today(self)
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

    def _admit(self):
        """Enter the party in the ledger: contact, people, licences, row and limit at once."""
        partner = self._admit_partner()
        profile = self._admit_profile(partner)
        self.licence_ids.partner_id = partner
        profile._set_limit(self.requested_limit, self.name)
        self.write({"profile_id": profile.id, "partner_id": partner.id})

    def _admit_partner(self):
        codes = {row.kind: row.number for row in self.licence_ids if row.number}
        business = codes.get(consistency.BUSINESS)
        one_code = self.regime == consistency.ONE_LICENCE
        values = {
            "name": self.partner_name,
            "is_company": True,
            "country_id": self.country_id.id,
            "company_registry": business,
            "vat": codes.get(consistency.TAX) or (business if one_code else False),
        }
        partner = self.partner_id.commercial_partner_id
        if partner:
            partner.write({name: value for name, value in values.items() if value})
        else:
            partner = partner.create({**values, "street": self.registered_address})
        for rank, role in (
            ("customer_rank", self.role_customer),
            ("supplier_rank", self.role_supplier),
        ):
            if role and not partner[rank]:
                partner[rank] = 1
        self._admit_people(partner)
        return partner

    def _admit_people(self, partner):
        """Create or update the business contact and the business principal."""
        people = (
            (self.contact_name, self.contact_phone, "counterparty_contact"),
            (self.principal_name, self.principal_phone, "counterparty_principal"),
        )
        for name, phone, tag in people:
            category = self.env.ref(f"counterparty_control.{tag}")
            person = partner.child_ids.filtered(lambda c, name=name: c.name == name)[:1]
            if not person:
                person = partner.create({"name": name, "parent_id": partner.id, "type": "contact"})
            person.write({"phone": phone, "category_id": [fields.Command.link(category.id)]})

    def _admit_profile(self, partner):
        profiles = self.env["counterparty.profile"]
        profile = partner._counterparty_profile(self.company_id)
        if profile.state == "approved":
            raise UserError(self.env._("%s stands in the ledger already.", partner.display_name))
        values = {
            "state": "approved",
            "role_customer": profile.role_customer or self.role_customer,
            "role_supplier": profile.role_supplier or self.role_supplier,
            "responsible_id": self.applicant_id.id,
            "department_id": self.department_id.id,
            "application_date": self.application_date,
            **{
                name: self[name]
                for name in (
                    "business_scope",
                    "intro",
                    "registered_address",
                    "registered_capital",
                    "legal_representative",
                    "former_names",
                    "contact_name",
                    "contact_phone",
                    "principal_name",
                    "principal_phone",
                )
            },
        }
        if profile:
            profile.write(values)
            return profile
        return profiles.create(
            {"partner_id": partner.id, "company_id": self.company_id.id, **values}
        )
