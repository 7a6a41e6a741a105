from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .doors_common import DoorsCase, attack, attempt, forgery


@tagged("post_install", "-at_install")
class TestDoorsPurchases(DoorsCase):
    """Every way to buy for more of our money than the limit of 1,000 allows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger_party = cls.env["res.partner"].create({"name": "Unknown", "is_company": True})
        cls.manager = new_test_user(
            cls.env, "cp_buying_manager", "base.group_user,purchase.group_purchase_manager"
        )

    def _confirmed(self, amount=600.0, **values):
        order = self._purchase(amount, **values)
        self._call(self.buyer, order, "button_confirm")
        return order

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.buyer, records, method, *args, **kwargs)

    def _line(self, **values):
        return {"product_id": self.service.id, "product_qty": 1, "price_unit": 1200.0, **values}

    @attack
    def attack_confirm_button(self):
        return self._tried(self._purchase(1200.0), "button_confirm")

    @attack
    def attack_batch_of_two(self):
        return self._tried(self._purchase(600.0) | self._purchase(600.0), "button_confirm")

    @attack
    def attack_approve_a_draft(self):
        return self._tried(self._purchase(1200.0), "button_approve")

    @attack
    def attack_approve_a_cancelled_order(self):
        order = self._purchase(1200.0)
        self._call(self.buyer, order, "button_cancel")
        return self._tried(order, "button_approve")

    @attack
    def attack_two_step_approval(self):
        """The manager who approves meets the gate, whoever asked."""
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 10.0
        order = self._purchase(1200.0)
        self.company.counterparty_mode = "off"
        self._call(self.buyer, order, "button_confirm")
        self.company.counterparty_mode = "block"
        self.assertEqual(order.state, "to approve")
        return attempt(self.manager, order, "button_approve")

    @attack
    def attack_state_written(self):
        return self._tried(self._purchase(1200.0), "write", {"state": "purchase"})

    @attack
    def attack_created_as_order(self):
        values = {
            "partner_id": self.partner.id,
            "order_line": [Command.create(self._line())],
            "state": "purchase",
        }
        return self._tried(self.env["purchase.order"], "create", [values])

    @attack
    def attack_created_by_default_state(self):
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line())]}
        context = {"default_state": "purchase"}
        return self._tried(self.env["purchase.order"], "create", [values], context=context)

    @attack
    def attack_cancelled_order_reopened_and_confirmed(self):
        order = self._confirmed()
        self._call(self.buyer, order, "button_cancel")
        self._confirmed()
        self._call(self.buyer, order, "button_draft")
        return self._tried(order, "button_confirm")

    @attack
    def attack_vendor_that_was_never_admitted(self):
        return self._tried(self._purchase(0.0, partner=self.stranger_party), "button_confirm")

    @attack
    def attack_vendor_after_confirmation(self):
        return self._tried(self._confirmed(), "write", {"partner_id": self.stranger_party.id})

    @attack
    def attack_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {"product_qty": 100})

    @attack
    def attack_price(self):
        return self._tried(self._confirmed().order_line, "write", {"price_unit": 9600.0})

    @attack
    def attack_negative_discount(self):
        return self._tried(self._confirmed().order_line, "write", {"discount": -500})

    @attack
    def attack_tax(self):
        tax = self.env["account.tax"].create(
            {"name": "900", "amount": 900.0, "type_tax_use": "purchase"}
        )
        values = {"tax_ids": [Command.set(tax.ids)]}
        return self._tried(self._confirmed().order_line, "write", values)

    @attack
    def attack_line_added(self):
        values = self._line(order_id=self._confirmed().id)
        return self._tried(self.env["purchase.order.line"], "create", [values])

    @attack
    def attack_line_moved_in_from_a_draft(self):
        line = self._purchase(500.0).order_line
        return self._tried(line, "write", {"order_id": self._confirmed().id})

    @attack
    def attack_currency(self):
        dear = self.env["res.currency"].create({"name": "DEA", "symbol": "D"})
        self.env["res.currency.rate"].create(
            {"currency_id": dear.id, "rate": 0.1, "name": "2020-01-01"}
        )
        return self._tried(self._confirmed(), "write", {"currency_id": dear.id})

    @attack
    def attack_payment_term(self):
        term = self.env["account.payment.term"].create(
            {"name": "After receipt", "counterparty_settlement": "after_receipt"}
        )
        order = self._confirmed(5000.0, payment_term_id=term.id)
        return self._tried(order, "write", {"payment_term_id": False})

    @attack
    def attack_date_within_the_horizon(self):
        self.company.counterparty_horizon_days = 30
        far = fields.Datetime.add(fields.Datetime.now(), days=90)
        order = self._purchase(5000.0)
        order.order_line.date_planned = far
        order.date_planned = far
        self._call(self.buyer, order, "button_confirm")
        return self._tried(order, "write", {"date_planned": fields.Datetime.now()})

    @attack
    def attack_unlocked_order(self):
        order = self._confirmed()
        self._call(self.buyer, order, "button_lock")
        self._call(self.buyer, order, "button_unlock")
        return self._tried(order.order_line, "write", {"product_qty": 100})

    @attack
    def attack_second_order_beside_a_draft_bill(self):
        self._confirmed().sudo().action_create_invoice()
        return self._tried(self._purchase(600.0), "button_confirm")

    @forgery
    def attack_forged_billed_quantity(self):
        return self._tried(self._confirmed().order_line, "write", {"qty_invoiced": 9})

    @forgery
    def attack_forged_posted_quantity(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"counterparty_qty_billed": 9})

    @forgery
    def attack_forged_total_of_a_line(self):
        return self._tried(self._confirmed().order_line, "write", {"price_total": 0.0})

    @forgery
    def attack_forged_party_of_a_line(self):
        values = {"counterparty_party_id": self.stranger_party.id}
        return self._tried(self._confirmed().order_line, "write", values)

    @forgery
    def attack_forged_way_of_receipt(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"qty_received_method": "manual", "qty_received": 1})

    @forgery
    def attack_foreign_bill_linked_from_the_line(self):
        foreign = self._invoice(500.0, partner=self._party("X"), move_type="in_invoice")
        values = {"invoice_lines": [Command.link(foreign.invoice_line_ids.id)]}
        return self._tried(self._confirmed().order_line, "write", values)

    def test_import_of_confirmed_orders(self):
        names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit"]
        names.append("order_line/product_qty")
        row = [str(self.partner.id), "purchase", str(self.service.id), "1200", "1"]
        orders = self.env["purchase.order"]
        result = self._call(self.buyer, orders, "load", names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("200.00", result["messages"][0]["message"])
        self.company.counterparty_mode = "off"
        self.assertTrue(self._call(self.buyer, orders, "load", names, [row])["ids"])

    def test_innocent_order_of_a_batch_is_named(self):
        innocent = self._purchase(50.0, partner=self._party("Innocent"))
        message = self._refused(
            self.buyer, innocent | self._purchase(1200.0), "button_confirm", contains=innocent.name
        )
        self.assertIn("held up by Party alone", message)

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()


@tagged("-standard", "post_install", "-at_install", "counterparty_agreements")
class TestDoorsAgreements(DoorsCase):
    """Blanket orders and automation rules, where their apps are: ./dev test agreements."""

    def _agreement(self, partner=None, kind="blanket_order"):
        line = {"product_id": self.service.id, "product_qty": 10, "price_unit": 500.0}
        return self.env["purchase.requisition"].create(
            {
                "vendor_id": (partner or self.partner).id,
                "requisition_type": kind,
                "line_ids": [Command.create(line)],
            }
        )

    def _stranger(self):
        return self.env["res.partner"].create({"name": "Unknown", "is_company": True})

    @attack
    def attack_blanket_order_with_a_stranger(self):
        return attempt(self.buyer, self._agreement(self._stranger()), "action_confirm")

    @attack
    def attack_blanket_order_confirmed_by_its_state(self):
        agreement = self._agreement(self._stranger())
        return attempt(self.buyer, agreement, "write", {"state": "confirmed"})

    @attack
    def attack_blanket_order_created_confirmed(self):
        values = self._agreement(self._stranger()).copy_data()[0]
        agreements = self.env["purchase.requisition"]
        return attempt(self.buyer, agreements, "create", [{**values, "state": "confirmed"}])

    @attack
    def attack_vendor_of_a_confirmed_blanket_order(self):
        agreement = self._agreement()
        self._call(self.buyer, agreement, "action_confirm")
        return attempt(self.buyer, agreement, "write", {"vendor_id": self._stranger().id})

    @attack
    def attack_blanket_order_with_grade_e(self):
        self._profile(self.partner).grade = "e"
        return attempt(self.buyer, self._agreement(), "action_confirm")

    @attack
    def attack_order_under_a_blanket_order(self):
        agreement = self._agreement()
        self._call(self.buyer, agreement, "action_confirm")
        order = self._purchase(1200.0, requisition_id=agreement.id)
        return attempt(self.buyer, order, "button_confirm")

    @attack
    def attack_automation_rule(self):
        """A rule runs its actions in its own right; the order meets the gate all the same."""
        sale = self.env["ir.model"]._get("sale.order")
        self.env["base.automation"].create(
            {
                "name": "Confirm at once",
                "model_id": sale.id,
                "trigger": "on_create_or_write",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Confirm",
                            "model_id": sale.id,
                            "state": "code",
                            "code": "record.state == 'draft' and record.write({'state': 'sale'})",
                        }
                    )
                ],
            }
        )
        self.company.counterparty_mode = "off"
        self._sale(600.0)
        self.company.counterparty_mode = "block"
        line = {"product_id": self.service.id, "price_unit": 600.0, "tax_ids": False}
        values = {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        return attempt(self.salesman, self.env["sale.order"], "create", [values])

    def test_blanket_order_and_order_within_the_limit(self):
        agreement = self._agreement()
        self._call(self.buyer, agreement, "action_confirm")
        self._call(self.buyer, self._purchase(900.0, requisition_id=agreement.id), "button_confirm")
        self.assertEqual(agreement.state, "confirmed")

    def test_template_promises_nothing(self):
        agreement = self._agreement(self._stranger(), kind="purchase_template")
        self._call(self.buyer, agreement, "action_confirm")

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
