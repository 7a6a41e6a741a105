from lxml import etree

from odoo.tests import tagged

from .workflow_common import WorkflowCommon


class GradingCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendors = {
            grade: cls._party(f"Vendor {grade}", grade=grade, role_supplier=True)
            for grade in ("c", "a", "e", False, "b")
        }

    def _listed(self, records, user, order):
        """Return the grades that a user reads of records in an order."""
        self.env.invalidate_all()
        found = self._call(
            user,
            records.browse(),
            "search_read",
            [("id", "in", records.ids)],
            ["counterparty_grade"],
            order=order,
        )
        return [row["counterparty_grade"] for row in found]

    def _queries(self, records):
        """Return how many queries the grades of two and of all of the records take."""
        records.mapped("counterparty_grade")  # what is remembered from the first time on
        counts = []
        for size in (2, len(records)):
            self.env.invalidate_all()
            records[:size].mapped("company_id.name")
            before = self.env.cr.sql_log_count
            records[:size].mapped("counterparty_grade")
            counts.append(self.env.cr.sql_log_count - before)
        return counts


@tagged("post_install", "-at_install")
class TestGrading(GradingCase):
    """Requests and orders show the grade of the vendor, to those who see its ledger row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].search([("user_id", "=", cls.buyer.id)]).unlink()
        cls.env["hr.employee"].create(
            {"name": "b", "user_id": cls.buyer.id, "department_id": cls.department.id}
        )
        cls.orders = cls.env["purchase.order"].create(
            [{"partner_id": vendor.id} for vendor in cls.vendors.values()]
        )

    def test_sorted(self):
        for user in (self.buyer, self.env.ref("base.user_admin")):
            user.group_ids |= self.env.ref("purchase.group_purchase_user")
            user.group_ids |= self.env.ref("counterparty_control.group_office")
            with self.subTest(user=user.login):
                grades = self._listed(self.orders, user, "counterparty_grade, id")
                self.assertEqual(grades, ["a", "b", "c", "e", False])
                grades = self._listed(self.orders, user, "counterparty_grade desc, id")
                self.assertEqual(grades, [False, "e", "c", "b", "a"])
        shown = self._call(self.buyer, self.orders.browse(), "fields_get", ["counterparty_grade"])
        self.assertTrue(shown["counterparty_grade"]["sortable"])

    def test_contacts_of_the_vendor(self):
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.vendors["a"].id})
        order = self.orders[0]
        order.partner_id = person
        self.assertEqual(self._as(self.buyer, order).counterparty_grade, "a")
        self.assertEqual(
            self._listed(self.orders[:2], self.buyer, "counterparty_grade desc, id"), ["a", "a"]
        )

    def test_found(self):
        model = self.env["purchase.order"]
        for values, grades in (
            (["a", "b"], {"a", "b"}),
            ([False], {False}),
            (["a", False], {"a", False}),
        ):
            domain = [("counterparty_grade", "in", values), ("id", "in", self.orders.ids)]
            found = model.browse(self._call(self.buyer, model, "search", domain))
            self.assertEqual(set(self._as(self.buyer, found).mapped("counterparty_grade")), grades)

    def test_strangers(self):
        """Who does not see the ledger row reads no grade, neither by sorting nor by searching."""
        outsider = self._user("outsider", "business", buy=True, department=self.other_department)
        plain = self._user("plain", "business", buy=True)
        plain.group_ids -= self.env.ref("counterparty_control.group_business")
        for user in (outsider, plain):
            with self.subTest(user=user.login):
                for order in ("counterparty_grade, id", "counterparty_grade desc, id"):
                    self.assertEqual(self._listed(self.orders, user, order), [False] * 5)
                    ids = [("id", "in", self.orders.ids)]
                    found = self._call(user, self.orders.browse(), "search", ids, order=order)
                    self.assertEqual(found, sorted(self.orders.ids))
                for value, count in (("a", 0), (False, 5)):
                    domain = [("counterparty_grade", "=", value), ("id", "in", self.orders.ids)]
                    self.assertEqual(
                        self._call(user, self.orders.browse(), "search_count", domain), count
                    )

    def test_number_of_queries(self):
        self.assertEqual(*self._queries(self.orders.with_user(self.buyer)))

    def test_views(self):
        views = (
            "purchase_order_tree",
            "purchase_order_kpis_tree",
            "purchase_order_view_tree",
            "purchase_order_form",
        )
        for name in views:
            kind = "form" if name.endswith("form") else "list"
            view = self._call(
                self.buyer,
                self.env["purchase.order"],
                "get_view",
                self.env.ref(f"purchase.{name}").id,
                kind,
            )
            arch = etree.fromstring(view["arch"])
            with self.subTest(view=name):
                self.assertTrue(arch.xpath("//field[@name='counterparty_grade'][@widget='badge']"))


@tagged("-standard", "post_install", "-at_install", "counterparty_agreements")
class TestGradingAgreements(GradingCase):
    """Agreements and alternatives, where purchase agreements are: ./dev test agreements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreements = cls.env["purchase.requisition"].create(
            [
                {"vendor_id": vendor.id, "requisition_type": "blanket_order"}
                for vendor in cls.vendors.values()
            ]
        )
        cls.officer.group_ids |= cls.env.ref("purchase.group_purchase_user")

    def test_agreements_are_sorted(self):
        grades = self._listed(self.agreements, self.officer, "counterparty_grade, id")
        self.assertEqual(grades, ["a", "b", "c", "e", False])
        grades = self._listed(self.agreements, self.officer, "counterparty_grade desc, id")
        self.assertEqual(grades, [False, "e", "c", "b", "a"])
        self.assertEqual(self._listed(self.agreements, self.buyer, "id"), [False] * 5)

    def test_number_of_queries(self):
        self.assertEqual(*self._queries(self.agreements.with_user(self.officer)))

    def test_a_new_vendor(self):
        agreement = self.agreements[0]
        self.assertEqual(agreement.counterparty_grade, "c")
        agreement.vendor_id = self.vendors["a"]
        self.assertEqual(self._as(self.officer, agreement).counterparty_grade, "a")

    def test_views(self):
        for kind in ("list", "form"):
            model = self.env["purchase.requisition"]
            view = self._call(self.officer, model, "get_view", False, kind)
            arch = etree.fromstring(view["arch"])
            with self.subTest(kind=kind):
                path = "//field[@name='vendor_id']/following-sibling::field[1]/@name"
                self.assertEqual(arch.xpath(path)[0], "counterparty_grade")

    def test_alternatives(self):
        alternatives = self.env.ref("purchase_requisition.group_purchase_alternatives")
        self.officer.group_ids |= alternatives
        view = self._call(self.officer, self.env["purchase.order"], "get_view", False, "form")
        arch = etree.fromstring(view["arch"])
        path = "//field[@name='alternative_po_ids']/list/field[@name='counterparty_grade']"
        self.assertTrue(arch.xpath(path))

    def test_setup_again(self):
        """The grade stays when the models are set up anew, as for a custom field."""
        registry = self.env.registry
        registry._setup_models__(self.env.cr)
        self.assertIn("counterparty_grade", self.env["purchase.requisition"]._fields)
        grades = self._listed(self.agreements, self.officer, "counterparty_grade, id")
        self.assertEqual(grades[0], "a")
