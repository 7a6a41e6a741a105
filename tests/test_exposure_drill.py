from collections import defaultdict
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..policy import exposure
from .exposure_generator import GeneratedCase
from .exposure_oracle import Oracle

#: What a company may choose, so that each setting shows in the figures and in the rows.
SETTINGS = (
    {},
    {"counterparty_commitment_untaxed": True, "counterparty_horizon_days": 20},
    {"counterparty_purchase_basis": "advance", "counterparty_stock_mode": "manual"},
    {
        "counterparty_count_deposit": False,
        "counterparty_count_delivered_uninvoiced": False,
        "counterparty_stock_mode": "off",
    },
    {
        "counterparty_count_order_commitment": False,
        "counterparty_count_purchase_commitment": False,
        "counterparty_count_notes": False,
    },
)
AGES = ((None, "none"), (0, "not_due"), (30, "d30"), (60, "d60"), (90, "d90"), (180, "d180"))


@tagged("post_install", "-at_install")
class TestExposureDrillDown(GeneratedCase):
    """What a figure opens adds up to it to the cent, and is what the documents say."""

    def _model(self, name, user=None):
        """Return a model as a user sees it, or as somebody who works in both companies."""
        if user:
            return self.env[name].with_user(user)
        return self.env[name].with_context(allowed_company_ids=self.companies.ids)

    def _rows(self, user=None):
        return self._model("counterparty.exposure.report", user)

    def _profiles(self, user=None):
        domain = [("partner_id", "in", [party.partner.id for party in self.parties])]
        return self._model("counterparty.profile", user).search(domain)

    def _sums(self, rows):
        """Return ``{(partner, company): {component: sum of the rows}}`` of all parties."""
        sums = defaultdict(dict)
        groupby = ["partner_id", "company_id", "component"]
        for partner, company, name, amount in rows._read_group([], groupby, ["amount:sum"]):
            sums[partner.id, company.id][name] = amount
        return sums

    def _assert_adds_up(self, profiles, rows):
        sums = self._sums(rows)
        self.assertGreater(len(sums), 10)
        for profile in profiles:
            found = sums.get((profile.partner_id.id, profile.company_id.id), {})
            for name in exposure.SHOWN:
                with self.subTest(party=profile.display_name, component=name):
                    self.assertAlmostEqual(found.get(name, 0.0), profile[name], places=6)

    def test_every_component_occurs(self):
        """The documents are not so tame that a component, or a kind of document, is missing."""
        for company in self.companies:
            profiles = self._profiles().filtered_domain([("company_id", "=", company.id)])
            self.assertEqual(len(profiles), 12 if company == self.company else 4)
            for name in exposure.SHOWN:
                if company == self.company or name not in ("stock", "offset"):
                    with self.subTest(company=company.name, component=name):
                        self.assertTrue(any(profiles.mapped(name)))
        known = set(self._rows()._fields["kind"].get_values(self.env))
        kinds = {kind for (kind,) in self._rows()._read_group([], ["kind"])}
        self.assertEqual(kinds, known - {"register"})
        ages = {age for (age,) in self._rows()._read_group([], ["age"])}
        self.assertGreaterEqual(len(ages), 5)

    def test_all_at_once(self):
        for values in SETTINGS:
            self.companies.write(values)
            self.env["counterparty.stock.entry"].create(
                [
                    {"name": "Moulds", "profile_id": profile.id, "amount": 77.77}
                    for profile in self._profiles()[:3]
                ]
            )
            self.env.invalidate_all()
            with self.subTest(**values):
                self._assert_adds_up(self._profiles(), self._rows())

    def test_one_by_one(self):
        """What a figure opens, figure by figure."""
        for profile in self._profiles(self.leader)[3:9:2]:
            for name in exposure.SHOWN:
                action = self._call(self.leader, profile, "action_open_component", name)
                rows = self._rows().search(action["domain"])
                with self.subTest(party=profile.display_name, component=name):
                    self.assertEqual(len(rows), self._rows().search_count(action["domain"]))
                    self.assertAlmostEqual(sum(rows.mapped("amount")), profile[name], places=6)
                    for row in rows:
                        self.assertEqual(row.amount, row.currency_id.round(row.amount))
        with self.assertRaises(UserError):
            self._call(self.leader, profile, "action_open_component", "partner_id")

    def test_as_a_salesman(self):
        """Whoever may see a party sees the same figures and the same rows as anybody else."""
        profiles = self._profiles(self.salesman)
        self.assertEqual(set(profiles.ids), set(self._profiles().ids) & set(profiles.ids))
        self.assertEqual(len(profiles), 12)
        rows = self._rows(self.salesman)
        self._assert_adds_up(profiles, rows)
        self.assertEqual(
            dict(self._sums(rows)),
            {
                (profile.partner_id.id, profile.company_id.id): sums
                for profile in self._profiles()
                if profile.company_id == self.company
                and (sums := self._sums(self._rows()).get((profile.partner_id.id, self.company.id)))
            },
        )

    def test_independent_oracle(self):
        """The figures are what the documents say, one by one, in plain Python."""
        for profile in self._profiles():
            expected = Oracle(profile.partner_id, profile.company_id).components()
            # taxes of odd prices are rounded by line, and the statement knows the order only
            delta = 0.05 if profile.partner_id.id in self.odd else 0.005
            for name, amount in expected.items():
                with self.subTest(party=profile.display_name, component=name):
                    self.assertAlmostEqual(profile[name], amount, delta=delta)

    def test_the_statement_adds_up(self):
        """The rows of the statement add up to its totals, and the pieces of the bar to its end."""
        corrections = set()
        for profile in self._profiles():
            occupancy, running = profile.occupancy, 0.0
            with self.subTest(party=profile.display_name):
                for row in occupancy["rows"]:
                    if row["kind"] == "total":
                        self.assertAlmostEqual(row["amount"], running, 2)
                        continue
                    running += row["amount"]
                    if row["kind"] == "correction":
                        corrections.add(row["key"])
                    else:
                        sign = -1 if row["key"] in exposure.DEDUCTED else 1
                        self.assertAlmostEqual(sign * row["amount"], profile[row["key"]], 2)
                    self.assertTrue(row["label"])
                totals = [row["amount"] for row in occupancy["rows"] if row["kind"] == "total"]
                figures = [profile.exposure_amount, profile.projected_amount]
                self.assertEqual(totals, figures)
                pieces = [piece["amount"] for piece in occupancy["pieces"]]
                self.assertGreaterEqual(min(pieces), -0.005)
                self.assertAlmostEqual(sum(pieces), profile.projected_amount, 2)
                self.assertEqual(occupancy["available"], profile.available_amount)
        self.assertTrue(corrections)

    def test_the_strip_of_an_order(self):
        """An order shows the components of its debtor, and none to whom they do not concern."""
        self.company.counterparty_mode = "block"
        for party in self.parties[:3]:
            order = self._sale(1.0, partner=party.partner)
            summary = order.with_user(self.salesman).counterparty_summary
            profile = party.partner._counterparty_profile(self.company)
            expected = {name: profile[name] for name in exposure.SHOWN if profile[name]}
            shown = {part["key"]: part["amount"] for part in summary["components"]}
            self.assertEqual(summary["profile_id"], profile.id)
            self.assertEqual(shown.keys(), expected.keys())
            for name, amount in expected.items():
                self.assertAlmostEqual(shown[name], amount, 2)
            hidden = order.with_user(self.stranger).counterparty_summary
            self.assertTrue(hidden["is_private"])
            self.assertNotIn("components", hidden)
            self.assertNotIn("profile_id", hidden)

    def test_rows_tell_of_their_document(self):
        rows = self._rows().search([])
        self.assertEqual(len(set(rows.ids)), len(rows))
        for row in rows.filtered(lambda row: row.kind == "entry"):
            item = self.env["account.move.line"].browse(row.record_id)
            self.assertEqual(row.name, item.move_name)
            self.assertEqual(row.account_id, item.account_id)
            self.assertEqual(row.partner_id, item.partner_id.commercial_partner_id)
            self.assertEqual(row.document_currency_id, item.currency_id)
            self.assertAlmostEqual(row.document_amount, abs(item.amount_residual_currency), 2)
            self.assertEqual(row.age, self._age(row, item))
        for row in rows.filtered(lambda row: row.kind in ("sale", "purchase")):
            order = self.env[row.record_model].browse(row.record_id)
            self.assertEqual((row.name, row.document_currency_id), (order.name, order.currency_id))
            foreign = order.currency_id._convert(
                row.document_amount, row.currency_id, order.company_id, self.today
            )
            self.assertAlmostEqual(foreign, row.amount, delta=0.02)
        for row in rows:
            sign = -1 if row.component in exposure.DEDUCTED else 1
            self.assertEqual(row.effect_amount, sign * row.amount)

    def _age(self, row, item):
        if row.component != "receivable":
            return "none"
        days = (self.company._counterparty_today() - item.date_maturity).days
        return next((age for most, age in AGES[1:] if days <= most), "more")

    def test_ages_are_the_days_overdue(self):
        """The bounds of the buckets, day by day."""
        account = self.partner.property_account_receivable_id
        other = self._bank().default_account_id
        for days, age in ((0, "not_due"), (1, "d30"), (30, "d30"), (31, "d60"), (180, "d180")):
            due = self.company._counterparty_today() - timedelta(days=days)
            entry = self._entry(account, 10.0 + days, other, due=due)
            row = self._rows().search([("name", "=", entry.name)])
            with self.subTest(days=days):
                self.assertEqual((row.age, row.date_due), (age, due))

    def test_every_row_opens_its_document(self):
        opened = set()
        for kind, rows in self._rows(self.accountant).search([]).grouped("kind").items():
            row = rows[:1]
            action = self._call(self.accountant, row, "action_open_document")
            if kind == "adjustment":
                self.assertFalse(action)
                continue
            opened.add((kind, action["res_model"]))
            records = self.env[action["res_model"]]
            if kind == "balance":
                items = records.search(action["domain"])
                self.assertAlmostEqual(abs(sum(items.mapped("balance"))), abs(row.amount), 2)
            else:
                self.assertTrue(records.browse(action["res_id"]).exists())
        self.assertEqual(
            opened,
            {
                ("entry", "account.move"),
                ("balance", "account.move.line"),
                ("payment", "account.payment"),
                ("reset", "account.move"),
                ("sale", "sale.order"),
                ("purchase", "purchase.order"),
                ("move", "stock.picking"),
                ("quant", "stock.quant"),
            },
        )

    def test_other_departments_learn_nothing(self):
        """No way of asking tells a salesman of the parties of another department."""
        row = self._rows(self.salesman).search([], limit=1)
        self.assertTrue(self._call(self.colleague, row, "read", ["amount"]))
        empty = row.browse()
        for user in (self.stranger, self.buyer):
            with self.subTest(user=user.login):
                self.assertFalse(self._call(user, empty, "search", []))
                self.assertFalse(self._call(user, empty, "search_read", []))
                self.assertFalse(self._call(user, empty, "search_count", []))
                self.assertFalse(self._call(user, empty, "web_search_read", [], {})["records"])
                self.assertFalse(self._call(user, empty, "name_search", ""))
                arguments = ([], ["partner_id"], ["amount:sum"])
                self.assertFalse(self._call(user, empty, "formatted_read_group", *arguments))
                total = self._call(user, empty, "formatted_read_group", [], [], ["amount:sum"])
                self.assertFalse(total[0]["amount:sum"])
                for method, *arguments in (
                    ("read", ["amount"]),
                    ("web_read", {"amount": {}}),
                    ("action_open_document",),
                ):
                    with self.subTest(method=method), self.assertRaises(AccessError):
                        self._call(user, row, method, *arguments)
                profile = row.profile_id
                with self.assertRaises(AccessError):
                    self._call(user, profile, "action_open_component", "receivable")

    def test_other_companies_are_not_shown(self):
        rows = self._rows(self.leader)
        self.assertEqual(rows.search([]).company_id, self.company)
        with self.assertRaises(AccessError):
            rows.with_context(allowed_company_ids=self.companies.ids).search([])

    def test_parties_without_a_ledger_row(self):
        """What somebody outside the ledger occupies is for the central roles to see."""
        partner = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        self._invoice(100.0, partner=partner)
        domain = [("partner_id", "=", partner.id)]
        self.assertEqual(self._rows(self.accountant).search(domain).amount, 100.0)
        self.assertFalse(self._rows(self.salesman).search(domain))
