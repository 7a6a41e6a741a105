from odoo import Command, fields

from .common import CounterpartyCommon


class ExposureCommon(CounterpartyCommon):
    """A company without control, goods in stock, a tax of 13 %, and Odoo's own documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_mode = "off"
        cls.today = fields.Date.today()
        cls.sale_tax = cls._tax("sale")
        cls.purchase_tax = cls._tax("purchase")
        cls.goods = cls._product("Goods")
        cls.ordered_goods = cls._product(
            "Ordered Goods", invoice_policy="order", purchase_method="purchase"
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", cls.euro.id)]).unlink()

    @classmethod
    def _in(cls, company=None):
        """Return an environment of a company."""
        company = company or cls.company
        return cls.env["res.company"].with_company(company).env

    @classmethod
    def _tax(cls, use, company=None):
        return cls._in(company)["account.tax"].create(
            {
                "name": f"13 % {use}",
                "amount": 13.0,
                "type_tax_use": use,
                "price_include_override": "tax_excluded",
            }
        )

    @classmethod
    def _product(cls, name, **values):
        """Return a storable product that costs 40."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "invoice_policy": "delivery",
                "purchase_method": "receive",
                "standard_price": 40.0,
                "taxes_id": False,
                "supplier_taxes_id": False,
                **values,
            }
        )

    @classmethod
    def _rate(cls, rate, currency=None, company=None, days=0):
        """Set how many units of a currency are worth one of the company, as of some days ago."""
        values = {
            "currency_id": (currency or cls.euro).id,
            "name": fields.Date.add(cls.today, days=-days),
            "company_id": (company or cls.company).id,
        }
        rates = cls.env["res.currency.rate"]
        rates.search([(name, "=", value) for name, value in values.items()]).unlink()
        rates.create({**values, "rate": rate})

    @classmethod
    def _term(cls, settlement, percent=100.0):
        return cls.env["account.payment.term"].create(
            {
                "name": f"{settlement} {percent}",
                "counterparty_settlement": settlement,
                "counterparty_advance_percent": percent,
            }
        )

    @classmethod
    def _order(cls, qty=10, line=None, **values):
        """Confirm a sale of goods at 100 and 13 % tax."""
        line = {
            "product_id": cls.goods.id,
            "product_uom_qty": qty,
            "price_unit": 100.0,
            "tax_ids": [Command.set(cls.sale_tax.ids)],
            **(line or {}),
        }
        values = {"partner_id": cls.partner.id, "order_line": [Command.create(line)], **values}
        company = cls.env["res.company"].browse(values.get("company_id"))
        order = cls._in(company)["sale.order"].create(values)
        order.action_confirm()
        return order

    @classmethod
    def _buy(cls, qty=10, line=None, **values):
        """Confirm a purchase of goods at 100 and 13 % tax."""
        line = {
            "product_id": cls.goods.id,
            "product_qty": qty,
            "price_unit": 100.0,
            "tax_ids": [Command.set(cls.purchase_tax.ids)],
            **(line or {}),
        }
        values = {"partner_id": cls.partner.id, "order_line": [Command.create(line)], **values}
        company = cls.env["res.company"].browse(values.get("company_id"))
        order = cls._in(company)["purchase.order"].create(values)
        order.button_confirm()
        return order

    @classmethod
    def _transfer(cls, order, quantity):
        """Deliver or receive some of each line of an order; the rest waits in another transfer."""
        picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))[:1]
        for move in picking.move_ids:
            move.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def _return(cls, picking, quantity):
        """Send goods of a transfer back, and take them off the order."""
        wizard = cls.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({})
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": True})
        back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.button_validate()

    @classmethod
    def _down_payment(cls, order, percent):
        """Draft an invoice for a share of a sale that is paid before anything is delivered."""
        wizard = order.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard = wizard.create({"advance_payment_method": "percentage", "amount": percent})
        wizard.create_invoices()
        return order.invoice_ids.filtered(lambda move: move.state == "draft")

    @classmethod
    def _bill(cls, order, post=True):
        """Bill what of a purchase is to be billed."""
        order.action_create_invoice()
        bill = order.invoice_ids.sorted("id")[-1]
        bill.invoice_date = cls.today
        if post:
            bill.action_post()
        return bill

    @classmethod
    def _credit(cls, move, post=True):
        """Credit a whole invoice or bill; the credit note is matched with nothing."""
        wizard = move.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        known = move.reversal_move_ids
        wizard.create({"journal_id": move.journal_id.id}).refund_moves()
        note = move.reversal_move_ids - known
        if post:
            note.action_post()
        return note

    @classmethod
    def _bank(cls, company=None):
        domain = [("type", "=", "bank"), ("company_id", "=", (company or cls.company).id)]
        return cls.env["account.journal"].search(domain, limit=1)

    @classmethod
    def _pay(cls, move, amount=None):
        """Pay an invoice or a bill, or some of it, with the wizard of Odoo."""
        wizard = move.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        values = {"amount": amount} if amount else {}
        wizard.create({"journal_id": cls._bank(move.company_id).id, **values})._create_payments()

    @classmethod
    def _money(cls, kind, amount, partner=None, company=None, booked=True, **values):
        """Post a payment that is matched with nothing: "customer" pays us, we pay "supplier".

        One that is not booked has no entry, as where the full accounting waits for the bank.
        """
        payment = cls._in(company)["account.payment"].create(
            {
                "payment_type": "inbound" if kind == "customer" else "outbound",
                "partner_type": kind,
                "partner_id": (partner or cls.partner).id,
                "journal_id": cls._bank(company).id,
                "amount": amount,
                **values,
            }
        )
        if not booked:
            payment.outstanding_account_id = False
        payment.action_post()
        return payment

    @classmethod
    def _account(cls, code, account_type, company=None, **values):
        return cls._in(company)["account.account"].create(
            {"name": f"Account {code}", "code": code, "account_type": account_type, **values}
        )

    @classmethod
    def _entry(cls, account, amount, other, *, partner=None, company=None, due=None):
        """Post an entry that debits an account of a party, or credits it, against another one."""
        party = (partner or cls.partner).id
        line = {"account_id": account.id, "partner_id": party, "balance": amount}
        back = {"account_id": other.id, "partner_id": party, "balance": -amount}
        entry = cls._in(company)["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({**line, "date_maturity": due} if due else line),
                    Command.create(back),
                ],
            }
        )
        entry.action_post()
        return entry

    @classmethod
    def _match(cls, *moves):
        """Reconcile the open items of moves that stand on the same account."""
        items = (
            cls.env["account.move"]
            .union(*moves)
            .line_ids.filtered(
                lambda item: (
                    item.account_id.account_type in ("asset_receivable", "liability_payable")
                    and not item.reconciled
                )
            )
        )
        items.reconcile()
