from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..policy import held

#: What says that an order waits, and since when and why: nobody's to set but the system's.
HELD = frozenset(
    {
        "counterparty_is_held",
        "counterparty_held_reasons",
        "counterparty_held_since",
        "counterparty_is_ready",
    }
)
_ASKED = "counterparty_control.mail_activity_type_held"
_READY = "counterparty_control.mail_activity_type_ready"


class CounterpartyHeldMixin(models.AbstractModel):
    """An order that waits: a customer accepted it online, or somebody waits for room."""

    _name = "counterparty.held.mixin"
    _description = "Held Document"

    @api.model
    def default_get(self, fields_list):
        """A default in the context of a client sets nothing of what is held."""
        return {k: v for k, v in super().default_get(fields_list).items() if k not in HELD}

    counterparty_is_held = fields.Boolean(
        "Held by Counterparty Control", readonly=True, copy=False, groups="base.group_user"
    )
    counterparty_held_reasons = fields.Char(
        "Codes of What It Waits For", readonly=True, copy=False, groups="base.group_user"
    )
    counterparty_held_for = fields.Char(
        "Held For", compute="_compute_counterparty_held_for", groups="base.group_user"
    )
    counterparty_held_since = fields.Datetime(
        "Held Since", readonly=True, copy=False, groups="base.group_user"
    )
    counterparty_is_ready = fields.Boolean(
        "Can Be Confirmed Now",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When it was tested again, nothing stood against it any more.",
    )

    _counterparty_held_index = models.Index("(company_id) WHERE counterparty_is_held IS TRUE")

    @api.depends("counterparty_held_reasons")
    @api.depends_context("lang")
    def _compute_counterparty_held_for(self):
        labels = self.env["counterparty.decision"]._reason_labels()
        for order in self:
            codes = order._counterparty_held_codes()
            order.counterparty_held_for = format_list(
                self.env, [label for code, label in labels.items() if code in codes], "unit"
            )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("cancel", self._counterparty_confirmed_state):
            self._counterparty_unhold()
        return result

    def action_counterparty_wait(self):
        """Have refused orders wait for room: who is responsible is told when there is some."""
        self.check_access("write")
        for order in self:
            if order.state not in ("draft", "sent") or not order._counterparty_refused():
                raise UserError(
                    self.env._("%s need not wait: nothing stands against it.", order.display_name)
                )
        self._counterparty_mark_held()

    def action_counterparty_withdraw(self):
        """Let orders wait no longer; they stay quotations."""
        self.check_access("write")
        for order in self.filtered("counterparty_is_held"):
            order._counterparty_unhold()
            order.message_post(
                body=self.env._("It waits for counterparty control no longer."),
                subtype_xmlid="mail.mt_note",
            )

    def _counterparty_held_codes(self):
        return set(filter(None, (self.counterparty_held_reasons or "").split(",")))

    def _counterparty_refused(self):
        """Return the cases that stand against the order now, as superuser."""
        order = self.with_user(SUPERUSER_ID)
        return [case for case in order.env["counterparty.trial"]._now(order) if not case.verdict]

    def _counterparty_hold(self):
        """Mark orders as held, and ask who is responsible to see to them."""
        self._counterparty_mark_held()
        self._counterparty_ask()

    @api.model
    def _counterparty_held_values(self, codes):
        """Return what is written on an order that waits from now on.

        :param codes: of the reasons that it waits for
        """
        return {
            "counterparty_is_held": True,
            "counterparty_held_reasons": ",".join(dict.fromkeys(codes)),
            "counterparty_held_since": fields.Datetime.now(),
            "counterparty_is_ready": False,
        }

    def _counterparty_mark_held(self):
        """Mark orders as held; the note about it is for the company alone."""
        for order in self.with_user(SUPERUSER_ID):
            if order.counterparty_is_held:
                continue
            cases = order._counterparty_refused()
            codes = [reason.value for case in cases for reason in case.verdict.reasons]
            order.write(self._counterparty_held_values(codes))
            told = order.with_context(lang=order._counterparty_responsible().lang)
            _ = told.env._
            told.message_post(
                body=_("Held by counterparty control: %s.", told.counterparty_held_for or "-"),
                subtype_xmlid="mail.mt_note",
            )

    def _counterparty_ask(self):
        """Ask for held orders, once, in the language of who is responsible."""
        for order in self.with_user(SUPERUSER_ID).filtered("counterparty_is_held"):
            if order.activity_search([_ASKED]):
                continue
            user = order._counterparty_responsible()
            wording = self.env["counterparty.wording"].with_context(lang=user.lang)
            texts = [t for case in order._counterparty_refused() for t in wording._reasons(case)]
            order._counterparty_remind(_ASKED, user, Markup("<br/>").join(texts))

    def _counterparty_remind(self, activity, user, note=""):
        """Schedule an activity, in the language of who is to see to it."""
        self.with_context(lang=user.lang).activity_schedule(activity, user_id=user.id, note=note)

    def _counterparty_unhold(self):
        """An order that was confirmed, cancelled or withdrawn waits no longer."""
        orders = self.sudo().filtered("counterparty_is_held")
        if orders:
            orders.write(dict.fromkeys(HELD, False))
            orders.activity_unlink([_ASKED, _READY])
            self.env["counterparty.recheck"]._notice(orders._counterparty_party_ids())

    def _counterparty_follow(self, ready, codes):
        """Keep in mind how the order stands now; tell when it can be confirmed, or no longer.

        :param codes: of the reasons that stand against it now, besides those of before
        """
        known = self._counterparty_held_codes()
        if codes - known:
            self.counterparty_held_reasons = ",".join(sorted(known | codes))
        if ready == self.counterparty_is_ready:
            return
        self.counterparty_is_ready = ready
        if ready:
            self._counterparty_remind(_READY, self._counterparty_responsible())
        else:
            self.activity_unlink([_READY])

    def _counterparty_is_automatic(self):
        """Tell whether the order is confirmed without a person as soon as there is room."""
        return self.company_id.counterparty_confirm_held and held.is_about_money(
            self._counterparty_held_codes()
        )

    def _counterparty_responsible(self):
        """Return who sees to a held order: its own person, that of the party, or an officer."""
        officers = self.env.ref("counterparty_control.group_office").sudo().all_user_ids
        profile = self._counterparty_parties()[0]._counterparty_profile(self.company_id)
        users = self.user_id, profile.responsible_id, *officers, self.env.ref("base.user_root")
        return next(
            user
            for user in users
            if user.id == SUPERUSER_ID
            or (user.active and not user.share and self.company_id in user.company_ids)
        )

    def _counterparty_party_ids(self):
        parties = [order._counterparty_parties() for order in self]
        return {p.id for debtor, _company, orderers in parties for p in debtor | orderers}
