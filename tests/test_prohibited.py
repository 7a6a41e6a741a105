import base64
import time
from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook, load_workbook

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools.misc import file_open

from .workflow_common import REVIEW, USCC, WorkflowCommon

HEADINGS = ("名称", "曾用名", "统一社会信用代码", "原因", "文号", "生效日期", "失效日期")
OTHER = "91320100PDY00001XR"
LISTED, ALIKE = "鼎盛虚构贸易有限公司", "鼎盛虚构贸易集团股份有限公司"


class ProhibitedCase(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.hits = cls.env["counterparty.prohibition.hit"]
        cls.versions = cls.env["counterparty.prohibition.version"]
        cls.entries = cls.env["counterparty.prohibition"]

    def _workbook(self, rows, headings=HEADINGS, above=()):
        book = Workbook()
        for row in (*above, headings, *rows):
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue()).decode()

    def _version(self, rows, user=None, headings=HEADINGS, **values):
        values = {"file": self._workbook(rows, headings), "file_name": "list.xlsx", **values}
        created = self._call(user or self.officer, self.versions, "create", [values])
        return self.versions.browse(created)

    def _import(self, rows, **values):
        version = self._version(rows, **values)
        self._call(self.officer, version, "action_put_in_force")
        return version

    def _prohibit(self, name=LISTED, **values):
        created = self._call(self.officer, self.entries, "create", [{"name": name, **values}])
        return self.entries.browse(created)

    def _changes(self, version):
        return {row.name: row.change for row in version.row_ids}

    def _hit(self, partner, state=None):
        hits = self.hits.search([("partner_id", "=", partner.id), ("state", "!=", "lapsed")])
        if state:
            self.assertEqual(hits.mapped("state"), [state])
        return hits

    def _told(self, hit):
        return set(hit.activity_ids.user_id & (self.officer | self.leader | self.accountant))


