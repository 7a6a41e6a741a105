from contextlib import contextmanager

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, UserError

from ..policy import changes

_CARRYING_OUT = "counterparty_carrying_out"


class CounterpartyListedMixin(models.AbstractModel):
    """Listed details of an approved party keep their value until a change is approved.

    Whoever writes one gets a draft of a change application instead, in the interface, by RPC and
    by import, also through ``sudo()``. Two ways are free: what an approval carries out, and the
    superuser's own migration of data. Companies that only observe are not held up.
    """

    _name = "counterparty.listed.mixin"
    _description = "Record With Listed Details"

    def write(self, vals):
        names = changes.listed(self._name, vals)
        rows = self._counterparty_rows() if names else {}
        held = {
            record: record._counterparty_listed(names, row)
            for record, row in rows.items()
            if record._counterparty_listed(names, row)
        }
        if "partner_id" in names:
            self._counterparty_check_move(vals["partner_id"], rows)
        if not held:
            return super().write(vals)
        self.check_access("write")
        for record, listed in held.items():
            proposed = {
                name: vals[name] for name in listed if record._counterparty_alters(vals, name)
            }
            if proposed:
                record._counterparty_propose(rows[record], proposed)
            free = {name: value for name, value in vals.items() if name not in listed}
            if free:
                super(CounterpartyListedMixin, record).write(free)
        others = self - self.browse().concat(*held)
        if others:
            super(CounterpartyListedMixin, others).write(vals)
        return True

    def action_counterparty_change(self):
        """Open the change application that the user has begun for the party, or a new one."""
        self.ensure_one()
        self.check_access("read")
        row = self._counterparty_rows(any_mode=True).get(self)
        if not row:
            raise UserError(
                self.env._("%s is not admitted: it can be edited freely.", self.display_name)
            )
        return self.env["counterparty.application"]._change_draft(row)._get_records_action()

    @contextmanager
    def _counterparty_carrying_out(self):
        """What runs inside carries out an approval and is not held."""
        cache = self.env.cr.cache  # of this transaction alone, out of reach of a client
        before = cache.get(_CARRYING_OUT)
        cache[_CARRYING_OUT] = True
        try:
            yield
        finally:
            cache[_CARRYING_OUT] = before

    def _counterparty_partners(self):
        """Return the contacts whose row in the ledger protects this record, the nearest first."""
        return self.partner_id.commercial_partner_id

    def _counterparty_listed(self, names, row):
        """Return those of some listed names that a row protects on this record."""
        return names

    def _counterparty_alters(self, vals, name):
        """Tell whether a value differs from what is stored."""
        field = self._fields[name]
        return self[name] != field.convert_to_record(field.convert_to_cache(vals[name], self), self)

    def _counterparty_propose(self, row, values):
        """Enter what somebody wanted to write in a change application."""
        application = self.env["counterparty.application"]._change_draft(row)
        for name, value in values.items():
            application._propose(name, value)

    def _counterparty_rows(self, any_mode=False):
        """Return ``{record: approved ledger row}`` of those that are protected for this user.

        :param any_mode: also where a company does not block
        """
        free = self.env.uid == SUPERUSER_ID or self.env.cr.cache.get(_CARRYING_OUT)
        if free and not any_mode:
            return {}
        partners = {record: record.sudo()._counterparty_partners() for record in self}
        wanted = self.env["res.partner"].concat(*partners.values())
        domain = [("partner_id", "in", wanted.ids), ("state", "=", "approved")]
        rows = self.env["counterparty.profile"].sudo().search(domain)
        rows = rows.filtered(lambda row: any_mode or row.company_id._counterparty_blocks())
        result = {}
        for record, nearest in partners.items():
            for partner in nearest:
                own = rows.filtered(lambda row, partner=partner: row.partner_id == partner)
                here = own.filtered(lambda row: row.company_id == self.env.company)
                if own and record not in result:
                    result[record] = (here or own)[0]
        return result

    def _counterparty_check_move(self, partner_id, rows):
        """Nothing listed is moved to an approved party, or away from it."""
        target = self.env["res.partner"].browse(partner_id)
        into = target._counterparty_rows() if partner_id else {}
        moving = self.filtered(lambda record: record.sudo().partner_id.id != partner_id)
        if moving and (into or any(record in rows for record in moving)):
            raise AccessError(
                self.env._(
                    "What belongs to an admitted counterparty is not moved from one to the other: "
                    "please apply for a change of both."
                )
            )
