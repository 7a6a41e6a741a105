from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import approval, changes, review


class CounterpartyChangeMixin(models.AbstractModel):
    """An application for a change of an admitted party: proposed values beside the old ones."""

    _name = "counterparty.change.mixin"
    _description = "Change of a Counterparty"

    kind = fields.Selection(
        [(review.NEW, "New counterparty"), (review.CHANGE, "Change of an admitted one")],
        "Application Type",
        required=True,
        default=review.NEW,
        index=True,
    )
    change_ids = fields.One2many("counterparty.change", "application_id", "Details")
    change_reason = fields.Text("Reason for the Change")

    def _own_steps(self):
        return approval.CHANGE if self.kind == review.CHANGE else super()._own_steps()

    def _row(self):
        """Return the ledger row of the party in the company of the application."""
        party = self.partner_id.commercial_partner_id
        return party._counterparty_profile(self.company_id) if party else self.profile_id.browse()

    def _missing_content(self):
        if self.kind == review.NEW:
            return super()._missing_content() + self._missing_details()
        _ = self.env._
        missing = []
        if self._row().state != "approved":
            missing.append(_("the admitted counterparty that changes"))
        if not self.change_ids and not self.licence_ids:
            missing.append(_("what changes: a detail or a document"))
        if not (self.change_reason or "").strip():
            missing.append(_("the reason for the change"))
        missing += self._missing_details() + self._missing_roles()
        return missing + self._missing_documents(self.licence_ids.type_id | self._required_types())

    def _missing_details(self):
        return [
            self.env._("%s: what it changes to", change._label())
            for change in self.change_ids
            if change.field
            and changes.incomplete(
                change.field, change.value, change.bank_account_id, change.licence_id
            )
        ]

    def _prohibition_keys(self):
        entries = self.env["counterparty.prohibition"]
        return super()._prohibition_keys() | entries._keys(
            self.change_ids.mapped("holder_name"), self.change_ids.mapped("value")
        )

    def _proposed(self, field, value):
        """Return what a detail of the party is to be: as a line proposes, or the given value."""
        return self.change_ids.filtered(lambda line: line.field == field)[-1:].value or value

    @api.model
    def _change_draft(self, row):
        """Return the draft in which the user proposes changes of a party, begun if need be.

        Created as superuser: a proposal is anybody's right who may write the record.

        :raise UserError: if nobody can apply
        """
        applicant = self._proposer(row)
        found = self.sudo().search(
            [
                ("kind", "=", review.CHANGE),
                ("state", "in", ("draft", "returned")),
                ("partner_id", "=", row.partner_id.id),
                ("company_id", "=", row.company_id.id),
                ("applicant_id", "=", applicant.id),
            ],
            limit=1,
        )
        found = found or self.sudo().create(
            {
                "kind": review.CHANGE,
                "company_id": row.company_id.id,
                "applicant_id": applicant.id,
                "partner_id": row.partner_id.id,
                "partner_name": row.partner_name,
                "profile_id": row.id,
                "regime": self._regime_of(row),
            }
        )
        return found.sudo(False)

    @api.model
    def _regime_of(self, row):
        """Return the regime by which documents of a party are checked."""
        party = row.partner_id
        current = self.env["counterparty.licence"]._current(party).get(party.id, {})
        return row._regime(current)

    @api.model
    def _proposer(self, row):
        """Return who applies: the user, or, if the user has no role, who is responsible.

        :raise UserError: if nobody can apply
        """
        user = self.env.user
        has_role = any(
            user.has_group(f"counterparty_control.group_{name}") for name in approval.GROUPS
        )
        applicant = user if has_role else row.responsible_id.filtered("active")
        if not applicant:
            raise UserError(
                self.env._(
                    "%s is admitted: its name, codes, bank accounts and documents change by an "
                    "approved application. Please ask the general affairs office.",
                    row.partner_name,
                )
            )
        return applicant

    def _propose(self, field, value, **targets):
        """Enter a new value, or correct the one proposed before, and tell the user so."""
        lines = self.sudo().change_ids.filtered(
            lambda line: (
                line.field == field
                and line.bank_account_id.id == targets.get("bank_account_id", False)
            )
        )
        values = {"field": field, "value": value, **targets}
        if lines:
            lines[0].write(values)
        else:
            self.sudo().change_ids = [fields.Command.create(values)]
            lines = self.sudo().change_ids[-1:]
        if field == changes.NAME:
            self.sudo().partner_name = value
        self._tell_proposed(lines[0]._text())

    def _tell_proposed(self, text):
        """Tell whoever wrote a listed detail where it went, and who has to apply for it."""
        user, application = self.env.user, self.sudo()
        application.message_post(body=text, author_id=user.partner_id.id)
        if user != application.applicant_id:
            application._ask_to_submit()
        user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not changed yet: %s", application.partner_id.name),
                "message": self.env._(
                    "%(change)s. This waits in %(name)s until %(applicant)s has submitted it and "
                    "it was approved.",
                    change=text,
                    name=application.name,
                    applicant=application.applicant_id.name,
                ),
            },
        )

    def _ask_to_submit(self):
        kind = "counterparty_control.mail_activity_type_step"
        if not self.activity_search([kind], user_id=self.applicant_id.id):
            self.activity_schedule(
                kind,
                user_id=self.applicant_id.id,
                summary=self.env._("Submit the change or drop it"),
            )
