import random
import runpy
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from ..models import counterparty_exposure_round
from ..models.counterparty_exposure_day import FIGURES
from ..policy import exposure, history, limits
from .ledger_common import LedgerCommon


@tagged("post_install", "-at_install")
class TestHistoryStatistics(BaseCase):
    """The figures of a step function are those of its days, one by one."""

    def test_against_the_days_one_by_one(self):
        rng = random.Random(18)
        start = date(2026, 1, 1)
        for case in range(300):
            days = sorted(rng.sample(range(-5, 25), rng.randint(0, 8)))
            points = [
                history.Point(start + timedelta(d), rng.choice((0.0, 5.0, 8.0)), rng.choice((0, 5)))
                for d in days
            ]
            first = start + timedelta(rng.randint(0, 10))
            last = first + timedelta(rng.randint(0, 12))
            series, day = [], first
            while day <= last:
                known = [p for p in points if p.date <= day]
                series.append((known[-1].amount, known[-1].limit) if known else (0.0, 0.0))
                day += timedelta(1)
            amounts = [amount for amount, _limit in series]
            with self.subTest(case=case):
                found = history.statistics(points, first, last)
                self.assertEqual(found.peak_amount, max(amounts))
                peak = first + timedelta(amounts.index(max(amounts)))
                self.assertEqual(found.peak_date, peak)
                self.assertAlmostEqual(found.average_amount, sum(amounts) / len(amounts))
                self.assertEqual(found.closing_amount, amounts[-1])
                self.assertEqual(found.days_over_limit, sum(a > b for a, b in series))

    def test_half_a_cent_is_not_over(self):
        day = date(2026, 1, 1)
        for amount, over in ((100.004, 0), (100.01, 1)):
            found = history.statistics([history.Point(day, amount, 100.0)], day, day)
            self.assertEqual(found.days_over_limit, over)


