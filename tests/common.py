from odoo import Command, fields
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

from ..exceptions import CounterpartyRefusalError

GROUP = "counterparty_control.group_"


class CounterpartyCommon(BaseCommon):
    """A company under control, one user per role, an approved party with a limit of 1,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.company, False)
        cls.company.write({"counterparty_mode": "block", "counterparty_enforce_from": False})
        cls.department, cls.other_department = cls.env["hr.department"].create(
            [{"name": "Sales One"}, {"name": "Sales Two"}]
        )
        cls.salesman = cls._user("salesman", "business", sell=True, department=cls.department)
        cls.colleague = cls._user("colleague", "business", sell=True, department=cls.department)
        cls.stranger = cls._user("stranger", "business", sell=True, department=cls.other_department)
        cls.buyer = cls._user("buyer", "business", buy=True, department=cls.other_department)
        cls.officer = cls._user("officer", "office", extra="base.group_partner_manager")
        cls.leader = cls._user("leader", "leadership")
        cls.accountant = cls._user("accountant", "finance", extra="account.group_account_manager")
        cls.auditor = cls._user("auditor", "auditor")
        cls.partner = cls._party("Party")
        cls.service = cls.env["product.product"].create(
            {
                "name": "Service",
                "type": "service",
                "invoice_policy": "order",
                "purchase_method": "purchase",
                "list_price": 100.0,
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )

    @classmethod
    def _user(cls, login, group, *, sell=False, buy=False, extra="", department=None):
        groups = ["base.group_user", GROUP + group]
        groups += ["sales_team.group_sale_salesman_all_leads"] if sell else []
        groups += ["purchase.group_purchase_user"] if buy else []
        groups += [extra] if extra else []
        user = new_test_user(cls.env, f"cp_{login}", ",".join(groups), company_id=cls.company.id)
        if department:
            cls.env["hr.employee"].create(
                {"name": login, "user_id": user.id, "department_id": department.id}
            )
        return user

    @classmethod
    def _party(cls, name, limit=1000.0, grade="b", state="approved", company=None, **values):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        company = company or cls.company
        profile = cls.env["counterparty.profile"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "state": state,
                "grade": grade,
                "role_customer": True,
                "responsible_id": cls.salesman.id,
                "department_id": cls.department.id,
                **values,
            }
        )
        profile._set_limit(limit, "test")
        return partner

    def _profile(self, partner, company=None):
        return partner._counterparty_profile(company or self.company)

    def _sale(self, amount, partner=None, user=None, **values):
        order = (
            self.env["sale.order"]
            .with_user(user or self.salesman)
            .create(
                {
                    "partner_id": (partner or self.partner).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.service.id,
                                "product_uom_qty": 1,
                                "price_unit": amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        return order

    def _purchase(self, amount, partner=None, **values):
        return (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": (partner or self.partner).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.service.id,
                                "product_qty": 1,
                                "price_unit": amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                    **values,
                }
            )
        )

    def _invoice(self, amount, partner=None, move_type="out_invoice", post=True, **values):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or self.partner).id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.service.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )
        if post:
            move.action_post()
            self.env.cr.flush()  # an operation of its own
        return move

    def _call(self, user, records, method, *args, **kwargs):
        """Call a public method as a client of a user would, and as far as the commit."""
        model = records.env[records._name].with_user(user)
        first = [records.ids] if records.ids else []
        result = call_kw(model, method, [*first, *args], kwargs)
        self.env.cr.flush()
        return result

    def _refused(self, user, records, method, *args, contains="", **kwargs):
        """Assert that the gate refuses a call and leaves nothing behind; return the message."""
        with self.assertRaises(CounterpartyRefusalError) as caught, self.env.cr.savepoint():
            self._call(user, records, method, *args, **kwargs)
        self.assertIn(contains, str(caught.exception))
        return str(caught.exception)

    def _exposure(self, partner=None, company=None):
        partner, company = partner or self.partner, company or self.company
        service = self.env["counterparty.exposure"]
        return service._components(partner, company)[partner.id, company.id]