@tagged("post_install", "-at_install")
class TestProhibitedImport(ProhibitedCase):
    """The group's list is read, compared, shown, and only then put in force."""

    def test_first_list(self):
        version = self._version(
            [[LISTED, "甲公司、乙公司", OTHER, "欠款", "1号", "2026-01-05", ""]]
        )
        self.assertEqual((version.state, version.added_count), ("draft", 1))
        self.assertFalse(self.entries.search([("name", "=", LISTED)]), "only shown")
        self._call(self.officer, version, "action_put_in_force")
        entry = version.entry_ids
        self.assertEqual((entry.name, entry.codes), (LISTED, OTHER))
        self.assertEqual(entry.former_names, "甲公司\n乙公司")
        self.assertEqual(entry.date_from, date(2026, 1, 5))
        self.assertEqual((version.state, version.imported_by_id), ("in_force", self.officer))
        self.assertTrue(version.imported_on)
        self.assertEqual(version.decision_ids.user_id, self.officer)

    def test_columns_in_any_order(self):
        headings = ["序号", "失效日期", "税号", "文件号", "原名", "单位名称", "社会信用代码(必填)"]
        row = [1, "长期", "330200PDY000060", "7号", "旧名", "甲方公司", OTHER]
        version = self._version([row], headings=headings, document_number="9号")
        self._call(self.officer, version, "action_put_in_force")
        entry = version.entry_ids
        self.assertEqual((entry.name, entry.former_names), ("甲方公司", "旧名"))
        self.assertEqual(entry.codes.splitlines(), ["330200PDY000060", OTHER])
        self.assertEqual((entry.document_number, entry.date_to), ("7号", False))

    def test_titles_above_and_dates_of_all_kinds(self):
        rows = [
            ["甲公司", None, None, None, None, date(2026, 1, 5), None],
            ["乙公司", None, None, None, None, 46027, None],
            ["丙公司", None, None, None, None, "2026年1月5日", "2099/12/31"],
        ]
        file = self._workbook(rows, above=[["禁止交易名单"], []])
        version = self._version([], file=file)
        self.assertFalse(version.error_count)
        self.assertEqual(set(version.row_ids.mapped("date_from")), {date(2026, 1, 5)})
        self.assertEqual(version.row_ids[2].date_to, date(2099, 12, 31))

    def test_bad_lines_are_named_and_nothing_is_written(self):
        rows = [
            ["甲公司", "", "913101151234567000", "", "", "", ""],
            ["乙公司", "", 913101151234567890, "", "", "", ""],
            ["", "", OTHER, "", "", "", ""],
            ["丙公司", "", "", "", "", "明年", ""],
            ["丁公司", "", "", "", "", "2026-02-01", "2026-01-01"],
            ["戊公司", "", OTHER, "", "", "", ""],
        ]
        version = self._version(rows)
        self.assertEqual((version.error_count, version.added_count), (5, 1))
        errors = {row.line: row.errors for row in version.row_ids if row.errors}
        self.assertEqual(set(errors), {2, 3, 4, 5, 6})
        self.assertIn("913101151234567000", errors[2])
        self.assertIn("15 digits", errors[3])
        self.assertIn("Name is empty", errors[4])
        self.assertIn("'明年' is no date", errors[5])
        self.assertIn("before the entry begins", errors[6])
        message = self._barred(self.officer, version, "action_put_in_force")
        self.assertIn("5 lines with errors", message)
        self.assertFalse(self.entries.search([("name", "in", ["甲公司", "戊公司"])]))

    def test_remarks_stop_nothing(self):
        version = self._version(
            [[LISTED, "", "91320100PDY00001X1"], ["甲", "", ""], ["甲", "", ""]]
        )
        remarks = version.row_ids.sorted("line").mapped("remarks")
        self.assertIn("check character", remarks[0])
        self.assertIn("name alone", remarks[1])
        self.assertIn("before", remarks[2])
        self._call(self.officer, version, "action_put_in_force")
        self.assertEqual(len(version.entry_ids), 3)

    def test_what_is_no_list(self):
        for content, text in (
            (base64.b64encode(b"no workbook").decode(), "not an Excel workbook"),
            (self._workbook([["x"]], ["a", "b"]), "名称"),
            (self._workbook([]), "no line below"),
        ):
            with self.subTest(text=text):
                message = self._barred(self.officer, self.versions, "create", [{"file": content}])
                self.assertIn(text, message)

    def test_the_template_is_a_list(self):
        with file_open("counterparty_control/static/xls/prohibited_list.xlsx", "rb") as file:
            book = load_workbook(file)
        sheet = book.active
        self.assertEqual(tuple(cell.value for cell in sheet[1]), HEADINGS)
        self.assertEqual(sheet["C2"].number_format, "@")
        action = self._call(self.officer, self._version([["甲"]]), "action_template")
        self.assertTrue(action["url"].endswith("static/xls/prohibited_list.xlsx"))

    def test_differences(self):
        first = self._import([["甲", "", "", "欠款"], ["乙", "", OTHER], ["丙"], ["丁"]])
        second = self._version(
            [["甲", "", "", "欠款"], ["乙新", "", OTHER], ["丁", "丁旧"], ["戊"]]
        )
        self.assertEqual(
            self._changes(second),
            {"甲": "unchanged", "乙新": "changed", "丁": "changed", "戊": "added", "丙": "removed"},
        )
        changed = second.row_ids.filtered(lambda row: row.name == "乙新")
        self.assertIn("乙 → 乙新", changed.differences)
        self._call(self.officer, second, "action_put_in_force")
        self.assertEqual((first.state, second.state), ("replaced", "in_force"))
        kept = first.entry_ids.filtered(lambda entry: entry.state == "in_force")
        self.assertEqual(kept.mapped("name"), ["甲"])
        self.assertEqual(
            first.with_context(active_test=False).entry_ids.mapped("state").count("ended"), 3
        )
        new = second.entry_ids.filtered(lambda entry: entry.name == "乙新")
        self.assertEqual((new.replaces_id.name, new.replaces_id.ended_version_id), ("乙", second))
        third = self._version([["甲", "", "", "欠款"], ["乙新", "", OTHER], ["丁", "丁旧"], ["戊"]])
        self.assertEqual(set(self._changes(third).values()), {"unchanged"})

    def test_old_entries_end_the_day_before(self):
        with freeze_time(self.today - timedelta(days=10)):
            first = self._import([["甲"], ["乙"]])
        second = self._import([["甲"]])
        gone = first.entry_ids.filtered(lambda entry: entry.name == "乙")
        self.assertEqual(gone.date_to, self.today - timedelta(days=1))
        self.assertEqual(gone.ended_version_id, second)

    def test_a_list_of_tomorrow(self):
        """What it leaves out is prohibited until then, what it brings from then on."""
        with freeze_time(self.today - timedelta(days=10)):
            self._import([[self.partner.name]])
        other = self._party("Later")
        tomorrow = self.today + timedelta(days=1)
        self._import([["Later"]], date_from=str(tomorrow))
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")
        self._call(self.salesman, self._sale(10.0, other), "action_confirm")
        with freeze_time(tomorrow):
            self._call(self.salesman, self._sale(10.0), "action_confirm")
            self._refused(self.salesman, self._sale(10.0, other), "action_confirm")

    def test_entries_kept_by_hand(self):
        kept = self._prohibit("甲")
        self._import([["乙"]])
        self.assertEqual(kept.state, "in_force")
        version = self._version([["乙"]], ends_manual=True)
        self.assertEqual(self._changes(version), {"乙": "unchanged", "甲": "removed"})
        self._call(self.officer, version, "action_put_in_force")
        self.assertEqual((kept.state, kept.ended_version_id), ("ended", version))

    def test_the_list_changed_since_it_was_shown(self):
        self._import([["甲"]])
        shown = self._version([["甲"], ["乙"]])
        self._import([["丙"]])
        self._barred(self.officer, shown, "action_put_in_force", contains="read the file again")
        self._call(self.officer, shown, "action_read")
        self._call(self.officer, shown, "action_put_in_force")
        self.assertEqual(shown.state, "in_force")

    def test_who_may_import(self):
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._version([["甲"]], user=user)
        version = self._version([["甲"]])
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._call(user, version, "action_put_in_force")
        for values in ({"state": "in_force"}, {"added_count": 7}, {"row_ids": [Command.clear()]}):
            self._barred(self.officer, version, "write", values)
        self._call(self.officer, version, "action_put_in_force")
        self._barred(self.officer, version, "write", {"date_from": "2020-01-01"})
        self._barred(self.officer, version, "action_read")
        self._barred(self.officer, version, "unlink")
        forged = {"name": "乙", "version_id": version.id}
        created = self._call(self.officer, self.entries, "create", [forged])
        self.assertFalse(self.entries.browse(created).version_id)

    def test_discard_and_lines(self):
        version = self._version([["甲"]])
        action = self._call(self.officer, version, "action_open_rows")
        self.assertEqual(action["domain"], [("version_id", "=", version.id)])
        self._call(self.officer, version, "action_discard")
        self.assertEqual(version.state, "discarded")
        self._barred(self.officer, version, "action_put_in_force")

    def test_many(self):
        """500 names against 2,000 parties, in a fixed number of queries and some seconds."""
        partners = self.env["res.partner"].create(
            [{"name": f"测试{n:05}虚构贸易有限公司", "is_company": True} for n in range(2000)]
        )
        self.env["counterparty.profile"].create([{"partner_id": p.id} for p in partners])
        self.env.cr.flush()
        rows = [[f"测试{n:05}虚构贸易有限公司"] for n in range(10)]
        rows += [[f"名单{n:05}虚构国际贸易有限公司", "", ""] for n in range(490)]
        started = time.monotonic()
        version = self._import(rows)
        self.assertLess(time.monotonic() - started, 30)
        self.assertEqual((version.added_count, version.hit_count), (500, 10))
        started = self.env.cr.sql_log_count
        self.env["counterparty.screening"]._compare_everyone()
        self.assertLess(self.env.cr.sql_log_count - started, 60)


