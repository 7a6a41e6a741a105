import json
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..policy import exposure, terms
from .gated_line_mixin import HARMLESS
from .held_mixin import HELD


class CounterpartyGatedMixin(models.AbstractModel):
    """What sale and purchase orders share: the guard around changes, and the strip on the form."""

    _name = "counterparty.gated.mixin"
    _description = "Document Under Counterparty Control"
    _inherit = [
        "counterparty.figures.mixin",
        "counterparty.prohibited.mixin",
        "counterparty.released.mixin",
        "counterparty.holdable.mixin",
    ]

    _counterparty_figures = frozenset(
        {
            "amount_untaxed",
            "amount_tax",
            "amount_total",
            "counterparty_forced_hold",
            "counterparty_hit_id",
            *HELD,
        }
    )

    #: The state in which an order binds the company.
    _counterparty_confirmed_state = None

    counterparty_summary = fields.Json(
        "Counterparty",
        compute="_compute_counterparty_summary",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _compute_counterparty_summary(self):
        for order in self:
            order.counterparty_summary = order.env["counterparty.preview"]._summary(order)

    @api.model_create_multi
    def create(self, vals_list):
        with self._counterparty_creating(vals_list) as created:
            orders = super().create(vals_list)
            created.append(orders)
        return orders

    def write(self, vals):
        with self._counterparty_guarded(vals):
            return super().write(vals)

    def action_counterparty_apply(self):
        """Open an application for the party of the order, filled with what the order says."""
        self.ensure_one()
        debtor, company, _orderers = self._counterparty_parties()
        row = debtor._counterparty_profile(company)
        if row.state == "approved":
            return row._action_apply_for_role(self._counterparty_role())
        action = debtor._action_counterparty_apply(self._counterparty_role())
        total = self.currency_id._convert(
            self.amount_total, company.currency_id, company, company._counterparty_today()
        )
        products = dict.fromkeys(self.order_line.filtered("product_id").product_id.mapped("name"))
        action["context"] |= {
            "default_origin": self.name,
            "default_business_scope": "\n".join(products),
            "default_scope_category_ids": self.order_line.product_id.categ_id.ids,
            "default_settlement_terms": self.payment_term_id.name,
            "default_expected_annual_amount": total,
            "default_requested_limit": exposure.projected(self._counterparty_components(total)),
        }
        return action

    def action_counterparty_profile(self):
        """Open the ledger row of the party of the order."""
        self.ensure_one()
        debtor, company, _orderers = self._counterparty_parties()
        return debtor._action_counterparty_profile(company)

    def _counterparty_parties(self):
        """Return ``(debtor, company, partners that order)``, all of them commercial partners."""
        raise NotImplementedError

    def _counterparty_components(self, amount):
        """Return what an order of an amount in company currency would add to the exposure."""
        raise NotImplementedError

    def _counterparty_due(self):
        """Return when the order is to be carried out, as far as it says."""
        raise NotImplementedError

    def _counterparty_settings(self):
        return dict(self.env["counterparty.exposure"].sudo()._settings(self.company_id.id))

    def _counterparty_share(self, name, default):
        """Return a share of the order's payment term, 0 to 1, as the exposure statement is told."""
        shares = json.loads(self._counterparty_settings()[name])
        return shares.get(str(self.payment_term_id._origin.id), default)

    def _counterparty_counted(self):
        """Return the share of an open order that the settings count, 0 to 1."""
        settings, due = self._counterparty_settings(), self._counterparty_due()
        return terms.counted(
            due.date() if due else None,
            self.company_id._counterparty_today(),
            settings["horizon"],
            self.amount_untaxed / self.amount_total
            if settings["untaxed"] and self.amount_total
            else 1.0,
        )

    def _counterparty_role(self):
        """Return the role of the party: ``customer`` or ``supplier``."""
        raise NotImplementedError

    def _counterparty_is_confirmed(self):
        return self.filtered(lambda order: order.state == self._counterparty_confirmed_state)

    @api.model
    def _counterparty_pairs_of(self, vals, company_id=None):
        """Return the pairs that written values bring in, as far as they name them."""
        partners = self.env["res.partner"].sudo()
        for name in ("partner_id", "partner_invoice_id"):
            if vals.get(name):
                partners |= partners.browse(vals[name]).exists().commercial_partner_id
        company_id = vals.get("company_id") or company_id or self.env.company.id
        return {(partner.id, company_id) for partner in partners}

    @contextmanager
    def _counterparty_guarded(self, vals):
        """Judge a change of orders that are confirmed, or that become so."""
        confirming = vals.get("state") == self._counterparty_confirmed_state
        confirmed = self._counterparty_is_confirmed()
        watched = self if confirming else confirmed
        if not watched or not vals.keys() - HARMLESS:
            yield
            return
        if not confirming and "state" in vals:
            confirmed._counterparty_check_leaving(vals["state"])
        gate = self.env["counterparty.gate"].sudo()
        requirement = self.env["counterparty.requirement"]
        demanded = requirement._demanded(confirmed)
        orderers = {order: order.partner_id.commercial_partner_id for order in confirmed}
        pairs = set()
        for order in watched:
            debtor, company, _orderers = order._counterparty_parties()
            pairs |= {(debtor.id, company.id), *self._counterparty_pairs_of(vals, company.id)}
        with gate._guard(pairs) as watch:
            yield
            now = watched._counterparty_is_confirmed()
            entering = now.filtered(
                lambda order: orderers.get(order) != order.partner_id.commercial_partner_id
            )
            gate._note(watch, now, entering | requirement._grown(demanded, now))

    def _counterparty_check_leaving(self, state):
        """A confirmed order is left by cancelling it, with all that was to be moved."""
        for order in self:
            moving = order.sudo().picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
            if state != "cancel" or moving:
                raise UserError(
                    self.env._(
                        "%s is confirmed. Please cancel it with its own button first.",
                        order.display_name,
                    )
                )

    @contextmanager
    def _counterparty_creating(self, vals_list):
        """Judge orders that are created confirmed; yields a list to add them to."""
        created = []
        default = self.env.context.get("default_state")
        state = self._counterparty_confirmed_state
        confirmed = [vals for vals in vals_list if vals.get("state", default) == state]
        if not confirmed:
            yield created
            return
        gate = self.env["counterparty.gate"].sudo()
        pairs = set().union(*map(self._counterparty_pairs_of, confirmed))
        with gate._guard(pairs) as watch:
            yield created
            orders = self.browse().concat(*created)._counterparty_is_confirmed()
            gate._note(watch, orders, orders)
