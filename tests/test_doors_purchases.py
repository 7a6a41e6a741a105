from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .doors_common import PURCHASE, DoorsCase, OrderDoorsCase, attack, attempt, forgery


@tagged("post_install", "-at_install")
class TestDoorsPurchases(OrderDoorsCase):
    """Every way to buy for more of our money than the limit of 1,000 allows."""

    kind = PURCHASE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.buyer
        cls.manager = new_test_user(
            cls.env, "cp_buying_manager", "base.group_user,purchase.group_purchase_manager"
        )

    def _made(self, amount, **values):
        return self._purchase(amount, **values)

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
    def attack_vendor_after_confirmation(self):
        return self._tried(self._confirmed(), "write", {"partner_id": self.stranger_party.id})

    @attack
    def attack_date_within_the_horizon(self):
        self.company.counterparty_horizon_days = 30
        far = fields.Datetime.add(fields.Datetime.now(), days=90)
        order = self._purchase(5000.0)
        order.order_line.date_planned = far
        order.date_planned = far
        self._call(self.buyer, order, "button_confirm")
        return self._tried(order, "write", {"date_planned": fields.Datetime.now()})

    @forgery
    def attack_forged_posted_quantity(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"counterparty_qty_billed": 9})

    @forgery
    def attack_forged_way_of_receipt(self):
        line = self._confirmed().order_line
        return self._tried(line, "write", {"qty_received_method": "manual", "qty_received": 1})

    def test_import_of_confirmed_orders(self):
        self._check_import()

    def test_innocent_order_of_a_batch_is_named(self):
        self._check_innocent()

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
