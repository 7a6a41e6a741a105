from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CounterpartyCommon


@tagged("post_install", "-at_install")
class TestExposureStock(CounterpartyCommon):
    """Stock that is kept for a party occupies funds, at cost and once (article 17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.goods = cls.env["product.product"].create(
            {
                "name": "Goods",
                "type": "consu",
                "is_storable": True,
                "standard_price": 40.0,
                "list_price": 100.0,
                "taxes_id": False,
            }
        )
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.env["stock.quant"]._update_available_quantity(
            cls.goods, cls.warehouse.lot_stock_id, 100.0
        )

    def _order(self, quantity, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.goods.id, "product_uom_qty": quantity, **values}
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def test_what_an_order_counts_is_not_counted_again(self):
        order = self._order(5)
        self.assertEqual(order.picking_ids.move_ids.quantity, 5.0)
        parts = self._exposure()
        self.assertEqual((parts.order_commitment, parts.stock), (500.0, 0.0))

    def test_dozens(self):
        order = self._order(0.5, product_uom_id=self.dozen.id, price_unit=1200.0)
        self.assertTrue(order.picking_ids.move_ids.quantity)
        parts = self._exposure()
        self.assertEqual((parts.order_commitment, parts.stock), (600.0, 0.0))

    def test_goods_reserved_beyond_the_order(self):
        order = self._order(5)
        order.order_line.product_uom_qty = 2
        moves = order.picking_ids.move_ids.filtered(lambda move: move.state == "assigned")
        if sum(moves.mapped("quantity")) == 2.0:  # some settings of Odoo take them back at once
            moves.product_uom_qty = 5.0
            moves._action_assign()
        self.assertEqual(sum(moves.mapped("quantity")), 5.0)
        parts = self._exposure()
        self.assertEqual((parts.order_commitment, parts.stock), (200.0, 3 * 40.0))

    def _reserve_without_order(self, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": quantity,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "partner_id": self.partner.id,
                "picking_type_id": self.warehouse.out_type_id.id,
            }
        )
        move._action_confirm()
        move._action_assign()

    def test_modes(self):
        self._reserve_without_order(2)
        self.assertEqual(self._exposure().stock, 80.0)
        profile = self._profile(self.partner)
        today = self.company._counterparty_today()
        entry = self.env["counterparty.stock.entry"].with_user(self.accountant)
        entry = entry.create({"profile_id": profile.id, "name": "Moulds", "amount": 300.0})
        entry.create(
            {
                "profile_id": profile.id,
                "name": "Gone",
                "amount": 900.0,
                "date_from": today - timedelta(days=9),
                "date_to": today - timedelta(days=1),
            }
        )
        self.assertEqual(self._exposure().stock, 80.0)
        self.company.counterparty_stock_mode = "manual"
        self.assertEqual(self._exposure().stock, 300.0)
        self.assertEqual(entry.search([("is_current", "=", True)]), entry)
        self.assertEqual(len(entry.search([("is_current", "=", False)])), 1)
        self._refused(
            self.salesman,
            self._sale(701.0),
            "action_confirm",
            contains="$\xa0300.00; this document",
        )
        self.company.counterparty_stock_mode = "off"
        self.assertEqual(self._exposure().stock, 0.0)

    def test_register_is_kept_by_office_and_finance(self):
        profile = self._profile(self.partner)
        values = {"profile_id": profile.id, "name": "Moulds", "amount": 1.0}
        entries = self.env["counterparty.stock.entry"]
        for user in (self.salesman, self.leader, self.auditor):
            with self.assertRaises(AccessError):
                self._call(user, entries, "create", values)
        entry = entries.with_user(self.officer).create(values)
        with self.assertRaises(AccessError):
            self._call(self.officer, entry, "unlink")
        self.assertFalse(entries.with_user(self.stranger).search([("id", "=", entry.id)]))
        self.assertTrue(entries.with_user(self.salesman).search([("id", "=", entry.id)]))

    def test_material_at_the_party(self):
        location = self.env["stock.location"].create(
            {"name": "At Party", "usage": "internal", "company_id": self.company.id}
        )
        shelf = location.create({"name": "Shelf", "usage": "internal", "location_id": location.id})
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.goods, location, 2.0)
        quants._update_available_quantity(self.goods, shelf, 3.0)
        quants._update_available_quantity(self.goods, shelf, 7.0, owner_id=self.partner)
        self.assertEqual(self._exposure().stock, 0.0)
        profile = self._profile(self.partner)
        self._call(self.officer, profile, "write", {"stock_location_id": location.id})
        self.assertEqual(self._exposure().stock, 5 * 40.0)
        with self.assertRaises(AccessError):
            self._call(self.salesman, profile, "write", {"stock_location_id": False})