@tagged("post_install", "-at_install")
class TestProhibitedHits(ProhibitedCase):
    """Who is on the list is held at once; who only looks like it is cleared with a reason."""

    def test_a_hit_holds_and_tells(self):
        quotation, order = self._sale(10.0), self._sale(20.0)
        request = self._purchase(10.0)
        self._call(self.salesman, order, "action_confirm")
        self._import([[self.partner.name, "", "", "欠款", "3号"]])
        hit = self._hit(self.partner, "open")
        self.assertEqual((hit.kind, hit.is_blocking, hit.score), ("name", True, 1.0))
        for document in (quotation, order, request):
            self.assertTrue(document.counterparty_is_held, document)
            self.assertEqual(document.sudo().counterparty_hit_id, hit)
        self.assertEqual(self._told(hit), {self.officer, self.leader})
        self.assertEqual(hit.document_count, 3)
        self.assertIn(order.name, hit.documents_html)
        self.assertEqual(hit.with_user(self.officer).profile_ids, self._profile(self.partner))
        self._refused(self.salesman, quotation, "action_confirm", contains="3号")
        self.assertEqual(self._profile(self.partner).listed_state, "prohibited")

    def test_the_gate_does_not_wait(self):
        """What the gate reads is there before anybody was compared."""
        self.entries.create({"name": self.partner.name})
        self.env.flush_all()
        self.assertFalse(self._hit(self.partner))
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")

    def test_delivered_orders_are_left_alone(self):
        order = self._sale(20.0)
        self._call(self.salesman, order, "action_confirm")
        order.order_line.qty_delivered = 1
        self._prohibit(self.partner.name)
        self.assertFalse(order.counterparty_is_held)

    def test_nothing_is_held_where_a_company_observes(self):
        self.company.counterparty_mode = "observe"
        order = self._sale(10.0)
        self._prohibit(self.partner.name)
        self.assertFalse(order.counterparty_is_held)
        self._hit(self.partner, "open")

    def test_exact_hits_cannot_be_cleared(self):
        self._prohibit(self.partner.name)
        hit = self._hit(self.partner)
        message = self._barred(self.officer, hit, "action_clear_hit", "Not them.")
        self.assertIn("cannot be cleared", message)
        self._call(self.officer, hit, "action_confirm_hit")
        self.assertEqual((hit.state, hit.decided_by_id), ("confirmed", self.officer))
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")

    def test_the_end_lifts_it(self):
        order = self._sale(10.0)
        self._prohibit(self.partner.name, date_to=str(self.today))
        hit = self._hit(self.partner)
        self.assertTrue(order.counterparty_is_held)
        with freeze_time(self.today + timedelta(days=1)):
            self.env.invalidate_all()
            self.env["counterparty.screening"]._cron_compare()
            self.assertFalse(order.counterparty_is_held)
            self.assertEqual((hit.state, hit.is_blocking), ("lapsed", False))
            self.assertFalse(hit.activity_ids)
            self._call(self.salesman, order, "action_confirm")

    def test_the_beginning_brings_it(self):
        tomorrow = self.today + timedelta(days=1)
        order = self._sale(10.0)
        self._prohibit(self.partner.name, date_from=str(tomorrow))
        hit = self._hit(self.partner, "open")
        self.assertFalse(order.counterparty_is_held or hit.is_blocking)
        with freeze_time(tomorrow):
            self.env.invalidate_all()
            self.env["counterparty.screening"]._cron_compare()
            self.assertTrue(order.counterparty_is_held and hit.is_blocking)

    def test_a_new_list_without_it_lifts_it(self):
        order = self._sale(10.0)
        self._import([[self.partner.name]])
        self.assertTrue(order.counterparty_is_held)
        self._import([["甲"]])
        self.assertFalse(order.counterparty_is_held)
        self._call(self.salesman, order, "action_confirm")

    def test_similar_names_wait_for_the_office(self):
        party = self._party(ALIKE)
        order = self._sale(10.0, party)
        self._prohibit()
        hit = self._hit(party, "open")
        self.assertEqual((hit.kind, hit.is_blocking), ("similar", False))
        self.assertGreaterEqual(hit.score, 0.9)
        self.assertEqual(self._told(hit), {self.officer})
        self.assertEqual(self._profile(party).listed_state, "similar")
        self._call(self.salesman, order, "action_confirm")
        asked = self._call(self.officer, hit, "action_clear_hit", " ")
        self.assertEqual((asked["res_model"], hit.state), ("counterparty.step", "open"))
        self._call(self.officer, hit, "action_clear_hit", "Another company: other code.")
        self.assertEqual((hit.state, hit.decided_by_id), ("cleared", self.officer))
        self.assertFalse(hit.activity_ids)
        self.assertIn("other code", hit.decision_ids.comment)

    def test_cleared_hits_are_remembered(self):
        party = self._party(ALIKE)
        self._import([[LISTED]])
        hit = self._hit(party)
        self._call(self.officer, hit, "action_clear_hit", "Another company.")
        self._import([[LISTED], ["甲"]])
        self.assertEqual(self._hit(party), hit)
        self._import([[LISTED, "", "", "欠款"]])
        self.assertEqual(self._hit(party), hit, "only the reason of the entry is another")
        self.assertEqual((hit.state, hit.prohibition_id.reason), ("cleared", "欠款"))
        self._prohibit()
        later = self._hit(party) - hit
        self.assertEqual((later.state, later.remembered_id), ("cleared", hit))
        party.vat = USCC
        self.env.cr.flush()
        asked = self._hit(party).filtered(lambda found: found.state == "open")
        self.assertEqual(len(asked), 2, "its codes changed, which both entries ask about")

    def test_a_confirmed_similar_name_is_prohibited(self):
        party = self._party(ALIKE)
        order = self._sale(10.0, party)
        entry = self._prohibit()
        hit = self._hit(party)
        self._call(self.officer, hit, "action_confirm_hit")
        self.assertTrue(order.counterparty_is_held)
        self.assertIn(self.leader, hit.activity_ids.user_id)
        self._refused(self.salesman, order, "action_confirm", contains="prohibited")
        party.name = "Quite Another Name"
        self.env.cr.flush()
        self._refused(self.salesman, order, "action_confirm", contains="prohibited")
        entry.former_names = "甲"
        self.env.cr.flush()
        self._import([["乙"]], ends_manual=False)
        self._refused(self.salesman, order, "action_confirm", contains="prohibited")
        self._call(self.officer, hit, "action_reopen_hit", "A mistake.")
        self.assertFalse(order.counterparty_is_held)
        self._call(self.salesman, order, "action_confirm")

    def test_a_new_name_frees_nobody(self):
        self._prohibit(self.partner.name)
        hit = self._hit(self.partner)
        self.partner.name = "Quite Another Name"
        self.env.cr.flush()
        self.assertEqual((hit.state, hit.is_current), ("open", True), "a former name by now")
        self._profile(self.partner).former_names = False
        self.env.cr.flush()
        self.env["counterparty.screening"].with_user(SUPERUSER_ID)._compare_everyone()
        self.assertEqual((hit.state, hit.is_current), ("open", False))
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")
        self._call(self.officer, hit, "action_clear_hit", "The name had been typed wrongly.")
        self._call(self.salesman, self._sale(10.0), "action_confirm")

    def test_a_new_name_and_a_new_list_free_nobody(self):
        self._import([[self.partner.name]])
        hit = self._hit(self.partner)
        self.partner.name = "Quite Another Name"
        self.env.cr.flush()
        self._import([["Party", "", "", "欠款"]])
        self.assertEqual((self._hit(self.partner), hit.prohibition_id.reason), (hit, "欠款"))
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")

    def test_an_entry_that_is_corrected(self):
        entry = self._prohibit(self.partner.name)
        hit = self._hit(self.partner)
        self._call(self.officer, entry, "write", {"name": "Another Party"})
        self.assertEqual(hit.state, "lapsed")
        self._call(self.salesman, self._sale(10.0), "action_confirm")

    def test_nobody_clears_a_party_of_their_own(self):
        party = self._party(ALIKE, responsible_id=self.officer.id)
        self._prohibit()
        self._barred(self.officer, self._hit(party), "action_clear_hit", "Mine.")

    def test_who_decides(self):
        party = self._party(ALIKE)
        self._prohibit()
        hit = self._hit(party)
        for user in (self.salesman, self.leader, self.accountant, self.auditor):
            for method in ("action_clear_hit", "action_confirm_hit"):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    self._call(user, hit, method)
        for values in ({"state": "cleared"}, {"kind": "similar"}, {"prohibition_id": 1}):
            self._barred(self.officer, hit, "write", values)
        order = self._sale(10.0)
        self._barred(self.salesman, order, "write", {"counterparty_hit_id": hit.id})

    def test_several_are_cleared_at_once(self):
        parties = self._party(ALIKE) | self._party("鼎盛虚构贸易控股有限公司")
        self._prohibit()
        hits = self.hits.search([("partner_id", "in", parties.ids)])
        self.assertEqual(len(hits), 2)
        action = self._call(self.officer, hits, "action_clear_hit")
        context = action["context"]
        model = self.env["counterparty.step"]
        values = {k.removeprefix("default_"): v for k, v in context.items()}
        wizard = model.browse(
            self._call(self.officer, model, "create", [{**values, "comment": "Others."}])
        )
        self._call(self.officer, wizard, "action_confirm")
        self.assertEqual(set(hits.mapped("state")), {"cleared"})