class HistoryCase(LedgerCommon):
    """Lets days of January pass."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day_model = cls.env["counterparty.exposure.day"]
        cls.rounds = cls.env["counterparty.exposure.round"]

    @classmethod
    def _party(cls, name, **values):
        partner = super()._party(name, **values)
        company = values.get("company") or cls.company
        partner._counterparty_profile(company).sudo().limit_ids.date_from = date(2026, 1, 1)
        return partner

    def _on(self, day):
        """Let it be a day of January for all companies."""
        company = type(self.company)
        return patch.object(company, "_counterparty_today", lambda _self: self._day(day))

    def _record(self, day):
        with self._on(day):
            self.rounds._record(self.company)

    def _committing(self, *seconds):
        """Let the cron commit as often as it likes, with so many seconds left each time."""
        left = iter(seconds)
        self.commits = []

        def commit(_cron, processed=0, *, remaining=None, **_kwargs):
            self.commits.append((processed, remaining))
            return next(left, 60.0)

        return patch.object(type(self.env["ir.cron"]), "_commit_progress", commit)


@tagged("post_install", "-at_install")
class TestHistoryRecording(HistoryCase):
    """Every evening what changed is written, and only that."""

    def test_only_changes_are_written(self):
        self._record(1)
        self._record(2)
        self._invoice(600.0)
        self._record(3)
        self._record(4)
        self._invoice(50.0)
        self._record(5)
        self.assertEqual(
            self._rows(),
            [
                (1, 0.0, 1000.0, "recorded"),
                (3, 600.0, 1000.0, "recorded"),
                (5, 650.0, 1000.0, "recorded"),
            ],
        )

    def test_a_further_round_of_the_day_stands(self):
        self._record(1)
        self._invoice(600.0)
        self._record(2)
        self._record(2)
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.0), (2, 600.0)])
        refund = self._invoice(100.0, move_type="out_refund")
        self._record(2)
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.0), (2, 500.0)])
        refund.button_draft()
        refund.button_cancel()
        self._invoice(600.0, move_type="out_refund")
        self._record(2)
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.0), (2, 0.0)])

    def test_back_to_nothing(self):
        """A party without a ledger row occupies something, then nothing, then is left alone."""
        stray = self.env["res.partner"].create({"name": "Stray", "is_company": True})
        self._record(1)
        self.assertFalse(self._rows(stray))
        self._entry(1, self.receivable, 300.0, partner=stray)
        self._record(2)
        self._entry(1, self.receivable, -300.0, partner=stray)
        for day in (3, 4):
            self._record(day)
        rows = [(2, 300.0, 0.0, "recorded"), (3, 0.0, 0.0, "recorded")]
        self.assertEqual(self._rows(stray), rows)

    def test_a_party_that_is_no_longer_commercial(self):
        branch = self.env["res.partner"].create({"name": "Branch", "is_company": True})
        self._entry(1, self.receivable, 300.0, partner=branch)
        self._record(2)
        branch.write({"is_company": False, "parent_id": self.partner.id})
        self._record(3)
        self.assertEqual([row[:2] for row in self._rows(branch)], [(1, 300.0), (3, 0.0)])
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.0), (3, 300.0)])

    def test_every_figure_is_kept(self):
        for model in (self.day_model, self.env["counterparty.history"]):
            self.assertLessEqual(set(FIGURES), set(model._fields), model._name)
        order = self._sale(700.0)
        order.action_confirm()
        self._purchase(500.0).button_confirm()
        self._entry(1, self.prepaid, 70.0)
        self._entry(1, self.receivable, -30.0)
        self._record(2)
        row = self.day_model.search([("partner_id", "=", self.partner.id)], limit=1)
        parts = self._exposure()
        self.assertEqual(row.date, self._day(2))
        self.assertTrue(row.order_commitment and row.purchase_commitment and row.deposit)
        for name in exposure.SHOWN:
            self.assertAlmostEqual(row[name], getattr(parts, name), 2, name)
        self.assertAlmostEqual(row.exposure_amount, exposure.actual(parts))
        self.assertAlmostEqual(row.projected_amount, exposure.projected(parts))
        order._action_cancel()
        self._record(3)
        latest = self.day_model.search([("partner_id", "=", self.partner.id)], limit=1)
        self.assertEqual((latest.date, latest.order_commitment), (self._day(3), 0.0))
        self.assertEqual(latest.exposure_amount, row.exposure_amount)

    def test_a_limit_is_a_change(self):
        self.env["counterparty.limit"].create(
            {
                "profile_id": self.profile.id,
                "amount": 1500.0,
                "kind": "temporary",
                "date_from": self._day(3),
                "date_to": self._day(4),
            }
        )
        for day in range(1, 8):
            self._record(day)
        limited = [(row[0], row[2]) for row in self._rows()]
        self.assertEqual(limited, [(1, 1000.0), (3, 1500.0), (5, 1000.0)])

    def test_amounts_are_rounded_as_the_currency_is(self):
        self._entry(1, self.receivable, 0.1)
        self._entry(1, self.receivable, 0.2)
        self._record(2)
        self._record(3)
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.3)])

    def test_the_first_round_rebuilds_the_past(self):
        self._entry(2, self.receivable, 400.0)
        self._entry(5, self.receivable, 100.0)
        self._record(9)
        self._entry(3, self.receivable, 1000.0)
        self._record(10)
        self.assertEqual(
            self._rows(),
            [
                (1, 0.0, 1000.0, "ledger"),
                (2, 400.0, 1000.0, "ledger"),
                (5, 500.0, 1000.0, "ledger"),
                (10, 1500.0, 1000.0, "recorded"),
            ],
            "what was recorded stays, whatever is booked for earlier days later",
        )
        self._rebuild()
        self.assertEqual(self._rows()[-1], (10, 1500.0, 1000.0, "recorded"))
        self.assertEqual(
            [row[:2] for row in self._rows()][2:], [(3, 1400.0), (5, 1500.0), (10, 1500.0)]
        )

    def test_the_day_ends_where_the_company_works(self):
        here, there = self.company, self.env["res.company"].create({"name": "West"})
        here.resource_calendar_id.tz = "Asia/Shanghai"
        there.resource_calendar_id.tz = "America/New_York"
        western = self._party("Western", company=there)
        self._profile(western, there).limit_ids.date_from = date(2026, 11, 20)
        with freeze_time("2026-11-20 17:30:00"):
            self.rounds._record(here | there)
        dates = {c: self.rounds._since(c) for c in (here, there)}
        self.assertEqual(dates, {here: date(2026, 11, 21), there: date(2026, 11, 20)})
        self.assertEqual(self.day_model.search([("company_id", "=", there.id)]).date, dates[there])

    def test_switched_off_goes_on(self):
        self._record(1)
        self.company.counterparty_mode = "off"
        self._invoice(600.0)
        with self._on(2), self._committing():
            self.rounds._cron_record()
        self.assertEqual([row[:2] for row in self._rows()], [(1, 0.0), (2, 600.0)])


@tagged("post_install", "-at_install")
class TestHistoryCron(HistoryCase):
    """The recording works in slices and goes on where it was interrupted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("counterparty_control.cron_record")
        (cls.env["res.company"].search([]) - cls.company).counterparty_mode = "off"
        cls.rounds.search([]).unlink()
        cls.parties = [cls.partner, *(cls._party(f"Party {n}") for n in range(4))]
        cls.startClassPatcher(patch.object(counterparty_exposure_round, "_SLICE", 2))

    def _recorded(self):
        return [bool(self._rows(partner)) for partner in self.parties]

    def test_slices(self):
        with self._on(1), self._committing():
            self.rounds._cron_record()
        self.assertEqual(sum(self._recorded()), 5)
        written = [processed for processed, _left in self.commits]
        self.assertEqual(written[0], 2)
        left = [remaining for _processed, remaining in self.commits]
        self.assertEqual(left, sorted(left, reverse=True))
        self.assertEqual(left[-1], 0)

    def test_interrupted(self):
        with self._on(1), self._committing(0.0):
            self.rounds._cron_record()
        self.assertEqual(len(self.commits), 1)
        position = self.rounds.search([("company_id", "=", self.company.id)]).position
        self.assertEqual(self._recorded(), [p.id <= position for p in self.parties])
        self.assertTrue(any(self._recorded()))
        self.assertFalse(all(self._recorded()))
        with (
            self._on(1),
            self._committing(),
            patch.object(
                type(self.rounds), "_save", autospec=True, side_effect=type(self.rounds)._save
            ) as saved,
        ):
            self.rounds._cron_record()
        self.assertTrue(all(self._recorded()))
        partners = [row[0] for call in saved.call_args_list for row in call.args[3]]
        self.assertTrue(all(partner > position for partner in partners), "nobody twice")
        with self._on(2), self._committing():
            self.rounds._cron_record()
        self.assertTrue(all(len(self._rows(partner)) == 1 for partner in self.parties))

    def test_as_the_scheduler_runs_it(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.assertTrue(all(self._recorded()))
        self._invoice(600.0)
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
            self.cron.method_direct_trigger()
        self.assertEqual([row[1] for row in self._rows()][-1], 600.0)
        self.assertEqual(len(self._rows(self.parties[1])), 1)
        current = self.rounds.search([("company_id", "=", self.company.id)])
        self.assertEqual((current.is_pending, current.position), (False, 0))
        self.assertTrue(current.until)
        self.assertEqual(current.since, self.company._counterparty_today())

    def test_an_error_leaves_what_was_written(self):
        save = type(self.rounds)._save
        calls = []

        def fail_second(rounds, *args):
            calls.append(args)
            if len(calls) == 2:
                raise ValueError("the power fails")
            return save(rounds, *args)

        with (
            self.enter_registry_test_mode(),
            patch.object(type(self.rounds), "_save", fail_second),
            mute_logger("odoo.addons.base.models.ir_cron"),
        ):
            self.cron.method_direct_trigger()
        self.assertTrue(all(self._recorded()), "the scheduler repeats what is left")


@tagged("post_install", "-at_install")
class TestHistoryRebuilt(HistoryCase):
    """What is rebuilt from the ledger is what an accountant finds for each day, one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advances = cls._account("220399", "liability_current")
        cls.notes = cls._account("112199", "asset_current")
        cls.company.counterparty_note_account_ids = cls.notes
        cls.parties = [cls.partner, cls._party("Second", limit=300.0), cls._party("Third")]
        cls.contacts = cls.env["res.partner"].create(
            [{"name": "Contact", "parent_id": party.id} for party in cls.parties]
        )

    def test_generated_entries(self):
        rng = random.Random(2026)
        for _step in range(90):
            self._something(rng)
        self._limits(rng)
        self._rebuild()
        for party in self.parties:
            rows, row = iter(self._rows(party)), (0, 0.0, 0.0, "")
            upcoming = next(rows, None)
            self.assertGreater(len(self._rows(party)), 10)
            for day in range(-1, 45):
                if upcoming and upcoming[0] == day:
                    row, upcoming = upcoming, next(rows, None)
                with self.subTest(party=party.name, day=day):
                    self.assertAlmostEqual(row[1], self._occupied(party, self._day(day)), 2)
                    self.assertEqual(row[2], self._limit(party, self._day(day)))

    def test_repeatable_and_only_changes(self):
        rng = random.Random(7)
        for _step in range(40):
            self._something(rng)
        self._rebuild()
        fields_read = ["partner_id", "date", "receivable", "deposit", "prepayment", "limit_amount"]
        domain = [("company_id", "=", self.company.id)]

        def rows():
            found = self.day_model.search(domain, order="partner_id, date")
            return [tuple(row[name] for name in fields_read) for row in found]

        first = rows()
        self._rebuild()
        self.assertEqual(rows(), first)
        for before, after in pairwise(first):
            if before[0] == after[0]:
                self.assertNotEqual(before[2:], after[2:])

    def test_other_companies_stay(self):
        other = self.env["res.company"].create({"name": "Other"})
        partner = self._party("Elsewhere", company=other)
        self._profile(partner, other).limit_ids.date_from = self.today
        self.rounds._record(other)
        rows = self.day_model.search([("company_id", "=", other.id)])
        self._rebuild()
        self.assertEqual(rows.exists().partner_id, partner)
        self.env["counterparty.reconstruction"]._rebuild(other)
        self.assertEqual(rows.exists().mapped("source"), ["recorded"])

    def test_installation_and_upgrade(self):
        """A new installation and an upgraded database have the same past."""
        self._entry(2, self.receivable, 600.0)
        expected = [(1, 0.0, 1000.0, "ledger"), (2, 600.0, 1000.0, "ledger")]
        path = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-history.py"
        upgrade = runpy.run_path(str(path))["migrate"]
        upgrade(self.env.cr, None)
        self.assertEqual(self._rows(), [])
        upgrade(self.env.cr, "19.0.1.0.0")
        self.assertEqual(self._rows(), expected)
        self.day_model.search([]).unlink()
        post_init_hook(self.env)
        self.assertEqual(self._rows(), expected)

    def test_deposits_that_do_not_count(self):
        self._entry(2, self.receivable, 100.0)
        self._entry(3, self.advances, -80.0)
        self._entry(4, self.receivable, -150.0)
        for counts, expected in ((True, [100.0, 20.0, 0.0]), (False, [100.0, 0.0])):
            self.company.counterparty_count_deposit = counts
            self._rebuild()
            with self.subTest(counts=counts):
                self.assertEqual([row[1] for row in self._rows()][1:], expected)

    def _something(self, rng):
        """Book something that happens to a party: for an earlier or later day than the last."""
        party = rng.choice([*self.parties, *self.contacts])
        day, amount = rng.randint(1, 40), float(rng.randint(1, 400))
        accounts = (self.receivable, self.advances, self.notes, self.prepaid, self.payable)
        match rng.randint(0, 7):
            case 0:
                self._bill(day, amount, partner=party)
            case 1:
                self._bill(day, amount, partner=party, move_type="out_refund")
            case 2 | 3:
                self._entry(day, rng.choice(accounts), amount, partner=party)
            case 4:
                self._entry(day, rng.choice(accounts), -amount, partner=party)
            case 5:
                self._entry(day, rng.choice(accounts), amount, partner=party, post=False)
            case _:
                self._settle(rng, party, amount)

    def _settle(self, rng, party, amount):
        """Pay a supplier, and match it with bills in parts, earlier or later."""
        payment = self._entry(rng.randint(1, 40), self.payable, amount, partner=party)
        for _bill in range(rng.randint(0, 2)):
            bill = self._bill(
                rng.randint(1, 40), amount * 0.6, partner=party, move_type="in_invoice"
            )
            owed = bill.line_ids.filtered(lambda line: line.account_id == self.payable)
            (payment | owed).filtered(lambda line: not line.reconciled).reconcile()

    def _limits(self, rng):
        for party in self.parties:
            for _limit in range(3):
                first = rng.randint(1, 30)
                self.env["counterparty.limit"].create(
                    {
                        "profile_id": self._profile(party).id,
                        "amount": float(rng.randint(0, 900)),
                        "kind": "temporary",
                        "date_from": self._day(first),
                        "date_to": self._day(first + rng.randint(0, 9)),
                    }
                )

    def _occupied(self, party, day):
        """What a party occupied at the end of a day, told from each of its lines."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id.commercial_partner_id", "=", party.id),
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ]
        )
        owed = notes = prepaid = paid = 0.0
        for line in lines:
            if line.account_id in self.receivable | self.advances:
                owed += line.balance
            elif line.account_id == self.notes:
                notes += line.balance
            elif line.account_id == self.prepaid:
                prepaid += line.balance
            elif line.account_id == self.payable and line.balance > 0:
                settled = line.matched_credit_ids.filtered(lambda part: part.max_date <= day)
                paid += line.balance - sum(settled.mapped("amount"))
        return max(0.0, owed + max(0.0, notes)) + max(0.0, prepaid) + paid

    def _limit(self, party, day):
        profile = self._profile(party)
        known = self.env["counterparty.limit"]._by_profile(profile)[profile.id]
        return limits.effective(known, day)


