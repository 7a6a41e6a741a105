from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .workflow_common import WorkflowCommon


class RequiredCase(WorkflowCommon):
    """A permit that suppliers need for chemicals, solvents among them; a party that has none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"]
        cls.chemicals = category.create({"name": "Chemicals"})
        cls.solvents = category.create({"name": "Solvents", "parent_id": cls.chemicals.id})
        cls.goods = category.create({"name": "Parts"})
        cls.service.categ_id = cls.goods
        cls.acetone = cls.env["product.product"].create(
            {
                "name": "Acetone",
                "type": "service",
                "categ_id": cls.solvents.id,
                "purchase_method": "purchase",
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )
        cls.permit = cls.env.ref("counterparty_control.licence_type_chemicals")
        cls._profile(cls, cls.partner).role_supplier = True

    def _require(self, role="supplier", **values):
        self._call(
            self.officer,
            self.permit,
            "write",
            {
                "required_of": role,
                "category_ids": [Command.set(self.chemicals.ids)],
                **values,
            },
        )

    def _hold(self, partner=None, **values):
        values = {"number": "WH-1", "partner_id": (partner or self.partner).id, **values}
        return self.env["counterparty.licence"].create(
            {"type_id": self.permit.id, "is_long_term": not values.get("expiry_date"), **values}
        )

    def _line(self, product, price=10.0, quantity=1.0, **values):
        name = "product_uom_qty" if values.pop("sale", False) else "product_qty"
        return {"product_id": product.id, name: quantity, "price_unit": price, **values}

    def _bought(self, product, price=10.0, quantity=1.0, **values):
        line = Command.create(self._line(product, price, quantity))
        return self._purchase(0.0, order_line=[line], **values)

    def _sold(self, product, **values):
        line = Command.create(self._line(product, sale=True, tax_ids=False))
        return self._sale(0.0, order_line=[line], **values)


@tagged("post_install", "-at_install")
class TestRequiredByOrders(RequiredCase):
    """An order with products that need a permit is refused as long as the party holds none."""

    def test_nothing_is_required_by_default(self):
        types = self.env["counterparty.licence.type"].search([])
        self.assertEqual(set(types.mapped("required_of")), {"none"})
        self._call(self.buyer, self._bought(self.acetone), "button_confirm")

    def test_refused_and_lifted(self):
        self._require()
        order = self._bought(self.acetone)
        text = self._refused(self.buyer, order, "button_confirm", contains="Acetone (Solvents)")
        self.assertIn("Hazardous Chemicals Permit", text)
        self.assertIn("change application", text, "what to do next")
        reasons = order.with_user(self.officer).counterparty_summary["reasons"]
        self.assertIn("Acetone", "".join(reasons), "told before anybody confirms")
        self._call(self.buyer, self._bought(self.service), "button_confirm")
        self._hold()
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")

    def test_expired(self):
        self._require()
        yesterday = fields.Date.today() - timedelta(days=2)
        old = self._hold(expiry_date=yesterday, number="WH-0")
        order = self._bought(self.acetone)
        self._refused(self.buyer, order, "button_confirm", contains="expired")
        self._hold(expiry_date=yesterday + timedelta(days=300))
        self._call(self.buyer, order, "button_confirm")
        self.assertTrue(old.active)

    def test_only_what_business_needs_stops(self):
        self._require(is_mandatory=False)
        self._call(self.buyer, self._bought(self.acetone), "button_confirm")

    def test_roles(self):
        self._require()
        self._call(self.salesman, self._sold(self.acetone), "action_confirm")
        self._require("customer")
        self._call(self.buyer, self._bought(self.acetone), "button_confirm")
        self._refused(
            self.salesman, self._sold(self.acetone), "action_confirm", contains="Chemicals Permit"
        )
        self._require("both")
        self._refused(self.buyer, self._bought(self.acetone), "button_confirm")

    def test_who_orders_holds_it(self):
        """Not who pays: the permit is for having the goods."""
        self._require("customer")
        payer = self._party("Payer")
        order = self._sold(self.acetone, partner_invoice_id=payer.id)
        self._hold(payer)
        self._refused(self.salesman, order, "action_confirm", contains="Party")
        self._hold()
        self._call(self.salesman, order, "action_confirm")

    def test_for_whatever_is_traded(self):
        self._require(category_ids=[Command.clear()])
        order = self._bought(self.service)
        self._refused(self.buyer, order, "button_confirm", contains="which business with it needs")
        self._hold()
        self._call(self.buyer, order, "button_confirm")

    def test_later_edits(self):
        """Whatever brings such a product into a confirmed order, at whatever price."""
        order = self._bought(self.service, 10.0, 2.0)
        self._call(self.buyer, order, "button_confirm")
        self._require()
        line, lines = order.order_line, self.env["purchase.order.line"]
        added = {"order_id": order.id, **self._line(self.acetone, 0.0)}
        swapped = {"product_id": self.acetone.id, "price_unit": 10.0, "product_qty": 2.0}
        refused = "Hazardous Chemicals Permit"
        self._refused(self.buyer, lines, "create", [added], contains=refused)
        self._refused(self.buyer, line, "write", swapped, contains=refused)
        commands = {"order_line": [Command.update(line.id, swapped)]}
        self._refused(self.buyer, order, "write", commands, contains=refused)
        commands = {"order_line": [Command.create(self._line(self.acetone, 0.0))]}
        self._refused(self.buyer, order, "write", commands, contains=refused)
        spec = {"order_line": {"fields": {"product_id": {}}}}
        self._refused(self.buyer, order, "web_save", commands, spec, contains=refused)
        self._call(self.buyer, line, "write", {"product_qty": 1.0})
        self._hold()
        self._call(self.buyer, line, "write", swapped)

    def test_what_was_ordered_before(self):
        """Lowering passes, also what the office asks for a permit later; raising does not."""
        order = self._bought(self.acetone, 10.0, 5.0)
        self._call(self.buyer, order, "button_confirm")
        self._require()
        line = order.order_line
        self._call(self.buyer, line, "write", {"product_qty": 4.0})
        self._refused(self.buyer, line, "write", {"product_qty": 6.0}, contains="Permit")
        cheaper = {"product_qty": 6.0, "price_unit": 1.0}
        self._refused(self.buyer, line, "write", cheaper, contains="Permit")
        back = Command.create(self._line(self.acetone, 1.0, -1.0))
        self._call(self.buyer, order, "write", {"order_line": [back]})
        bill = self._invoice(40.0, move_type="in_invoice")
        self.assertEqual(bill.state, "posted")
        self._call(self.buyer, order, "button_cancel")

    def test_other_doors(self):
        """Created confirmed, and imported."""
        self._require()
        values = {
            "partner_id": self.partner.id,
            "state": "purchase",
            "order_line": [Command.create(self._line(self.acetone))],
        }
        orders = self.env["purchase.order"]
        self._refused(self.buyer, orders, "create", [values], contains="Permit")
        order = self._bought(self.acetone)
        rows = [[str(order.id), "purchase"]]
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            result = self._call(self.buyer, orders, "load", [".id", "state"], rows)
            raise UserError(str(result["messages"]))
        self.assertIn("Permit", str(caught.exception))
        self.env.invalidate_all()
        self.assertNotEqual(order.state, "purchase")

    def test_observed(self):
        self._require()
        self.company.counterparty_mode = "observe"
        order = self._bought(self.acetone)
        self._call(self.buyer, order, "button_confirm")
        self.assertEqual(order.state, "purchase")
        seen = self.env["counterparty.decision"].search([("kind", "=", "observed")])
        seen = seen.filtered(lambda row: row.res_id == order.id)
        self.assertEqual(seen.reasons, "licence")

    def test_queries(self):
        """Nothing where no type is required of the role; few more where one is."""

        def once():
            order = self._bought(self.service)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._call(self.buyer, order, "button_confirm")
            return self.env.cr.sql_log_count - before

        def cost():  # what Odoo remembers from the first ones on is not ours
            return [once() for _ in range(4)][1:]

        cost()
        plain = cost()
        self._require("customer")
        self.assertEqual(cost(), plain)
        self._require("supplier", category_ids=[Command.clear()], is_mandatory=False)
        self.assertEqual(cost(), plain)
        self._require("supplier", is_mandatory=True)
        self.assertLessEqual(max(cost()), max(plain) + 2)


@tagged("post_install", "-at_install")
class TestRequiredOfParties(RequiredCase):
    """An application names what is missing, and the ledger who has not handed it in."""

    def test_application(self):
        self._require()
        scope = {"scope_category_ids": [Command.set(self.solvents.ids)]}
        application = self._application(user=self.buyer, role_supplier=True, **scope)
        text = self._barred(self.buyer, application, "action_submit")
        self.assertIn("the document: Hazardous Chemicals Permit", text)
        self.assertIn("Hazardous Chemicals Permit", str(application.required_documents))
        licence = self._licence_values(type_id=self.permit.id, number=False, is_long_term=False)
        licence["attachment_ids"] = []
        self._call(self.buyer, application, "write", {"licence_ids": [Command.create(licence)]})
        text = self._barred(self.buyer, application, "action_submit")
        for wanted in ("the number", "the expiry date, or long-term", "a copy"):
            self.assertIn(f"Hazardous Chemicals Permit: {wanted}", text)
        permit = application.licence_ids.filtered(lambda row: row.type_id == self.permit)
        copy = Command.create({"name": "permit.pdf", "raw": b"copy"})
        values = {"number": "WH-2", "is_long_term": True, "attachment_ids": [copy]}
        self._call(self.buyer, permit, "write", values)
        self._to_submitted(application, self.buyer)

    def test_application_for_other_business(self):
        self._require()
        for values in (
            {"role_supplier": True, "scope_category_ids": [Command.set(self.goods.ids)]},
            {"scope_category_ids": [Command.set(self.chemicals.ids)]},
        ):
            with self.subTest(values=values):
                self.assertNotIn("Permit", self._application(**values).missing_text or "")

    def test_a_role_that_is_added(self):
        """A change that adds a role needs what that role needs and is not on file."""
        self._require()
        self._profile(self.partner).sudo().role_supplier = False
        change = self._application(
            kind="change",
            partner_id=self.partner.id,
            change_reason="Sells to us, too.",
            change_ids=[Command.create({"field": "role_supplier"})],
            licence_ids=[],
            scope_category_ids=[Command.set(self.solvents.ids)],
        )
        self.assertIn("the document: Hazardous Chemicals Permit", change.missing_text)
        self._hold()
        self.env.invalidate_all()
        self.assertFalse(change.missing_text)

    def test_ledger(self):
        profile = self._profile(self.partner)
        other = self._profile(self._party("Other"))
        business = self.env.ref("counterparty_control.licence_type_business")
        self.assertEqual(profile.missing_document_ids, business)
        self._require()
        profile.scope_category_ids = self.solvents
        self.env.invalidate_all()
        self.assertEqual(profile.missing_document_ids, business | self.permit)
        self._hold()
        self.env["counterparty.licence"].create(self._licence_values(partner_id=self.partner.id))
        self.env.invalidate_all()
        self.assertFalse(profile.missing_document_ids)
        profiles = self.env["counterparty.profile"]
        self.assertIn(other, profiles.search([("has_missing_documents", "=", True)]))
        found = profiles.search([("has_missing_documents", "=", False)])
        self.assertIn(profile, found)
        self.assertNotIn(other, found)

    def test_ledger_in_a_fixed_number_of_queries(self):
        self._require()
        profiles = self.env["counterparty.profile"].browse(
            self._profile(self._party(f"P{number}")).id for number in range(12)
        )

        def cost(rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.mapped("missing_document_ids")
            return self.env.cr.sql_log_count - before

        cost(profiles)
        self.assertEqual(cost(profiles[:2]), cost(profiles))

    def test_only_the_office_edits_the_matrix(self):
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                self._barred(user, self.permit, "write", {"required_of": "supplier"})


@tagged("post_install", "-at_install")
class TestScopeOfCooperation(RequiredCase):
    """Categories come from the order, go to the ledger, and may be outside the company's scope."""

    def test_from_order_to_ledger(self):
        stranger = self.env["res.partner"].create({"name": "Newcomer", "is_company": True})
        order = self._bought(self.acetone, partner_id=stranger.id)
        action = self._call(self.buyer, order, "action_counterparty_apply")
        ids = action["context"]["default_scope_category_ids"]
        self.assertEqual(ids, self.solvents.ids)
        model = self.env["counterparty.application"]
        context = {"default_scope_category_ids": ids}
        created = self._call(self.buyer, model, "create", [{}], context=context)
        self.assertEqual(model.browse(created).scope_category_ids, self.solvents)
        application = self._application(scope_category_ids=[Command.set(self.goods.ids)])
        self._to_approved(application)
        self.assertEqual(application.profile_id.scope_category_ids, self.goods)

    def test_outside_the_scope_of_the_company(self):
        self.company.counterparty_scope_category_ids = self.chemicals
        application = self._application(
            scope_category_ids=[Command.set((self.solvents | self.goods).ids)]
        )
        self._to_submitted(application)
        self.assertEqual(application.scope_conforms, "no", "proposed")
        self.assertIn("Parts", application.flag_text)
        self.assertNotIn("Solvents", application.flag_text)
        self._call(self.officer, application, "write", {"scope_conforms": "yes"})
        self.assertEqual(application.scope_conforms, "yes", "the reviewer decides")

    def test_within_the_scope(self):
        self.company.counterparty_scope_category_ids = self.chemicals
        application = self._application(scope_category_ids=[Command.set(self.solvents.ids)])
        self._to_submitted(application)
        self.assertFalse(application.scope_conforms)
        rows = [row for row in application.finding_ids if row["name"] == "category"]
        self.assertEqual([row["result"] for row in rows], ["consistent"])

    def test_corrected_after_a_return(self):
        self.company.counterparty_scope_category_ids = self.chemicals
        application = self._application(scope_category_ids=[Command.set(self.goods.ids)])
        self._to_submitted(application)
        self._call(self.officer, application, "action_send_back", "Why parts?")
        scope = {"scope_category_ids": [Command.set(self.solvents.ids)]}
        self._call(self.salesman, application, "write", scope)
        self._supply(application)
        self._to_submitted(application)
        self.assertFalse(application.scope_conforms)
