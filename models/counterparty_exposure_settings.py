import json
from typing import NamedTuple

from odoo import api, models, tools

from ..policy import exposure, terms


class Scope(NamedTuple):
    """What a part of the exposure statement needs to know.

    The companies share their settings and their rates. ``detailed`` asks for the documents.
    """

    companies: list
    settings: dict
    rates: str
    today: object
    detailed: bool = False


class CounterpartyExposureSettings(models.AbstractModel):
    """What the exposure statement is told as data: accounts, shares of payment terms, rates.

    All of it is remembered until it changes, so that the statement stays small.
    """

    _name = "counterparty.exposure.settings"
    _description = "Counterparty Exposure Settings"

    def _scopes(self, companies, detailed=False):
        """Return one ``Scope`` for each group of companies that are alike."""
        alike = {}
        for company in companies:
            today = company._counterparty_today()
            rates = self._rates(company.id, today)
            alike.setdefault((self._settings(company.id), rates, today), []).append(company.id)
        return [
            Scope(ids, dict(settings), rates, today, detailed)
            for (settings, rates, today), ids in alike.items()
        ]

    @api.model
    @tools.ormcache("company_id")
    def _settings(self, company_id):
        """Return the settings of a company as a hashable tuple of pairs, account ids included."""
        company = self.env["res.company"].sudo().browse(company_id)
        accounts = self._accounts(company)
        special = set().union(*(accounts[k] for k in ("prepayment", "deposit", "notes")))
        reconcilable = self.env["account.account"].sudo().browse(special).filtered("reconcile")
        shares = self._shares(company.counterparty_purchase_basis)
        result = {
            **accounts,
            **shares,
            "by_residual": tuple(sorted(reconcilable.ids)),
            "digits": company.currency_id.decimal_places,
            "overdue_grace": company.counterparty_overdue_grace_days,
            "horizon": company.counterparty_horizon_days,
            "untaxed": company.counterparty_commitment_untaxed,
            "stock_mode": company.counterparty_stock_mode,
            "offsetting": self._offsetting(company),
            "held": self._held(company),
        }
        for name in exposure.OPTIONAL:
            result[f"count_{name}"] = company[f"counterparty_count_{name}"]
        return tuple(sorted(result.items()))

    def _accounts(self, company):
        """Return ``{kind: ids}`` of the accounts that make up the exposure of a company."""
        accounts = self.env["account.account"].sudo().with_company(company)

        def find(*domain):
            return accounts.search([*domain, ("company_ids", "parent_of", company.id)])

        notes = company.counterparty_note_account_ids or find(("code", "=like", "1121%")).filtered(
            lambda account: not _is_bank_note(account)
        )
        if not company.counterparty_count_notes:
            notes = accounts
        found = {
            "receivable": find(("account_type", "=", "asset_receivable")),
            "payable": find(("account_type", "=", "liability_payable")),
            "prepayment": company.counterparty_prepayment_account_ids
            or find(("account_type", "=", "asset_prepayments")),
            "deposit": company.counterparty_deposit_account_ids or find(("code", "=like", "2203%")),
            "notes": notes | company.counterparty_other_account_ids,
        }
        return {kind: tuple(sorted(records.ids)) for kind, records in found.items()}

    def _shares(self, basis):
        """Return the shares of payment terms as JSON objects by id, and the share without one."""
        known = self.env["account.payment.term"].sudo().with_context(active_test=False)
        records = known.search([("counterparty_settlement", "!=", terms.CREDIT)])
        pairs = {t.id: (t.counterparty_settlement, t.counterparty_advance_percent) for t in records}
        advance = {term: terms.advance(*pair) for term, pair in pairs.items()}
        purchase = {term: terms.purchase(*pair, basis) for term, pair in pairs.items()}
        default = terms.purchase(terms.CREDIT, 0.0, basis)
        return {
            "advance": json.dumps({term: share for term, share in advance.items() if share}),
            "purchase": json.dumps(
                {term: share for term, share in purchase.items() if share != default}
            ),
            "purchase_default": default,
        }

    def _offsetting(self, company):
        """Return the ids of the partners with an agreement to set payables off."""
        domain = [("company_id", "=", company.id), ("offset_payable", "=", True)]
        return tuple(sorted(self.env["counterparty.profile"].sudo().search(domain).partner_id.ids))

    def _held(self, company):
        """Return ``(partner id, location id)`` of the places where our material is at a party.

        Subcontracting knows such places too, where it is installed; one that several parties
        share belongs to none of them.
        """
        profiles = self.env["counterparty.profile"].sudo()
        found = profiles.search(
            [("company_id", "=", company.id), ("stock_location_id", "!=", False)]
        )
        held = {row.partner_id: row.stock_location_id for row in found}
        partners = self.env["res.partner"].sudo().with_company(company)
        if "property_stock_subcontractor" in partners._fields:
            usual = company.subcontracting_location_id.ids
            own = [("property_stock_subcontractor", "not in", [False, *usual])]
            for partner in partners.with_context(active_test=False).search(own):
                held.setdefault(partner.commercial_partner_id, partner.property_stock_subcontractor)
        places = list(held.values())
        return tuple(sorted((p.id, x.id) for p, x in held.items() if places.count(x) == 1))

    @api.model
    @tools.ormcache("company_id", "today")
    def _rates(self, company_id, today):
        """Return the rates of a day as JSON: units by currency id, per unit of company currency."""
        company = self.env["res.company"].sudo().browse(company_id)
        known = self.env["res.currency"].sudo().with_context(active_test=False)
        currencies = known.search([("rate_ids", "!=", False)]) | company.currency_id
        rates = currencies._get_rates(company, today)
        own = rates[company.currency_id.id]
        return json.dumps({currency: rate / own for currency, rate in rates.items() if rate != own})


def _is_bank_note(account):
    """Whether the name says that a bank accepted the bills, so that the bank owes them."""
    names = {account.with_context(lang=lang).name or "" for lang in (None, "zh_CN")}
    return any("银行" in name or "bank" in name.lower() for name in names)
