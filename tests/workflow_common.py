from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError

from .common import CounterpartyCommon

USCC = "91310115MA1H9YGWXX"
#: What the office writes in a review that goes on.
REVIEW = {
    "review_opinion": "Fine.",
    "prohibition_check": "yes",
    "scope_conforms": "yes",
    "consistency_check": "yes",
    "validity_check": "yes",
}


class WorkflowCommon(CounterpartyCommon):
    """Complete applications and ratings, and the way through their steps."""

    def _licence_values(self, kind="business", **values):
        licence_type = self.env["counterparty.licence.type"].search([("kind", "=", kind)], limit=1)
        return {
            "type_id": licence_type.id,
            "number": USCC,
            "holder_name": "New Party",
            "legal_representative": "Zhang",
            "is_long_term": True,
            "attachment_ids": [Command.create({"name": f"{kind}.pdf", "raw": b"copy"})],
            **values,
        }

    def _application(self, user=None, **values):
        """Create a complete draft as a client of the user would."""
        values = {
            "partner_name": "New Party",
            "role_customer": True,
            "intro": "Trades in parts.",
            "contact_name": "Li",
            "contact_phone": "111",
            "principal_name": "Wang",
            "principal_phone": "222",
            "business_scope": "Parts on credit.",
            "requested_limit": 5000.0,
            "licence_ids": [Command.create(self._licence_values())],
            **values,
        }
        created = self._call(
            user or self.salesman, self.env["counterparty.application"], "create", [values]
        )
        return self.env["counterparty.application"].browse(created)

    def _to_submitted(self, document, user=None):
        self._call(user or self.salesman, document, "action_submit")
        return document

    def _supply(self, application, user=None):
        """Tick off all that the office asked for, as the applicant does."""
        commands = [
            Command.update(item.id, {"is_done": True}) for item in application.supplement_ids
        ]
        self._call(user or self.salesman, application, "write", {"supplement_ids": commands})

    def _to_reviewed(self, document):
        self._to_submitted(document)
        if document._name == "counterparty.application":
            self._call(self.officer, document, "write", REVIEW)
        self._call(self.officer, document, "action_review")
        return document

    def _to_approved(self, document, user=None):
        self._to_reviewed(document)
        self._call(user or self.leader, document, "action_approve")
        return document

    def _rating(self, partner=None, user=None, **values):
        """Create a complete draft rating as a client of the user would."""
        values = {
            "profile_id": self._profile(partner or self.partner).id,
            "proposed_grade": "a",
            "proposed_limit": 2000.0,
            "reason": "Pays in time.",
            **values,
        }
        created = self._call(
            user or self.salesman, self.env["counterparty.rating"], "create", [values]
        )
        return self.env["counterparty.rating"].browse(created)

    def _corrective(self, partner=None, user=None, **values):
        """Create a complete corrective action as a client of the user would."""
        profile = self._profile(partner or self.partner)
        profile.role_supplier = True
        values = {
            "profile_id": profile.id,
            "issue": "Cracks in five of a hundred parts.",
            "measure": "Inspect all parts, and say why.",
            "deadline": str(self.company._counterparty_today() + timedelta(days=14)),
            **values,
        }
        model = self.env["counterparty.corrective"]
        return model.browse(self._call(user or self.salesman, model, "create", [values]))

    def _request(self, subject=None, user=None, **values):
        """Create a complete draft request for a temporary rise as a client of the user would."""
        subject = subject or self._profile(self.partner).sudo(False)
        today = self.company._counterparty_today()
        values = {
            subject._limit_field: subject.id,
            "proposed_limit": 1300.0,
            "date_from": str(today),
            "date_to": str(today + timedelta(days=29)),
            "reason": "The season.",
            "repayment_plan": "Two payments in four weeks.",
            **values,
        }
        model = self.env["counterparty.limit.request"]
        return model.browse(self._call(user or self.salesman, model, "create", [values]))

    def _group(self, *partners, limit=None, name="Group"):
        """Create a group as the office does, with members and an approved limit."""
        model = self.env["counterparty.group"]
        group = model.browse(self._call(self.officer, model, "create", [{"name": name}]))
        for partner in partners:
            self._move(self.officer, self._profile(partner), group)
        if limit is not None:
            group._set_limit(limit, "test")
        return group

    def _move(self, user, profile, group, comment="Same owner."):
        """Change the group of a party with the dialogue, as a client of the user would."""
        model = self.env["counterparty.membership"]
        values = {"profile_id": profile.id, "group_id": group and group.id, "comment": comment}
        wizard = model.browse(self._call(user, model, "create", [values]))
        return self._call(user, wizard, "action_confirm")

    def _as(self, user, records):
        """The records as a user sees them, with nothing remembered."""
        self.env.invalidate_all()
        return records.with_user(user)

    def _barred(self, user, records, method, *args, contains="", **kwargs):
        """Assert that a call is refused by a rule or a right, not by bad input; return the text."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self._call(user, records, method, *args, **kwargs)
        self.assertNotIsInstance(caught.exception, ValidationError)
        self.assertIn(contains, str(caught.exception))
        return str(caught.exception)
