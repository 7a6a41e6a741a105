from odoo import fields, models
from odoo.exceptions import UserError

from ..policy import consistency, licence_codes, party_keys, review


class UndoError(UserError):
    """Takes back what was only tried."""


class CounterpartyAdmissionMixin(models.AbstractModel):
    """What the approval of an application carries out, all at once (articles 9 and 10)."""

    _name = "counterparty.admission.mixin"
    _description = "Counterparty Admission"

    def _announce(self, step):
        """Show in the ledger that a known contact is being applied for, or no longer."""
        partner = self.partner_id.commercial_partner_id
        if not partner:
            return
        profile = partner._counterparty_profile(self.company_id)
        if step.target == "submitted" and not profile:
            profile = profile.create(
                {
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "responsible_id": self.applicant_id.id,
                    "department_id": self.department_id.id,
                }
            )
        if step.target == "submitted" and profile.state == "prospect":
            profile.state = "applying"
        elif step.target in ("rejected", "cancelled") and profile.state == "applying":
            profile.state = "prospect"

    def _admit(self):
        """Enter the party in the ledger: contact, people, licences, row and limit at once."""
        partner = self._admit_partner()
        profile = self._admit_profile(partner)
        self.licence_ids.partner_id = partner
        self._admit_financials(partner)
        profile._set_limit(self.requested_limit, self.name)
        self.write({"profile_id": profile.id, "partner_id": partner.id})
        profile._open_group_request(self)

    def _admit_partner(self):
        codes = {row.kind: row.number for row in self.licence_ids if row.number}
        business = codes.get(consistency.BUSINESS)
        one_code = self.regime == consistency.ONE_LICENCE
        values = {
            "name": self.partner_name,
            "is_company": True,
            "country_id": self.country_id.id,
            "company_registry": business,
            "vat": licence_codes.normalise(codes.get(consistency.TAX) or (one_code and business))
            or False,
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
            "former_names": party_keys.joined(profile.former_names, self.former_names),
            "designated_by_id": (self.designated_by_id or profile.designated_by_id).id,
            "scope_category_ids": [
                fields.Command.link(found.id) for found in self.scope_category_ids
            ],
            **{
                name: self[name]
                for name in (
                    "business_scope",
                    "intro",
                    "registered_address",
                    "registered_capital",
                    "legal_representative",
                    "contact_name",
                    "contact_phone",
                    "principal_name",
                    "principal_phone",
                )
            },
            **self._information_values(),
        }
        if profile:
            profile.write(values)
            return profile
        return profiles.create(
            {"partner_id": partner.id, "company_id": self.company_id.id, **values}
        )

    def _apply_changes(self):
        """Carry out what was applied for, all at once."""
        party = self.partner_id.commercial_partner_id
        self.change_ids._compute_old_value()
        for change in self.change_ids:
            change._carry_out()
        if self.kind == review.CHANGE:
            self.licence_ids.replaces_id.active = False
            self.licence_ids.partner_id = party
            if self.adds_role:
                row = self._row()
                row.business_scope = party_keys.joined(row.business_scope, self.business_scope)
                row.scope_category_ids |= self.scope_category_ids
            texts = [change._text() for change in self.change_ids]
            texts += [licence.display_name for licence in self.licence_ids]
            party.message_post(
                body=self.env._(
                    "Changed by %(name)s: %(list)s", name=self.name, list="; ".join(texts)
                )
            )

    def _try_changes(self):
        """Carry a change out and take it back, so that what stands against it is told in time.

        :raise UserError: with the reason, as Odoo words it
        """
        listed = self.env["counterparty.listed.mixin"]
        try:
            with self.env.cr.savepoint(), listed._counterparty_carrying_out():
                self._apply_changes()
                self.env.flush_all()
                raise UndoError("")
        except UndoError:
            self.env.invalidate_all()
