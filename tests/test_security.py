import base64

from lxml import etree
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

ROLES = ("business", "office", "leadership", "finance", "auditor", "internal", "portal")
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
#: What each role may do at most: read, write, create, unlink. Record rules narrow it down.
TABLE = {
    # model                        business  office leadership finance auditor internal portal
    "counterparty.profile":         ("r",    "rw",   "r",      "r",    "r",    "",      ""),
    "counterparty.licence":         ("rwcu", "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.licence.type":    ("r",    "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.application":     ("rwcu", "rw",   "r",      "rw",   "r",    "",      ""),
    "counterparty.change":          ("rwcu", "rwcu", "r",      "rwcu", "r",    "",      ""),
    "counterparty.supplement":      ("rw",   "rw",   "r",      "rw",   "r",    "",      ""),
    "counterparty.check.item":       ("r",    "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.application.check": ("r",  "rw",   "r",      "r",    "r",    "",      ""),
    "counterparty.review.report":   ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.deputy":          ("r",    "rwcu", "rwcu",   "rwcu", "r",    "",      ""),
    "counterparty.prohibition":     ("",     "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.prohibition.version": ("", "rwcu", "r",     "r",    "r",    "",      ""),
    "counterparty.prohibition.row": ("",     "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.prohibition.hit": ("",     "rw",   "r",      "r",    "r",    "",      ""),
    "counterparty.prohibition.key": ("",     "",     "",       "",     "",     "",      ""),
    "counterparty.party.key":       ("",     "",     "",       "",     "",     "",      ""),
    "counterparty.grade":           ("r",    "r",    "rw",     "r",    "r",    "",      ""),
    "counterparty.limit":           ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.limit.request":   ("rwcu", "rwc",  "r",      "rwc",  "r",    "",      ""),
    "counterparty.group":           ("r",    "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.group.request":   ("r",    "rw",   "r",      "r",    "r",    "",      ""),
    "counterparty.group.batch":     ("",     "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.group.reply":     ("",     "rwc",  "",       "",     "",     "",      ""),
    "counterparty.membership":      ("",     "rwc",  "rwc",    "",     "",     "",      ""),
    "counterparty.rating":          ("rwcu", "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.corrective":      ("rwcu", "rwcu", "r",      "r",    "r",    "",      ""),
    "counterparty.decision":        ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.exposure.day":    ("",     "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.exposure.report": ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.exposure.round":  ("",     "",     "",       "",     "",     "",      ""),
    "counterparty.history":         ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.observation":     ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.onboarding":      ("",     "rwcu", "r",      "r",    "r",    "",      ""),
    "counterparty.onboarding.line": ("",     "rw",   "r",      "r",    "r",    "",      ""),
    "counterparty.stock.entry":     ("r",    "rwc",  "r",      "rwc",  "r",    "",      ""),
    "counterparty.financial":       ("rwcu", "rwc",  "r",      "r",    "r",    "",      ""),
    "counterparty.event":           ("rwc",  "rwc",  "r",      "rwc",  "r",    "",      ""),
    "counterparty.lock":            ("",     "",     "",       "",     "",     "",      ""),
    "counterparty.override":        ("rwcu", "rwc",  "r",      "rwc",  "r",    "",      ""),
    "counterparty.override.tier":   ("r",    "r",    "rwcu",   "r",    "r",    "",      ""),
    "counterparty.hold":            ("r",    "rc",   "r",      "rc",   "r",    "",      ""),
    "counterparty.held":            ("r",    "r",    "r",      "r",    "r",    "",      ""),
    "counterparty.finding.signature": ("",   "rwc",  "",       "",     "",     "",      ""),
    "counterparty.step":            ("rwc",  "rwc",  "rwc",    "rwc",  "",     "",      ""),
}  # fmt: skip
#: Fields of contacts that tell how a party stands.
STANDING = (
    "counterparty_profile_id",
    "counterparty_state",
    "counterparty_grade",
    "counterparty_limit",
    "counterparty_exposure",
    "counterparty_available",
    "counterparty_is_over_limit",
    "counterparty_group_erp_code",
    "counterparty_licence_number",
    "counterparty_licence_expiry",
    "counterparty_org_code",
    "counterparty_org_code_expiry",
    "counterparty_tax_number",
    "counterparty_tax_expiry",
)


class SecurityCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.internal = new_test_user(
            cls.env, "cp_internal", "base.group_user,base.group_partner_manager"
        )
        cls.portal = new_test_user(cls.env, "cp_portal", "base.group_portal")
        cls.admin = new_test_user(cls.env, "cp_admin", "base.group_system,base.group_user")
        cls.users = dict(
            zip(
                ROLES,
                (
                    cls.salesman,
                    cls.officer,
                    cls.leader,
                    cls.accountant,
                    cls.auditor,
                    cls.internal,
                    cls.portal,
                ),
                strict=True,
            )
        )

    def _examples(self):
        """Return one record of each model, of the salesman's department."""
        profile = self._profile(self.partner)
        account = Command.create({"field": "bank", "value": "6222"})
        application = self._application(change_ids=[account])
        application.sudo().supplement_ids = [Command.create({"name": "a copy"})]
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.partner.id)
        )
        prohibition = self.env["counterparty.prohibition"].create({"name": "Forbidden"})
        version = self.env["counterparty.prohibition.version"].create({})
        hit = {"partner_id": self.partner.id, "prohibition_id": prohibition.id, "kind": "code"}
        self.env["counterparty.lock"].sudo()._raise({(self.partner.id, self.company.id)})
        self.company.counterparty_stock_mode = "manual"
        entry = self.env["counterparty.stock.entry"].create(
            {"profile_id": profile.id, "name": "Moulds", "amount": 1.0}
        )
        history = self._history(self.partner, self.company)
        occupied = [("partner_id", "=", self.partner.id)]
        profile._open_group_request(application)
        batch = self.env["counterparty.group.batch"].create(
            {"name": "x", "company_id": self.company.id}
        )
        step = {
            "res_model": profile._name,
            "res_ids": str(profile.id),
            "step": "close",
            "comment": "x",
        }
        onboarding = self._switch_on()
        return [
            onboarding,
            onboarding.line_ids[:1],
            self.env["counterparty.observation"].search(occupied, limit=1),
            profile,
            application,
            licence,
            licence.type_id,
            prohibition,
            prohibition.key_ids[0],
            version,
            self.env["counterparty.prohibition.row"].create(
                {"version_id": version.id, "change": "added", "name": "Forbidden"}
            ),
            self.env["counterparty.prohibition.hit"].create(hit),
            self.env["counterparty.party.key"].search([("partner_id", "=", self.partner.id)])[:1],
            profile.limit_ids[0],
            self._rating(),
            self._corrective(),
            self._request(),
            self._group(self.partner),
            self.env["counterparty.membership"].create({"profile_id": profile.id, "comment": "x"}),
            self.env["counterparty.grade"].search([("company_id", "=", self.company.id)], limit=1),
            self.env["counterparty.decision"]._record(
                [{"kind": "step", "partner_id": self.partner.id}]
            ),
            self.env["counterparty.lock"].search([("partner_id", "=", self.partner.id)]),
            self.env["counterparty.exposure.day"].search([("partner_id", "=", self.partner.id)]),
            self.env["counterparty.exposure.round"].search([("company_id", "=", self.company.id)]),
            self.env["counterparty.exposure.report"].search(occupied, limit=1),
            application.change_ids,
            application.supplement_ids,
            *self._further_checks(application),
            self.env["counterparty.deputy"].create(
                {"user_id": self.officer.id, "deputy_id": self.leader.id}
            ),
            history,
            entry,
            self.env["counterparty.financial"].create({"partner_id": self.partner.id}),
            self.env["counterparty.event"].create(
                {"profile_id": profile.id, "event_type": "other", "source": "x"}
            ),
            profile.group_request_ids,
            batch,
            self.env["counterparty.group.reply"].create({"file": b"eA=="}),
            *self._waiting(),
            self.env["counterparty.step"].create(step),
            self.env["counterparty.finding.signature"].create(
                {"application_id": application.id, "key": "x", "comment": "x"}
            ),
        ]

    def _further_checks(self, application):
        """Return a further check, one of an application, and the review of one."""
        self.env["counterparty.application.check"].sudo()._follow(application)
        licence = Command.create(self._licence_values(number="OTHER"))
        submitted = self._application(partner_name="Submitted", licence_ids=[licence])
        self._to_submitted(submitted)
        reports = self.env["counterparty.review.report"]
        return [
            application.check_ids.item_id[0],
            application.check_ids[0],
            reports.search([("application_id", "=", submitted.id)]),
        ]

    def _switch_on(self):
        """Return a prepared switch-on with a line, and have something observed."""
        known = self.env["res.partner"].create({"name": "Traded With", "is_company": True})
        self.company.counterparty_mode = "observe"
        self._invoice(1.0, known)
        self._call(self.salesman, self._sale(5000.0), "action_confirm")
        self.company.counterparty_mode = "block"
        return self.env["counterparty.onboarding"].create({})

    def _waiting(self):
        """Return an exception, its entry in the queue, a forced hold and a tier."""
        order = self._sale(1300.0, self._party("Waiting"))
        override = self.env["counterparty.override"].create(
            {
                "sale_order_id": order.id,
                "applicant_id": self.salesman.id,
                "reason": "x",
                "plan": "x",
            }
        )
        self._call(self.salesman, override, "action_submit")
        return [
            override,
            self.env["counterparty.held"].search([("override_id", "=", override.id)]),
            self.env["counterparty.hold"].create({"sale_order_id": order.id, "reason": "x"}),
            self.env["counterparty.override.tier"].create({"approver": "office"}),
        ]

    def _history(self, partner, company):
        """Return the day of the last change in the history of a party."""
        self.env["counterparty.exposure.round"]._record(company)
        domain = [("partner_id", "=", partner.id), ("company_id", "=", company.id)]
        return self.env["counterparty.history"].search(domain, limit=1)

    def _sees(self, user, records):
        """Whether a user can read and find records; both must agree."""
        records = self._as(user, records)
        found = records.search([("id", "in", records.ids)])
        readable = records.has_access("read")
        self.assertEqual(readable, found == records, f"{user.login}: {records}")
        return readable


@tagged("post_install", "-at_install")
class TestSecurity(SecurityCase):
    """Who may do what with which model, and from the portal nothing at all."""

    def test_table_is_complete(self):
        own = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("counterparty.") and not model._abstract
        }
        self.assertEqual(own, set(TABLE))

    def test_access_of_models(self):
        for model, row in TABLE.items():
            for role, allowed in zip(ROLES, row, strict=True):
                records = self.env[model].with_user(self.users[role])
                actual = "".join(k for k, op in OPERATIONS.items() if records.has_access(op))
                with self.subTest(model=model, role=role):
                    self.assertEqual(actual, allowed)

    def test_access_over_rpc(self):
        """What the table does not allow is refused to a client as well."""
        calls = {
            "r": ("read", [["display_name"]]),
            "w": ("write", [{"display_name": "x"}]),
            "c": ("create", [[{}]]),
            "u": ("unlink", []),
        }
        for record in self._examples():
            row = TABLE[record._name]
            for role, allowed in zip(ROLES, row, strict=True):
                for letter in OPERATIONS.keys() - set(allowed):
                    method, arguments = calls[letter]
                    records = record.browse() if letter == "c" else record
                    with self.subTest(model=record._name, role=role, method=method):
                        self._barred(self.users[role], records, method, *arguments)

    def test_readers_can_read_everything_at_once(self):
        """Whoever may read a record of their own department may read all of its fields."""
        for record in self._examples():
            if record.is_transient():
                continue  # the wizard of another user
            for role, allowed in zip(ROLES, TABLE[record._name], strict=True):
                if "r" in allowed:
                    with self.subTest(model=record._name, role=role):
                        self._call(self.users[role], record, "read")
                        self._call(self.users[role], record.browse(), "search_read", [])

    def test_readers_can_open_every_form(self):
        """The form and the list of a model show nothing that a reader of it may not see."""
        self._to_submitted(self._application())
        self.env["counterparty.prohibition"].create({"name": "New Party"})
        for record in self._examples():
            if record.is_transient():
                continue
            for role, allowed in zip(ROLES, TABLE[record._name], strict=True):
                if "r" not in allowed:
                    continue
                with self.subTest(model=record._name, role=role):
                    views = self._call(
                        self.users[role],
                        record.browse(),
                        "get_views",
                        [(False, "list"), (False, "form"), (False, "search")],
                    )
                    for kind in ("list", "form"):
                        arch = etree.fromstring(views["views"][kind]["arch"])
                        shown = self._specification(record, arch)
                        self.assertTrue(shown)
                        self._call(self.users[role], record, "web_read", shown)

    def _specification(self, record, arch):
        """Return what a client asks for to show a view: the names of what relations hold."""
        return {
            node.get("name"): (
                {"fields": {"display_name": {}}}
                if record._fields[node.get("name")].relational and node.get("invisible") != "1"
                else {}
            )
            for node in arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }

    def test_lock_is_out_of_reach(self):
        self.env["counterparty.lock"].sudo()._raise({(self.partner.id, self.company.id)})
        lock = self.env["counterparty.lock"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(len(lock), 1)
        for user in (*self.users.values(), self.admin):
            for method, arguments in (
                ("search_read", [[]]),
                ("read", [["version"]]),
                ("write", [{"version": 1}]),
                ("unlink", []),
                ("_raise", [[]]),
            ):
                records = lock.browse() if method == "search_read" else lock
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    self._call(user, records, method, *arguments)

    def test_company_mode_is_out_of_reach(self):
        for role in ("business", "office", "leadership", "finance", "auditor", "internal"):
            for values in (
                {"counterparty_mode": "off"},
                {"counterparty_enforce_from": "2999-01-01"},
            ):
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    self._call(self.users[role], self.company, "write", values)
            with self.subTest(role=role), self.assertRaises(AccessError), self.env.cr.savepoint():
                settings = self.env["res.config.settings"]
                created = self._call(
                    self.users[role], settings, "create", [{"counterparty_mode": "off"}]
                )
                self._call(self.users[role], settings.browse(created), "execute")
        self.assertEqual(self.company.counterparty_mode, "block")

    def test_decisions_are_append_only(self):
        decision = self.env["counterparty.decision"]._record(
            [{"kind": "step", "summary": "as it was"}]
        )
        attempts = (
            ("create", decision.browse(), [[{"kind": "step"}]]),
            ("write", decision, [{"summary": "forged"}]),
            ("copy", decision, []),
            ("unlink", decision, []),
            ("web_save", decision, [{"summary": "forged"}, {}]),
        )
        for user in (*self.users.values(), self.admin):
            for method, records, arguments in attempts:
                with self.subTest(user=user.login, method=method):
                    self._barred(user, records, method, *arguments)
        for method, arguments in (("write", [{"summary": "forged"}]), ("unlink", [])):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(decision.sudo(), method)(*arguments)
        self.assertEqual(decision.summary, "as it was")

    def test_decisions_through_other_records(self):
        """Neither the lists on documents nor a deletion reach a decision."""
        application = self._to_submitted(self._application())
        decision = application.decision_ids
        self.assertEqual(len(decision), 1)
        forged = Command.create({"kind": "step", "res_model": application._name})
        for command in (
            forged,
            Command.update(decision.id, {"comment": "forged"}),
            Command.delete(decision.id),
            Command.unlink(decision.id),
            Command.clear(),
        ):
            for user in (self.salesman, self.officer):
                with self.subTest(user=user.login, command=command):
                    self._barred(user, application, "write", {"decision_ids": [command]})

    def test_decisions_outlive_what_they_name(self):
        """Who decided on whom stays on record, whatever is deleted."""
        partner = self.env["res.partner"].create({"name": "Passing", "is_company": True})
        user = new_test_user(self.env, "cp_passing", "base.group_user")
        decision = (
            self.env["counterparty.decision"]
            .with_user(user)
            ._record([{"kind": "refused", "partner_id": partner.id}])
        )
        for record in (partner, user):
            with (
                self.subTest(model=record._name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                record.unlink()
        self.env.invalidate_all()
        self.assertTrue(decision.exists())
        self.assertEqual((decision.partner_id, decision.user_id), (partner, user))


@tagged("post_install", "-at_install")
class TestSecurityDepartments(SecurityCase):
    """A business user sees the own department and the own parties; the central roles see all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.partner._counterparty_profile(cls.company).sudo(False)
        cls.rating = cls.env["counterparty.rating"].create({"profile_id": cls.profile.id})

    def _documents(self):
        """Return what belongs to the salesman's department, of each model with such a rule."""
        application = self._to_submitted(self._application())
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.partner.id)
        )
        self.rating.write({"proposed_grade": "a", "reason": "x"})
        self._call(self.salesman, self.rating, "action_submit")
        return [
            self.profile,
            self.profile.limit_ids,
            application,
            application.licence_ids,
            licence,
            self.rating,
            self.rating.decision_ids,
            application.decision_ids,
            self._history(self.partner, self.company),
            *self._waiting()[:3],
        ]

    def test_business(self):
        for record in self._documents():
            with self.subTest(model=record._name):
                self.assertTrue(record)
                self.assertTrue(self._sees(self.salesman, record), "the responsible")
                self.assertTrue(self._sees(self.colleague, record), "the department")
                self.assertFalse(self._sees(self.stranger, record), "another department")

    def test_central_roles(self):
        for record in self._documents():
            for user in (self.officer, self.leader, self.accountant, self.auditor):
                with self.subTest(model=record._name, user=user.login):
                    self.assertTrue(self._sees(user, record))

    def test_stranger_cannot_change(self):
        application, rating = self._application(), self.rating
        licence, request = application.licence_ids, self._request()
        for user in (self.colleague, self.stranger):
            for record, values in (
                (application, {"intro": "x"}),
                (licence, {"number": "x"}),
                (rating, {"reason": "x"}),
                (request, {"reason": "x"}),
                (self.profile, {"note": "x"}),
            ):
                for method, arguments in (("write", [values]), ("unlink", [])):
                    with self.subTest(user=user.login, model=record._name, method=method):
                        self._barred(user, record, method, *arguments)

    def test_stranger_cannot_step_or_open(self):
        application = self._application()
        for record, step in (
            (application, "submit"),
            (self.rating, "submit"),
            (self.profile, "close"),
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                self._call(self.stranger, record, "action_step", step, "x")

    def test_move_to_another_department(self):
        """The rule follows an employee at once, in the same process and with warm caches."""
        employee = self.stranger.employee_id
        records = self._documents()
        for record in records:
            self.assertFalse(self._sees(self.stranger, record))
        employee.department_id = self.department
        for record in records:
            with self.subTest(model=record._name):
                self.assertTrue(self._sees(self.stranger, record))
        employee.department_id = self.other_department
        for record in records:
            with self.subTest(model=record._name):
                self.assertFalse(self._sees(self.stranger, record))

    def test_party_moves_to_another_department(self):
        self.assertFalse(self._sees(self.stranger, self.profile))
        self.profile.department_id = self.other_department
        self.assertTrue(self._sees(self.stranger, self.profile))
        self.assertFalse(self._sees(self.colleague, self.profile))
        self.assertTrue(self._sees(self.salesman, self.profile), "still responsible")

    def test_responsible_of_another_department(self):
        self.profile.responsible_id = self.stranger
        licence = self.env["counterparty.licence"].create(
            self._licence_values(partner_id=self.partner.id)
        )
        for record in (self.profile, self.profile.limit_ids, licence):
            with self.subTest(model=record._name):
                self.assertTrue(self._sees(self.stranger, record))

    def test_licences_cannot_be_moved(self):
        """A draft's licence cannot be slipped into another application, or under a party."""
        mine, submitted = self._application(), self._to_submitted(self._application())
        theirs = self._application(user=self.stranger)
        licence = mine.licence_ids
        for values in (
            {"application_id": submitted.id},
            {"application_id": theirs.id},
            {"partner_id": self.partner.id},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self._call(self.salesman, licence, "write", values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            values = self._licence_values(application_id=submitted.id)
            self._call(self.salesman, licence.browse(), "create", [values])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            values = {"counterparty_licence_ids": [Command.create(self._licence_values())]}
            self._call(self.salesman, self.partner, "write", values)

    def test_copies_of_licences(self):
        """The copies are read by whoever reads the licence, and frozen with it."""
        application = self._application()
        copy = application.licence_ids.attachment_ids
        self.assertEqual(
            (copy.res_model, copy.res_id), ("counterparty.licence", application.licence_ids.id)
        )
        for user in (self.salesman, self.colleague, self.officer, self.leader, self.auditor):
            with self.subTest(user=user.login):
                data = self._call(user, copy, "read", ["datas"])[0]["datas"]
                self.assertEqual(base64.b64decode(data), b"copy")
        for user in (self.stranger, self.internal, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._call(user, copy, "read", ["datas"])
        self._to_submitted(application)
        for method, arguments in (("write", [{"raw": b"other"}]), ("unlink", [])):
            with (
                self.subTest(method=method),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self._call(self.salesman, copy, method, *arguments)

    def test_copies_from_elsewhere(self):
        """A file that hangs on another document of the applicant is frozen with the licence too."""
        application = self._application()
        attachment = self.env["ir.attachment"].with_user(self.salesman)
        copy = attachment.create(
            {
                "name": "x.pdf",
                "raw": b"copy",
                "res_model": application._name,
                "res_id": application.id,
            }
        )
        values = {"attachment_ids": [Command.set(copy.ids)]}
        self._call(self.salesman, application.licence_ids, "write", values)
        self._to_submitted(application)
        for shown in application.licence_ids.attachment_ids:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._call(self.salesman, shown, "write", {"raw": b"other"})
            self.assertEqual(self._call(self.officer, shown, "read", ["raw"])[0]["raw"], b"copy")


@tagged("post_install", "-at_install")
class TestSecurityCompanies(SecurityCase):
    """What is one company's stays out of sight in another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.foreign_partner = cls._party("Foreign", company=cls.other_company)
        cls.foreign = cls.foreign_partner._counterparty_profile(cls.other_company).sudo(False)

    def test_isolation(self):
        rating = self.env["counterparty.rating"].create({"profile_id": self.foreign.id})
        application = self.env["counterparty.application"].create(
            {
                "partner_name": "x",
                "company_id": self.other_company.id,
                "licence_ids": [Command.create(self._licence_values())],
            }
        )
        decision = self.env["counterparty.decision"]._record(
            [{"kind": "step", "company_id": self.other_company.id}]
        )
        grade = self.env["counterparty.grade"].search([("company_id", "=", self.other_company.id)])
        self.assertEqual(len(grade), 5)
        request = self.env["counterparty.limit.request"].create({"profile_id": self.foreign.id})
        group = self.env["counterparty.group"].create(
            {"name": "x", "company_id": self.other_company.id}
        )
        history = self._history(self.foreign_partner, self.other_company)
        days = self.env["counterparty.exposure.day"].search(
            [("company_id", "=", self.other_company.id)]
        )
        self.assertEqual(days.partner_id, self.foreign_partner)
        self.foreign.sudo()._open_group_request(self.env["counterparty.application"])
        batch = self.env["counterparty.group.batch"].create(
            {"name": "x", "company_id": self.other_company.id}
        )
        for user in (self.officer, self.leader, self.accountant, self.auditor):
            self.assertFalse(self._sees(user, batch), user.login)
        records = [
            self.foreign,
            self.foreign.group_request_ids,
            self.foreign.limit_ids,
            rating,
            application,
            decision,
            grade,
            history,
            request,
            group,
        ]
        central = (self.officer, self.leader, self.accountant, self.auditor)
        for user in central:
            self.assertFalse(self._sees(user, days), user.login)
        for record in [*records, application.licence_ids]:
            for user in (*central, self.salesman):
                with self.subTest(model=record._name, user=user.login):
                    self.assertFalse(self._sees(user, record))

    def test_company_that_is_not_the_users(self):
        with self.assertRaises(AccessError):
            context = {"allowed_company_ids": [self.other_company.id]}
            self._call(self.officer, self.foreign, "read", ["grade"], context=context)

    def test_contact_shows_the_current_company(self):
        self.officer.company_ids |= self.other_company
        self.env["counterparty.profile"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.other_company.id,
                "state": "approved",
                "grade": "d",
            }
        )
        for company, grade in ((self.company, "B"), (self.other_company, "D")):
            context = {"allowed_company_ids": [company.id]}
            read = self._call(
                self.officer, self.partner, "read", ["counterparty_grade"], context=context
            )
            self.assertEqual(read[0]["counterparty_grade"], grade)
            found = self._call(
                self.officer,
                self.partner.browse(),
                "search",
                [("counterparty_grade", "=", grade), ("id", "=", self.partner.id)],
                context=context,
            )
            self.assertEqual(found, self.partner.ids)


@tagged("post_install", "-at_install")
class TestSecurityContacts(SecurityCase):
    """A contact tells how it stands to those who see its row in the ledger, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"customer_rank": 1})
        cls.env["counterparty.licence"].create(
            {
                "partner_id": cls.partner.id,
                "type_id": cls.env.ref("counterparty_control.licence_type_business").id,
                "number": "91310115MA1H9YGWXX",
                "expiry_date": "2999-12-31",
            }
        )

    def _standing(self, user):
        self.env.invalidate_all()
        return self._call(user, self.partner, "read", list(STANDING))[0]

    def test_those_who_see_the_ledger(self):
        for user in (
            self.salesman,
            self.colleague,
            self.officer,
            self.leader,
            self.accountant,
            self.auditor,
        ):
            with self.subTest(user=user.login):
                seen = self._standing(user)
                self.assertEqual(seen["counterparty_grade"], "B")
                self.assertEqual(seen["counterparty_limit"], 1000.0)
                self.assertEqual(seen["counterparty_licence_number"], "91310115MA1H9YGWXX")
                self.assertTrue(seen["counterparty_licence_expiry"])

    def test_strangers_see_blanks(self):
        for user in (self.stranger, self.internal):
            with self.subTest(user=user.login):
                seen = self._standing(user)
                self.assertEqual({name for name in STANDING if seen[name]}, set())

    def test_strangers_cannot_search(self):
        domains = [
            [("counterparty_state", "=", "approved")],
            [("counterparty_grade", "=", "B")],
            [("counterparty_limit", ">", 500)],
            [("counterparty_is_over_limit", "=", False), ("counterparty_state", "!=", False)],
            [("counterparty_licence_number", "=", "91310115MA1H9YGWXX")],
            [("counterparty_licence_number", "ilike", "9131")],
            [("counterparty_profile_id.grade", "=", "b")],
            [("counterparty_profile_ids.grade", "=", "b")],
            [("counterparty_profile_ids", "any", [("credit_limit", ">", 1)])],
            [("counterparty_licence_ids.number", "ilike", "9131")],
        ]
        for domain in domains:
            wanted = [*domain, ("id", "=", self.partner.id)]
            with self.subTest(domain=domain, user="salesman"):
                found = self._call(self.salesman, self.partner.browse(), "search", wanted)
                self.assertEqual(found, self.partner.ids, "the search itself works")
            for user in (self.stranger, self.internal):
                with self.subTest(domain=domain, user=user.login):
                    try:
                        found = self._call(user, self.partner.browse(), "search", wanted)
                    except AccessError:
                        found = []
                    self.assertEqual(found, [])

    def test_everybody_can_open_a_contact(self):
        """Reading all fields that a contact shows to a user needs none of our groups."""
        for user in (self.stranger, self.internal, self.officer):
            with self.subTest(user=user.login):
                shown = self._call(user, self.partner.browse(), "fields_get")
                names = [name for name in shown if name.startswith("counterparty_")]
                self.assertLessEqual(set(STANDING), set(names))
                self._call(user, self.partner, "read", names)

    def test_blank_counts_as_empty(self):
        """What a user sees as blank is found as blank."""
        unknown = self.env["res.partner"].create({"name": "Unknown", "is_company": True})
        not_over = [("counterparty_is_over_limit", "=", False)]
        domains = [
            [("counterparty_state", "=", False)],
            [("counterparty_state", "!=", "approved")],
            [("counterparty_grade", "=", False)],
            [("counterparty_grade", "not in", ["A", "B"])],
            [("counterparty_limit", "=", 0)],
            not_over,
            [("counterparty_licence_number", "=", False)],
            [("counterparty_licence_number", "!=", "91310115MA1H9YGWXX")],
            [("counterparty_licence_number", "not ilike", "9131")],
            [("counterparty_profile_id", "=", False)],
        ]
        both = unknown | self.partner
        for domain in domains:
            for user in (self.salesman, self.stranger, self.internal):
                with self.subTest(domain=domain, user=user.login):
                    wanted = [*domain, ("id", "in", both.ids)]
                    found = self._call(user, unknown.browse(), "search", wanted)
                    sees = user == self.salesman and domain != not_over
                    self.assertEqual(set(found), set((unknown if sees else both).ids))

    def test_portal(self):
        self.portal.partner_id.parent_id = self.partner
        self.assertEqual(self.portal.partner_id.commercial_partner_id, self.partner)
        profile = self._profile(self.partner)
        for record in (profile, profile.limit_ids, self.partner.counterparty_licence_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                self._call(self.portal, record, "read")
        order = self._sale(10.0)
        order.message_subscribe(self.portal.partner_id.ids)
        order.partner_id = self.portal.partner_id
        self.assertTrue(self._call(self.portal, order, "read", ["name"]), "their own order")
        with self.assertRaises(AccessError):
            self._call(self.portal, order, "read", ["counterparty_summary"])
        try:
            seen = self._call(self.portal, self.portal.partner_id, "read", list(STANDING))[0]
        except AccessError:
            return
        self.assertEqual({name for name in STANDING if seen[name]}, set())

    def test_fields_are_read_only(self):
        for name in STANDING:
            self.assertTrue(self.env["res.partner"]._fields[name].readonly, name)
        for values in (
            {"counterparty_profile_ids": [Command.create({"state": "approved"})]},
            {
                "counterparty_profile_ids": [
                    Command.update(self._profile(self.partner).id, {"grade": "a"})
                ]
            },
        ):
            for user in (self.officer, self.internal):
                with self.subTest(values=values, user=user.login):
                    self._barred(user, self.partner, "write", values)
