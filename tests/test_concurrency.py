import subprocess
import sys
import tempfile
import time
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import config

#: Runs in a process of its own: confirms documents one by one, as a request would.
SCRIPT = """
import sys, time
from pathlib import Path
from odoo.exceptions import UserError
from odoo.service.model import call_kw, retrying
print("READY", flush=True)
while not Path({go!r}).exists():
    time.sleep(0.01)
for model, method, document_id, uid in {work!r}:
    records = env(user=uid)[model]
    try:
        retrying(lambda: call_kw(records, method, [[document_id]], {{}}), env)
        print("PASSED", flush=True)
    except UserError as refusal:
        print("REFUSED", str(refusal).replace("\\n", " "), flush=True)
"""


@tagged("-standard", "post_install", "-at_install", "counterparty_process")
class TestConcurrency(BaseCase):
    """Real processes at once: together they never exceed the limit.

    Commits, so it runs apart from the other tests, on a database that is thrown away.
    """

    workers = 4

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _party(self, env):
        env.company.counterparty_mode = "block"
        partner = env["res.partner"].create({"name": "Contended", "is_company": True})
        profile = env["counterparty.profile"].create(
            {"partner_id": partner.id, "company_id": env.company.id, "state": "approved"}
        )
        profile._set_limit(1000.0, "test")
        return partner

    def _documents(self, env, partner, user, count):
        product = env["product.product"].create(
            {"name": "Service", "type": "service", "taxes_id": False, "supplier_taxes_id": False}
        )
        line = {"product_id": product.id, "price_unit": 600.0, "tax_ids": False}
        work = []
        for index in range(count):
            model, quantity, method = (
                ("sale.order", "product_uom_qty", "action_confirm"),
                ("purchase.order", "product_qty", "button_confirm"),
            )[index % 2]
            lines = [Command.create({**line, quantity: 1})]
            order = env[model].create({"partner_id": partner.id, "order_line": lines})
            work.append((model, method, order.id, user.id))
        return work

    def _command(self):
        script = sys.argv[0]
        start = ["-m", "odoo"] if script.endswith("__main__.py") else [script]
        options = {
            "--addons-path": ",".join(config["addons_path"]),
            "--data-dir": config["data_dir"],
        }
        for name in ("db_host", "db_port", "db_user", "db_password"):
            if config[name]:
                options[f"--{name}"] = str(config[name])
        flat = [part for option in options.items() for part in option]
        return [
            sys.executable, *start, "shell", "--config", "/dev/null", "--no-http",
            "--log-level", "error", "-d", get_db_name(), *flat,
        ]  # fmt: skip

    def _run(self, shares):
        """Run one process per share of the work, all at once; return what they said."""
        with tempfile.TemporaryDirectory() as folder:
            go = Path(folder) / "go"
            processes = []
            for work in shares:
                process = subprocess.Popen(
                    self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
                process.stdin.write(SCRIPT.format(go=str(go), work=work))
                process.stdin.close()
                processes.append(process)
            for process in processes:
                line = process.stdout.readline()
                while line and "READY" not in line:
                    line = process.stdout.readline()
                self.assertTrue(line, "a worker did not start")
            time.sleep(0.1)
            go.touch()
            said = [process.stdout.read() for process in processes]
            self.assertEqual([process.wait(120) for process in processes], [0] * len(shares))
        return [line for text in said for line in text.splitlines() if line]

    def test_simultaneous_confirmations(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            groups = "sales_team.group_sale_salesman_all_leads,purchase.group_purchase_user"
            user = new_test_user(env, f"worker{time.time_ns()}", groups)
            partner = self._party(env)
            shares = [self._documents(env, partner, user, 4) for _ in range(self.workers)]
        said = self._run(shares)
        self.assertEqual(len(said), 4 * self.workers)
        passed = [line for line in said if line == "PASSED"]
        self.assertEqual(len(passed), 1, said)
        for line in set(said) - set(passed):
            self.assertIn("600.00", line)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            parts = env["counterparty.exposure"]._components(partner.with_env(env), env.company)
            committed = parts[partner.id, env.company.id]
            self.assertEqual(committed.order_open + committed.purchase_open, 600.0)

    def test_an_exception_is_used_once(self):
        """One released order confirmed by all workers at once, beside orders without a release."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            user = new_test_user(
                env, f"worker{time.time_ns()}", "sales_team.group_sale_salesman_all_leads"
            )
            partner = self._party(env)
            partner._counterparty_profile(env.company)._set_limit(500.0, "test")
            released, other = (self._documents(env, partner, user, 1)[0] for _ in range(2))
            override = env["counterparty.override"].create(
                {"sale_order_id": released[2], "reason": "x", "plan": "x"}
            )
            override._enter()
            until = env.company._counterparty_today()
            override.write({"state": "approved", "valid_until": until})
        said = self._run([[released, other] for _ in range(self.workers)])
        self.assertIn("PASSED", said)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            orders = env["sale.order"].browse([released[2], other[2]])
            self.assertEqual(orders.mapped("state"), ["sale", "draft"])
            self.assertEqual(override.with_env(env).state, "used")
            domain = [("kind", "=", "released"), ("res_id", "=", released[2])]
            self.assertEqual(env["counterparty.decision"].search_count(domain), 1)

    def test_simultaneous_confirmations_in_a_group(self):
        """Different parties that share a limit meet as if they were one."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            groups = "sales_team.group_sale_salesman_all_leads,purchase.group_purchase_user"
            user = new_test_user(env, f"worker{time.time_ns()}", groups)
            partners = [self._party(env) for _ in range(self.workers)]
            group = env["counterparty.group"].create({"name": f"Contended {time.time_ns()}"})
            ids = [partner.id for partner in partners]
            members = env["counterparty.profile"].search([("partner_id", "in", ids)])
            members.group_id = group
            group._set_limit(1000.0, "test")
            shares = [self._documents(env, partner, user, 2) for partner in partners]
        said = self._run(shares)
        passed = [line for line in said if line == "PASSED"]
        self.assertEqual((len(said), len(passed)), (2 * self.workers, 1), said)
        for line in set(said) - set(passed):
            self.assertIn("Contended", line)
            self.assertIn("600.00", line)
        with self.registry.cursor() as cr:
            self.assertEqual(group.with_env(self._env(cr)).projected_amount, 600.0)
