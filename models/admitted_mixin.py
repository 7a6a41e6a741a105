from odoo import models


class CounterpartyAdmittedMixin(models.AbstractModel):
    """How the lines of a switch-on enter the ledger, without an application of their own."""

    _name = "counterparty.admitted.mixin"
    _description = "Admitting Existing Counterparties"

    def _admit(self):
        """Enter the parties in the ledger as approved, with their first limits, on record."""
        profiles = self.env["counterparty.profile"]
        rows = profiles.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        known = {(row.partner_id, row.company_id): row for row in rows}
        for line in self:
            profile = known.get((line.partner_id, line.company_id), profiles)
            if profile.state in ("approved", "closed") or profile.exempt:
                continue  # decided otherwise since the list was made
            line.profile_id = profile
            values, before = line._profile_values(), profile.state or False
            if profile:
                profile.write(values)
            else:
                pair = {"partner_id": line.partner_id.id, "company_id": line.company_id.id}
                profile = profiles.create({**pair, **values})
            profile._set_limit(line.proposed_limit, line.onboarding_id.name)
            line.profile_id = profile
            line._record_admission(before)
        self.is_done = True

    def _profile_values(self):
        return {
            "state": "approved",
            "is_onboarded": True,
            "documents_due": self.onboarding_id.documents_due,
            "role_customer": self.role_customer,
            "role_supplier": self.role_supplier,
            "responsible_id": self.responsible_id.id,
            "department_id": self.department_id.id,
        }

    def _record_admission(self, before):
        profile = self.profile_id
        self.env["counterparty.decision"]._record(
            [
                {
                    "kind": "step",
                    "step": "onboard",
                    "res_model": profile._name,
                    "res_id": profile.id,
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "department_id": self.department_id.id,
                    "applicant_id": self.onboarding_id.applicant_id.id,
                    "state_before": before,
                    "state_after": "approved",
                    "summary": f"{self.partner_id.name}: {self.onboarding_id.name}",
                    "facts": {
                        "limit": self.proposed_limit,
                        "projected": self.projected_amount,
                        "peak": self.peak_amount,
                    },
                }
            ]
        )