@tagged("post_install", "-at_install")
class TestHistoryPeriods(HistoryCase):
    """Statistics of any period of many parties, read at once."""

    def _of(self, *periods):
        return self.day_model._statistics(
            [(profile, self._day(first), self._day(last)) for profile, first, last in periods]
        )

    def test_several_at_once(self):
        other = self._profile(self._party("Other"))
        self._entry(2, self.receivable, 600.0)
        self._entry(4, self.receivable, 600.0)
        self._entry(3, self.receivable, 50.0, partner=other.partner_id)
        self._rebuild()
        found = self._of((self.profile, 1, 4), (other, 1, 4), (self.profile, 3, 3), (other, 1, 2))
        self.assertEqual([s.peak_amount for s in found], [1200.0, 50.0, 600.0, 0.0])
        self.assertEqual([s.peak_date for s in found], [self._day(n) for n in (4, 3, 3, 1)])
        self.assertEqual([s.average_amount for s in found], [600.0, 25.0, 600.0, 0.0])
        self.assertEqual([s.days_over_limit for s in found], [1, 0, 0, 0])
        self.assertEqual(self.day_model._statistics([]), [])

    def test_today_is_live(self):
        """The last row may be hours old; days to come are no days."""
        self._record(3)
        self._invoice(700.0)
        with self._on(4):
            now, later = self._of((self.profile, 1, 4), (self.profile, 1, 20))
            tomorrow = self._of((self.profile, 5, 9))[0]
            before = self._of((self.profile, 1, 3))[0]
        self.assertEqual(now, later)
        self.assertEqual((now.closing_amount, now.average_amount), (700.0, 175.0))
        self.assertEqual((tomorrow.peak_date, tomorrow.peak_amount), (self._day(4), 700.0))
        self.assertEqual(before.closing_amount, 0.0)

    def test_a_round_of_today_gives_way_to_the_live_figure(self):
        self._invoice(700.0)
        self._record(4)
        self._invoice(700.0, move_type="out_refund")
        with self._on(4):
            self.assertEqual(self._of((self.profile, 1, 4))[0].peak_amount, 0.0)

    def test_queries(self):
        def count(parties):
            profiles = self.env["counterparty.profile"].concat(
                *(self._profile(self._party(f"Party {n}")) for n in range(parties))
            )
            periods = [(p, self._day(1), self.today) for p in profiles]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.day_model._statistics(periods)
            read = self.env.cr.sql_log_count - before
            before = self.env.cr.sql_log_count
            self.rounds._record(self.company)
            self.env.flush_all()
            return read, self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(30))


