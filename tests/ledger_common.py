from datetime import date, timedelta

from odoo import Command, fields

from .common import CounterpartyCommon
from .workflow_common import WorkflowCommon


class LedgerCommon(WorkflowCommon):
    """Entries of the party on days of January, and the history that is rebuilt from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)
        cls.start = date(2026, 1, 1)
        cls.profile.limit_ids.sudo().date_from = cls.start
        cls.company.counterparty_mode = "observe"
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.receivable, cls.payable = (
            cls.partner.property_account_receivable_id,
            cls.partner.property_account_payable_id,
        )
        cls.other = cls._account("999801", "asset_current")
        cls.prepaid = cls._account("112399", "asset_prepayments")

    @classmethod
    def _account(cls, code, account_type, **values):
        return cls.env["account.account"].create(
            {"name": code, "code": code, "account_type": account_type, **values}
        )

    def _day(self, number):
        return self.start + timedelta(days=number - 1)

    def _entry(self, day, account, amount, post=True, partner=None):
        """Book an amount on an account of the party on a day of January."""
        lines = [
            {
                "account_id": account.id,
                "partner_id": (partner or self.partner).id,
                "balance": amount,
            },
            {"account_id": self.other.id, "balance": -amount},
        ]
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": self._day(day),
                "line_ids": [Command.create(values) for values in lines],
            }
        )
        if post:
            move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == account)

    def _bill(self, day, amount, **values):
        moved = {"date": self._day(day), "invoice_date": self._day(day), **values}
        return self._invoice(amount, **moved)

    def _rebuild(self):
        """Rebuild the past, as at installation: entries are dated before it."""
        self.env["counterparty.reconstruction"]._rebuild(self.company)

    def _rows(self, partner=None):
        """Return ``[(day of January, occupied, limit, source)]`` of the history of a party."""
        domain = [
            ("partner_id", "=", (partner or self.partner).id),
            ("company_id", "=", self.company.id),
        ]
        rows = self.env["counterparty.exposure.day"].search(domain, order="date")
        return [
            ((row.date - self.start).days + 1, row.exposure_amount, row.limit_amount, row.source)
            for row in rows
        ]


class EntriesCommon(CounterpartyCommon):
    """Entries and payments that are not posted yet, of the party with a limit of 1,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prepayments = cls.env["account.account"].create(
            {"name": "Prepayments", "code": "112301", "account_type": "asset_prepayments"}
        )
        cls.receivable = cls.partner.property_account_receivable_id
        cls.payable = cls.partner.property_account_payable_id
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.clerk = cls.accountant

    def _payment(self, amount, **values):
        return self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.partner.id,
                "journal_id": self.bank.id,
                "amount": amount,
                **values,
            }
        )

    def _entry_lines(self, account, amount, partner=None):
        line = {"account_id": account.id, "partner_id": (partner or self.partner).id}
        return [
            {**line, "debit": amount},
            {"account_id": self.bank.default_account_id.id, "credit": amount},
        ]

    def _entry(self, account, amount, partner=None):
        lines = [Command.create(v) for v in self._entry_lines(account, amount, partner)]
        return self.env["account.move"].create({"move_type": "entry", "line_ids": lines})

    def _register(self, bill, amount=None):
        """Begin to register a payment of a bill, as the clerk does."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        values = {"amount": amount} if amount else {}
        return wizard.with_user(self.clerk).create({**values, "journal_id": self.bank.id})