@tagged("post_install", "-at_install")
class TestProhibitedTriggers(ProhibitedCase):
    """Everybody is compared again when the list changes, and who changes by themselves."""

    def test_renamed(self):
        self._prohibit()
        self.assertFalse(self._hit(self.partner))
        self._call(self.officer, self.partner, "write", {"name": LISTED})
        self._hit(self.partner, "open")

    def test_new_codes(self):
        self._prohibit(codes=f"{USCC}\n{OTHER}")
        self.partner.company_registry = OTHER
        self.env.cr.flush()
        self.assertEqual(self._hit(self.partner, "open").kind, "code")
        other = self._party("Other")
        self.env["counterparty.licence"].create(self._licence_values(partner_id=other.id))
        self.env.cr.flush()
        hit = self._hit(other, "open")
        self.assertEqual((hit.kind, hit.party_value), ("code", USCC))

    def test_former_names(self):
        self._prohibit()
        profile = self._profile(self.partner).sudo(False)
        self._call(self.officer, profile, "write", {"former_names": f"甲\n{LISTED}"})
        self.assertEqual(self._hit(self.partner, "open").kind, "former")

    def test_merged(self):
        """The contact that is kept is found by what it took over."""
        self._prohibit(codes=OTHER)
        source = self.env["res.partner"].create({"name": "Source", "is_company": True})
        values = self._licence_values(partner_id=source.id, number=OTHER)
        self.env["counterparty.licence"].create(values)
        self.env.cr.flush()
        hit = self._hit(source, "open")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (source | self.partner).ids, self.partner, extra_checks=False
        )
        self.env.cr.flush()
        self.assertEqual(self._hit(self.partner, "open"), hit)
        self.partner.counterparty_licence_ids.number = USCC
        self.env.cr.flush()
        self._refused(self.salesman, self._sale(10.0), "action_confirm", contains="prohibited")

    def test_contacts_with_documents(self):
        known = self.env["res.partner"].create({"name": LISTED, "is_company": True})
        stranger = known.copy({"name": LISTED})
        self._sale(10.0, known.create({"name": "Li", "parent_id": known.id}))
        self.env.cr.flush()
        self._import([[LISTED]])
        self._hit(known, "open")
        self.assertFalse(self._hit(stranger), "no business with it")

    def test_an_application_is_stopped_until_it_is_cleared(self):
        self._prohibit()
        application = self._application(partner_name=ALIKE)
        application.licence_ids.holder_name = ALIKE
        self._to_submitted(application)
        hit = application.similar_ids
        self.assertEqual((hit.party_name, hit.state), (ALIKE, "open"))
        self._call(self.officer, application, "write", REVIEW)
        self._barred(self.officer, application, "action_review", contains=LISTED)
        self._call(self.officer, hit, "action_clear_hit", "Another company.")
        self._call(self.officer, application, "action_review")
        self._call(self.leader, application, "action_approve")
        party = application.partner_id
        self.assertEqual((hit.partner_id, hit.state), (party, "cleared"))
        self.assertEqual(self._hit(party), hit, "not asked again")
        action = self._call(self.officer, application, "action_open_hits")
        self.assertEqual(action["domain"], [("id", "in", hit.ids)])

    def test_an_application_that_is_confirmed_is_not_approved(self):
        self._prohibit()
        application = self._application(partner_name=ALIKE)
        application.licence_ids.holder_name = ALIKE
        self._to_submitted(application)
        self._call(self.officer, application.similar_ids, "action_confirm_hit")
        self._call(
            self.officer, application, "write", {"review_opinion": "x", "scope_conforms": "yes"}
        )
        self._barred(self.officer, application, "action_review", contains="not prohibited")

    def test_the_applicant_reads_no_hit(self):
        self._prohibit()
        application = self._application(partner_name=ALIKE)
        hit = self.hits.search([("application_id", "=", application.id)])
        self.assertTrue(hit)
        for method, arguments in (("read", [["party_name"]]), ("search_read", [[]])):
            records = hit if method == "read" else hit.browse()
            with self.assertRaises(AccessError):
                self._call(self.salesman, records, method, *arguments)
        with self.assertRaises(AccessError):
            self._call(self.salesman, application, "read", ["hit_ids"])

    def test_buttons(self):
        entry = self._prohibit(self.partner.name)
        profile = self._profile(self.partner).sudo(False)
        for record, domain in (
            (profile, [("partner_id", "=", self.partner.id)]),
            (entry, [("prohibition_id", "in", entry.ids)]),
        ):
            action = self._call(self.officer, record, "action_open_hits")
            self.assertEqual(action["domain"], domain)
        rows = self.env["counterparty.profile"].with_user(self.officer)
        self.assertEqual(rows.search([("listed_state", "=", "prohibited")]), profile)
        self.assertNotIn(profile, rows.search([("listed_state", "=", False)]))