@tagged("post_install", "-at_install")
class TestHistoryShown(HistoryCase):
    """The history as people see it: a chart of one party, and an analysis of all."""

    def _read(self, user=None, **kwargs):
        return self._call(user or self.salesman, self.profile, "action_read_history", **kwargs)

    def _booked(self):
        self._entry(2, self.receivable, 600.0)
        self._entry(4, self.receivable, 900.0)
        self._rebuild()

    def test_a_period(self):
        self._booked()
        found = self._read(start=self._day(1), end=self._day(5))
        points = [(1, 0.0), (2, 600.0), (4, 1500.0)]
        self.assertEqual(
            found["points"], [[self._day(day), amount, 1000.0] for day, amount in points]
        )
        self.assertEqual(
            (found["start"], found["end"], found["days"]), (self._day(1), self._day(5), 5)
        )
        self.assertEqual(
            (found["peak_amount"], found["peak_date"], found["average_amount"]),
            (1500.0, self._day(4), 840.0),
        )
        self.assertEqual((found["closing_amount"], found["days_over_limit"]), (1500.0, 2))
        self.assertEqual(found["currency_id"], self.company.currency_id.id)
        self.assertFalse(found["recorded_since"])
        self._record(9)
        self.assertEqual(self._read()["recorded_since"], self._day(9))

    def test_the_last_months_and_the_last_rating(self):
        with self._on(31):
            self.assertEqual(self._read(months=3)["start"], date(2025, 11, 1))
            found = self._read()
            self.assertFalse(found["is_rated"])
            self.assertEqual(found["start"], date(2025, 2, 1))
            self._to_approved(self._rating(period_start=self._day(1), period_end=self._day(10)))
            self._rating(period_start=self._day(11), period_end=self._day(20))
            found = self._read()
            self.assertTrue(found["is_rated"])
            self.assertEqual((found["start"], found["end"]), (self._day(11), self._day(31)))
            self.assertEqual(self._read(months=12)["start"], date(2025, 2, 1))

    def test_who_reads_it(self):
        for user in (self.salesman, self.colleague, self.officer, self.leader, self.auditor):
            self.assertTrue(self._read(user)["points"], user.login)
        internal = new_test_user(self.env, "cp_nobody", "base.group_user")
        for user in (self.stranger, self.buyer, internal):
            self._barred(user, self.profile, "action_read_history")
            self._barred(user, self.profile, "action_open_history")

    def test_nobody_writes_it(self):
        self._booked()
        row = self.day_model.search([("partner_id", "=", self.partner.id)], limit=1)
        day = self.env["counterparty.history"].search(
            [("partner_id", "=", self.partner.id)], limit=1
        )
        values = {"exposure_amount": 0.0}
        system = new_test_user(self.env, "cp_root", "base.group_system,base.group_user")
        for user in (self.salesman, self.officer, self.leader, self.accountant, system):
            for records in (row, day):
                for method, *arguments in (
                    ("write", values),
                    ("web_save", values, {}),
                    ("unlink",),
                    ("copy",),
                    ("create", [{"partner_id": self.partner.id, **values}]),
                ):
                    target = records.browse() if method == "create" else records
                    with self.subTest(user=user.login, model=records._name, method=method):
                        self._barred(user, target, method, *arguments)
                result = self._call(user, records.browse(), "load", ["exposure_amount"], [["0"]])
                self.assertFalse(result["ids"], f"{user.login} {records._name}")
        self.assertEqual(self._rows()[-1][1], 1500.0)
        for records, method in (
            (self.rounds, "_cron_record"),
            (self.rounds, "_record"),
            (self.day_model, "_statistics"),
            (self.env["counterparty.reconstruction"], "_rebuild"),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self._call(system, records, method, self.company)

    def test_days_unfolded(self):
        self._booked()
        domain = [("partner_id", "=", self.partner.id), ("date", ">=", self._day(1))]
        with freeze_time(self._day(6)):
            days = self.env["counterparty.history"].search(domain, order="date")
            self.assertEqual(days.mapped("date"), [self._day(n) for n in range(1, 7)])
            amounts = [0.0, 600.0, 600.0, 1500.0, 1500.0, 1500.0]
            self.assertEqual(days.mapped("exposure_amount"), amounts)
            self.assertEqual(days.mapped("is_change"), [True, True, False, True, False, False])
            self.assertEqual(days.mapped("days_over_limit"), [0, 0, 0, 1, 1, 1])
            self.assertEqual(set(days.mapped("source")), {"ledger"})
            self.assertEqual(days.profile_id, self.profile)
            self._record(5)
            days = self.env["counterparty.history"].search(domain, order="date")
            self.assertEqual(days.mapped("source"), ["ledger"] * 4 + ["recorded"] * 2)

    def test_averages_add_up_parties_first(self):
        self._booked()
        other = self._party("Other", limit=500.0)
        self._entry(2, self.receivable, 100.0, partner=other)
        self._rebuild()
        parties = self.partner | other
        domain = [
            ("partner_id", "in", parties.ids),
            ("date", ">=", self._day(1)),
            ("date", "<=", self._day(5)),
        ]
        wanted = ["exposure_amount:avg", "limit_amount:avg", "peak_amount:max"]
        wanted += ["days_over_limit:sum", "__count"]
        model = self.env["counterparty.history"].with_user(self.officer)
        self.assertEqual(model._read_group(domain, [], wanted), [(920.0, 1500.0, 1500.0, 2, 10)])
        by_party = {row[0]: row[1] for row in model._read_group(domain, ["partner_id"], wanted)}
        self.assertEqual(by_party, {self.partner: 840.0, other: 80.0})
        self.assertEqual(model.with_user(self.buyer)._read_group(domain, [], wanted)[0][-1], 0)

    def test_from_the_ledger_row(self):
        self._booked()
        action = self._call(self.salesman, self.profile, "action_open_history")
        found = self._call(
            self.salesman, self.env[action["res_model"]], "search_read", action["domain"], ["date"]
        )
        self.assertGreater(len(found), 4)
        self.assertEqual(action["res_model"], "counterparty.history")
