from odoo import fields, models

from ..policy import changes


class CounterpartyRoleMixin(models.AbstractModel):
    """The roles of a party in the ledger: applied for, or given by business (article 2)."""

    _name = "counterparty.role.mixin"
    _description = "Roles of a Counterparty"

    role_customer = fields.Boolean("Customer", tracking=True)
    role_supplier = fields.Boolean("Supplier", tracking=True)

    def _held_roles(self):
        """Return the fields of the roles that the party has."""
        return {name for name in changes.ROLES if self[name]}

    def _role_label(self, name):
        return self._fields[name]._description_string(self.env)

    def _action_apply_for_role(self, role):
        """Open the draft of a change by which the user applies for a role."""
        return self.env["counterparty.application"]._role_draft(self, role)._get_records_action()

    def _lacks_role(self, documents):
        """Tell whether orders want a role that is to be applied for, and that the party lacks.

        Of a company that leaves roles to business no party lacks one.
        """
        role = self._role_wanted(documents)
        is_asked = self.state == "approved" and self.company_id.counterparty_admit_roles
        return bool(role and is_asked and not self[f"role_{role}"])

    def _role_wanted(self, documents):
        """Return the role in which documents trade with the party, None unless they are orders."""
        if not documents or not hasattr(documents, "_counterparty_role"):
            return None
        return documents[0]._counterparty_role()

    def _take_up(self, role, documents):
        """Give parties the role in which there was business with them, and say so; as superuser.

        :param role: ``customer`` or ``supplier``
        """
        name = f"role_{role}"
        for row in self.filtered(lambda row: not row[name]):
            with row._counterparty_carrying_out():
                row[name] = True
            row.message_post(
                body=self.env._(
                    "%(role)s by business, without an application: %(documents)s",
                    role=row._role_label(name),
                    documents=", ".join(documents.mapped("display_name")),
                )
            )
            row._reconsider_report()

    def _take_up_booked(self, role, moves):
        """Give the parties of posted invoices their role; one query where all have it."""
        if moves:
            rows = self.search(
                [
                    ("partner_id", "in", moves.commercial_partner_id.ids),
                    ("company_id", "in", moves.company_id.ids),
                    (f"role_{role}", "=", False),
                ]
            )
            for row in rows:
                own = moves.filtered(
                    lambda move, row=row: (
                        move.commercial_partner_id == row.partner_id
                        and move.company_id == row.company_id
                    )
                )
                if own:
                    row._take_up(role, own)

    def _carry_out_role(self, line):
        """Give or take away a role, as it was approved; see ``policy/changes.py``."""
        name = changes.ENDED.get(line, line)
        self[name] = line in changes.ROLES
        rank = {changes.CUSTOMER: "customer_rank", changes.SUPPLIER: "supplier_rank"}[name]
        if self[name] and not self.partner_id[rank]:
            self.partner_id[rank] = 1
        self._reconsider_report()
        self.env["counterparty.recheck"]._notice(set(self.partner_id.ids))

    def _counterparty_propose(self, row, values):
        """A role is applied for by a line of its own, which has no value."""
        roles = {name: values.pop(name) for name in changes.ROLES if name in values}
        application = self.env["counterparty.application"]._change_draft(row) if roles else None
        for name, is_held in roles.items():
            application._propose(changes.role_line(name, is_held), False)
        return super()._counterparty_propose(row, values)
