from odoo import api, fields, models

from ..policy import changes


class CounterpartyChange(models.Model):
    """A detail that an application sets or changes, with the old and the new value."""

    _name = "counterparty.change"
    _description = "Changed Detail"
    _order = "id"
    _rec_name = "field"

    application_id = fields.Many2one(
        "counterparty.application", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(related="application_id.partner_id")
    field = fields.Selection(
        [
            (changes.NAME, "Name"),
            (changes.REGISTRY, "Business licence or registration number"),
            (changes.TAX, "Tax number"),
            (changes.REPRESENTATIVE, "Legal representative"),
            (changes.BANK, "Bank account"),
            (changes.BANK_END, "Bank account no longer used"),
            (changes.LICENCE_END, "Document no longer valid"),
            (changes.CUSTOMER, "Becomes a customer"),
            (changes.SUPPLIER, "Becomes a supplier"),
            (changes.CUSTOMER_END, "No longer a customer"),
            (changes.SUPPLIER_END, "No longer a supplier"),
        ],
        "Detail",
        required=True,
        default=changes.BANK,
    )
    bank_account_id = fields.Many2one(
        "res.partner.bank",
        domain="[('partner_id', '=', partner_id)]",
        context={"active_test": False},
        help="Empty: another account is added.",
        ondelete="cascade",
    )
    licence_id = fields.Many2one(
        "counterparty.licence",
        "Document",
        domain="[('partner_id', '=', partner_id)]",
        ondelete="cascade",
    )
    old_value = fields.Char(compute="_compute_old_value", store=True)
    value = fields.Char("New Value", help="Of a bank account, its number.")
    holder_name = fields.Char("Account Holder")
    bank_id = fields.Many2one("res.bank")
    clearing_number = fields.Char()

    @api.depends("field", "bank_account_id", "licence_id", "application_id.partner_id")
    def _compute_old_value(self):
        for change in self:
            change.old_value = change.sudo()._current_value()

    @api.model_create_multi
    def create(self, vals_list):
        created = super().create(vals_list)
        created._check_references()
        return created

    def write(self, vals):
        result = super().write(vals)
        if "application_id" in vals:
            self.check_access("write")  # where it went, too
        if vals.keys() & {"application_id", "bank_account_id", "licence_id"}:
            self._check_references()
        return result

    def _check_references(self):
        """A line speaks of its own party alone, so that nobody reads or ends what is another's."""
        for change in self.sudo():
            party = change.application_id.partner_id.commercial_partner_id
            for record in (change.bank_account_id, change.licence_id):
                if record and record.partner_id.commercial_partner_id != party:
                    record.with_env(self.env).check_access("read")
                    change[
                        {"res.partner.bank": "bank_account_id"}.get(record._name, "licence_id")
                    ] = False

    def _current_value(self):
        """Return the value as it is now, as a text."""
        party = self.application_id.partner_id.commercial_partner_id
        account = self.bank_account_id
        shown = [account.acc_number, account.acc_holder_name, account.bank_id.name]
        return {
            changes.REPRESENTATIVE: self.application_id._row().legal_representative,
            changes.BANK: " ".join(filter(None, shown)) if account.active else False,
            changes.BANK_END: " ".join(filter(None, shown)),
            changes.LICENCE_END: self.licence_id.display_name,
        }.get(self.field, party[self.field] if self.field in party._fields else False)

    def _label(self):
        """Return the name of the detail in the reader's language."""
        return dict(self._fields["field"]._description_selection(self.env))[self.field]

    def _new_value(self):
        """Return the value that was applied for, as a text."""
        return " ".join(filter(None, [self.value, self.holder_name, self.bank_id.name]))

    def _text(self):
        """Return the change in one line: detail, old and new value."""
        if self.field in changes.ROLES or self.field in changes.ENDED:
            return self._label()
        return f"{self._label()}: {self.old_value or '—'} → {self._new_value() or '—'}"

    def _carry_out(self):
        """Write the new value; called as superuser when an application is approved."""
        party = self.application_id.partner_id.commercial_partner_id
        rows = self.env["counterparty.profile"].search([("partner_id", "=", party.id)])
        if self.field in (changes.NAME, changes.TAX, changes.REGISTRY):
            former = party.name
            party[self.field] = self.value
            if self.field == changes.NAME and former != self.value:
                for row in rows:
                    names = [*(row.former_names or "").splitlines(), former]
                    row.former_names = "\n".join(dict.fromkeys(names))
        elif self.field in changes.ROLES or self.field in changes.ENDED:
            self.application_id._row()._carry_out_role(self.field)
        elif self.field == changes.REPRESENTATIVE:
            rows.legal_representative = self.value
        elif self.field == changes.BANK:
            self._carry_out_account(party)
        elif self.field == changes.BANK_END:
            self.bank_account_id.active = False
        else:
            self.licence_id.active = False

    def _carry_out_account(self, party):
        values = {
            "acc_number": self.value,
            "acc_holder_name": self.holder_name or party.name,
            "bank_id": self.bank_id.id,
            "clearing_number": self.clearing_number,
        }
        account = self.bank_account_id
        if not account:
            self.bank_account_id = account.create({**values, "partner_id": party.id})
            self.flush_recordset(["old_value"])
            self.old_value = False  # there was none before, which the line goes on telling
            return
        if account.acc_number != self.value and account.allow_out_payment:
            account.allow_out_payment = False  # another number is to be trusted anew
        account.write({**values, "active": True})
