from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..exceptions import CounterpartyRefusalError
from ..policy import exposure
from .doors_common import DoorsCase, attack, attempt, forgery


@tagged("post_install", "-at_install")
class TestDoorsStock(DoorsCase):
    """Goods that leave for a customer, with or without an order, where the company blocks them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.counterparty_delivery_mode = "block"
        cls.keeper = new_test_user(
            cls.env, "cp_keeper", "base.group_user,stock.group_stock_manager"
        )
        cls.keeper.group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")
        cls.goods, cls.extra = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "consu",
                    "is_storable": True,
                    "invoice_policy": "delivery",
                    "list_price": 100.0,
                    "standard_price": 100.0,
                    "taxes_id": False,
                }
                for name in ("Goods", "Extra")
            ]
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        for product in cls.goods, cls.extra:
            cls.env["stock.quant"]._update_available_quantity(product, cls.shelf, 1000)

    def _tried(self, records, method, *args, **kwargs):
        return attempt(self.keeper, records, method, *args, **kwargs)

    def _order(self, quantity=5, **values):
        line = {"product_id": self.goods.id, "product_uom_qty": quantity, "price_unit": 100.0}
        order = (
            self.env["sale.order"]
            .with_user(self.salesman)
            .create({"partner_id": self.partner.id, "order_line": [Command.create(line)], **values})
        )
        self._call(self.salesman, order, "action_confirm")
        return order.sudo()

    def _transfer(self, quantity, partner=None, source=None, target=None):
        picking = self.env["stock.picking"].create(
            {
                "partner_id": (partner or self.partner).id,
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": (source or self.shelf).id,
                "location_dest_id": (target or self.customers).id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_uom_qty": quantity,
                            "location_id": (source or self.shelf).id,
                            "location_dest_id": (target or self.customers).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return self._pick(picking, quantity)

    def _pick(self, picking, quantity):
        picking.move_ids.write({"quantity": quantity, "picked": True})
        return picking

    def _delivered(self, quantity=5):
        order = self._order(quantity)
        picking = self._pick(order.picking_ids, quantity)
        self._call(self.keeper, picking, "button_validate")
        self.assertEqual(picking.state, "done")
        return order

    @attack
    def attack_more_delivered_than_ordered(self):
        picking = self._pick(self._order().picking_ids, 50)
        return self._tried(picking, "button_validate")

    @attack
    def attack_goods_added_to_a_delivery(self):
        picking = self._order().picking_ids
        self._pick(picking, 5)
        self.extra.invoice_policy = "delivery"
        self.env["stock.move"].create(
            {
                "product_id": self.extra.id,
                "product_uom_qty": 20,
                "quantity": 20,
                "picked": True,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        return self._tried(picking, "button_validate")

    @attack
    def attack_delivery_without_an_order(self):
        return self._tried(self._transfer(20), "button_validate")

    @attack
    def attack_delivery_to_a_stranger(self):
        stranger = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        return self._tried(self._transfer(1, partner=stranger), "button_validate")

    @attack
    def attack_delivery_after_grade_e(self):
        picking = self._pick(self._order().picking_ids, 5)
        self._profile(self.partner).grade = "e"
        return self._tried(picking, "button_validate")

    @attack
    def attack_delivery_before_the_advance_came_in(self):
        term = self.env["account.payment.term"].create(
            {"name": "Advance", "counterparty_settlement": "advance"}
        )
        picking = self._order(50, payment_term_id=term.id).picking_ids
        return self._tried(self._pick(picking, 50), "button_validate")

    @attack
    def attack_two_deliveries_at_once(self):
        return self._tried(self._transfer(6) | self._transfer(6), "button_validate")

    @attack
    def attack_quantity_of_a_done_delivery(self):
        move = self._delivered().picking_ids.move_ids
        return self._tried(move, "write", {"quantity": 50})

    @attack
    def attack_quantity_of_a_done_line(self):
        line = self._delivered().picking_ids.move_line_ids
        return self._tried(line, "write", {"quantity": 50})

    @forgery
    def attack_forged_done_state(self):
        return self._tried(self._order().picking_ids.move_ids, "write", {"state": "done"})

    @forgery
    def attack_forged_undone_state(self):
        move = self._delivered().picking_ids.move_ids
        return self._tried(move, "write", {"state": "cancel"})

    @forgery
    def attack_forged_target_of_a_done_move(self):
        move = self._delivered().picking_ids.move_ids
        return self._tried(move, "write", {"location_dest_id": self.shelf.id})

    @forgery
    def attack_forged_order_of_a_done_move(self):
        move = self._delivered().picking_ids.move_ids
        return attempt(self.salesman, move, "write", {"sale_line_id": False})

    @forgery
    def attack_forged_delivered_quantity(self):
        line = self._delivered().order_line
        return attempt(self.salesman, line, "write", {"qty_delivered": 0})

    @forgery
    def attack_moves_taken_from_a_line(self):
        line = self._order().order_line
        return attempt(self.salesman, line, "write", {"move_ids": [Command.clear()]})

    def test_ordered_goods_returns_and_receipts_pass(self):
        order = self._delivered()
        self._profile(self.partner).grade = "e"
        self._profile(self.partner)._set_limit(0.0, "test")
        receipt = self._transfer(
            5, source=self.env.ref("stock.stock_location_suppliers"), target=self.shelf
        )
        self._call(self.keeper, receipt, "button_validate")
        wizard = self.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
        wizard.product_return_moves.quantity = 5
        back = self._pick(wizard._create_return(), 5)
        self._call(self.keeper, back, "button_validate")
        self.assertEqual((back.state, order.order_line.qty_delivered), ("done", 0.0))

    def test_warning_is_told_recorded_and_kept_with_the_delivery(self):
        self.company.counterparty_delivery_mode = "warn"
        picking = self._transfer(20)
        self._call(self.keeper, picking, "button_validate")
        self.assertEqual(picking.state, "done")
        self.assertIn("1,000.00", picking.message_ids[0].body)
        decision = self.env["counterparty.decision"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
        )
        self.assertEqual((decision.kind, decision.reasons), ("observed", "over_limit"))

    def test_warning_stops_what_nobody_may_deliver(self):
        self.company.counterparty_delivery_mode = "warn"
        pickings = [self._transfer(1), self._pick(self._order().picking_ids, 5)]
        self._profile(self.partner).grade = "e"
        for picking in pickings:
            self._refused(self.keeper, picking, "button_validate", contains="grade is E")

    def test_unchecked_deliveries(self):
        self.company.counterparty_delivery_mode = "off"
        picking = self._pick(self._order().picking_ids, 50)
        self._profile(self.partner).grade = "e"
        self._call(self.keeper, picking, "button_validate")
        self.assertEqual(exposure.projected(self._exposure()), 5000.0)
        self.assertFalse(picking.message_ids.filtered(lambda m: "grade" in (m.body or "")))

    def test_innocent_delivery_of_a_batch_is_named(self):
        innocent = self._transfer(1, partner=self._party("Innocent"))
        message = self._refused(self.keeper, innocent | self._transfer(20), "button_validate")
        self.assertIn(innocent.name, message.split("Nothing speaks against")[1])

    def test_received_is_not_forged_by_a_state(self):
        order = self._purchase(0.0)
        order.order_line.write(
            {"product_id": self.goods.id, "price_unit": 100.0, "product_qty": 5, "tax_ids": False}
        )
        self._call(self.buyer, order, "button_confirm")
        move = order.sudo().picking_ids.move_ids
        for values in ({"state": "done", "quantity": 5}, {"state": "done"}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._call(self.buyer, move, "write", values)
        with self.assertRaises(CounterpartyRefusalError), self.env.cr.savepoint():
            self._call(self.buyer, self._purchase(600.0), "button_confirm")

    def test_without_the_gate_every_attack_goes_through(self):
        self._prove()