@tagged("post_install", "-at_install")
class TestNear(ProhibitedCase):
    """An entry edited by hand is compared with few, and finds what the whole comparison finds."""

    NAMES = (
        "江南示例重型钢结构制造有限公司",
        "江南示例重型钢构制造集团",
        "江南示例（苏州）重型钢结构制造有限公司",
        "苏州市江南示例重型钢结构制造有限公司",
        "ＡＣＭＥ Trading Co., Ltd.",
        "Acme Trading GmbH",
        "Straße Handel AG",
        "STRASSE HANDEL",
        "Élan Étoile S.A.",
        "别的虚构公司",
        LISTED,
        ALIKE,
        "鼎盛虚构贸易 有限公司",
    )
    CODES = (USCC, "91320100-PDY00001XR", "PDY00001-X", "CN330200PDY000060", "DE123456788", "")

    def test_few_find_what_all_find(self):
        partners = self.env["res.partner"]
        for number, name in enumerate(self.NAMES):
            partner = self._party(f"甲{number}公司" if number % 3 == 2 else name)
            partner.company_registry = self.CODES[number % len(self.CODES)]
            partner.vat = self.CODES[(number + 2) % len(self.CODES)]
            if number % 3 == 2:
                self._profile(partner).former_names = name
            partners |= partner
        self.env["counterparty.licence"].create(
            self._licence_values(partner_id=partners[3].id, number="MA1H9YGWX", holder_name="Acme")
        )
        self._application(partner_name=self.NAMES[1], former_names=LISTED)
        partners.create({"name": LISTED, "is_company": True})  # no business with it
        self.env.flush_all()
        screening, screened = self.env["counterparty.screening"], self.env["counterparty.screened"]
        found = 0
        for name in self.NAMES:
            for codes in (False, *self.CODES):
                entry = self.entries.create({"name": name, "codes": codes, "former_names": ""})
                everyone = screened._subjects(*screened._everyone())
                near = screened._subjects(*screened._near(entry))
                self.assertLessEqual(near.keys(), everyone.keys())
                expected = screening._matches(everyone, entry)
                self.assertEqual(screening._matches(near, entry), expected, (name, codes))
                found += len(expected)
                entry.active = False
        self.assertGreater(found, 50)

    def test_few_are_looked_at(self):
        for number in range(30):
            self._party(f"甲乙丙丁第{number}虚构公司")
        entry = self._prohibit()
        partners, applications = self.env["counterparty.screened"]._near(entry)
        self.assertFalse(partners or applications)

    def test_an_edited_entry_lets_go_and_takes_hold(self):
        other, free = self._party(LISTED), self._party("乙丙丁虚构公司")
        entry = self._prohibit()
        self._hit(other, "open")
        self._call(self.officer, entry, "write", {"name": "乙丙丁虚构公司"})
        self.assertFalse(self._hit(other))
        self._hit(free, "open")
        self._call(self.officer, entry, "write", {"active": False})
        self.assertFalse(self._hit(free))
