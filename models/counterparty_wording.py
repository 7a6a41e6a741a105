from odoo import models
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import format_list

from ..policy.gate import Reason


class CounterpartyWording(models.AbstractModel):
    """What a user reads when a document is refused: facts first, then what to do."""

    _name = "counterparty.wording"
    _description = "Counterparty Wording"
    _inherit = ["counterparty.advice.mixin", "counterparty.warning.mixin"]

    def _refusal(self, cases, documents=None):
        """Return the text of a refusal; visitors of the portal get no internal figure.

        :param documents: ``{pair: documents}`` of the operation, those of other parties included
        """
        visitor = request.env.user if request else self.env.user
        if not (visitor._is_internal() and self.env.user._is_internal()):
            return self._notice()
        parts = [self._case(case) for case in cases]
        return "\n\n".join(filter(None, [*parts, self._bystanders(cases, documents or {})]))

    def _notice(self):
        """Return what a customer reads of an order that is held, wherever it is told."""
        return self.env._("Your order is being processed. We will contact you shortly.")

    def _case(self, case):
        lines = [self._head(case), *self._reasons(case)]
        if case.facts.rises:
            lines.append(self._figures(case))
            if case.facts.shared:
                lines.append(self._group_figures(case))
        lines.append(self._advice(case))
        return "\n".join(lines)

    def _head(self, case):
        name = case.partner.sudo().display_name
        if not case.documents:
            return self.env._("%s: this is not possible.", name)
        return self.env._(
            "%(name)s: %(documents)s is not possible.",
            name=name,
            documents=format_list(self.env, case.documents.mapped("display_name"), "unit"),
        )

    def _money(self, case, amount):
        return case.company.currency_id.format(amount)

    def _reasons(self, case):
        """Return one line for each reason of a case."""
        texts = self._texts(case)
        return [f"- {texts[reason]()}" for reason in case.verdict.reasons]

    def _labels(self, case):
        """Return the reasons in few words, without a figure."""
        labels = self.env["counterparty.decision"]._reason_labels()
        texts = {reason: labels[reason.value] for reason in case.verdict.reasons}
        if Reason.NOT_APPROVED in texts and case.profile.state == "approved":
            texts[Reason.NOT_APPROVED] = self._text_of_admission(case)
        return list(texts.values())

    def _texts(self, case):
        """Return ``{reason: function of its text}``."""
        _ = self.env._
        facts, grade = case.facts, (case.profile.grade or "").upper()
        return {
            Reason.FORCED_HOLD: lambda: _(
                "It is on forced hold: %s", "; ".join(self._holds(case).mapped("reason"))
            ),
            Reason.NOT_APPROVED: lambda: self._text_of_admission(case),
            Reason.CLOSED: lambda: _("The cooperation with it has ended."),
            Reason.PROHIBITED: lambda: _(
                "It is on the list of prohibited parties (%s).",
                format_list(
                    self.env, [p.document_number or p.name for p in case.prohibitions], "unit"
                ),
            ),
            Reason.BARRED: lambda: _("Its grade is %s: no more business.", grade),
            Reason.LICENCE: lambda: self._text_of_licences(case),
            Reason.RESTRICTED: lambda: _(
                "Its grade is %s: nothing may raise the funds it occupies.", grade
            ),
            Reason.OVERDUE: lambda: _(
                "%(amount)s is overdue, the oldest item for %(days)s days;"
                " %(allowed)s are allowed.",
                amount=self._money(case, facts.overdue),
                days=facts.overdue_days,
                allowed=facts.overdue_days_allowed,
            ),
            **self._limit_texts(case),
        }

    def _holds(self, case):
        """Return the forced holds of the party and of the documents of a case."""
        domain = Domain("profile_id", "=", case.profile.id) if case.profile else Domain.FALSE
        field = getattr(case.documents, "_counterparty_field", None)
        if field:
            domain |= Domain(field, "in", case.documents._origin.ids)
        holds = self.env["counterparty.hold"].sudo()
        return holds.search(domain & Domain("state", "=", "active"))

    def _text_of_admission(self, case):
        if case.profile.state != "approved":
            return self.env._("It has not been admitted: an application must be approved first.")
        role = f"role_{case.documents[0]._counterparty_role()}"
        return self.env._(
            "It has not been admitted as a %s: a change that adds this role must be approved.",
            case.profile.with_env(self.env)._role_label(role),
        )

    def _limit_texts(self, case):
        _, facts = self.env._, case.facts
        return {
            Reason.OVER_LIMIT: lambda: _(
                "It would exceed its credit limit by %s.", self._money(case, facts.excess)
            ),
            Reason.OVER_GROUP_LIMIT: lambda: _(
                "The group %(group)s would exceed its shared limit by %(amount)s.",
                group=facts.shared.name,
                amount=self._money(case, facts.shared.excess),
            ),
        }

    def _text_of_licences(self, case):
        """Return which licences expired, and whether documents are owed."""
        _ = self.env._
        day = self.env["ir.qweb.field.date"].value_to_html
        texts = [
            _(
                "%(licence)s expired on %(date)s.",
                licence=licence.display_name,
                date=day(licence.expiry_date, {}),
            )
            for licence in case.licences
        ]
        if case.facts.owes_documents:
            due = day(case.profile.documents_due, {})
            texts.append(_("Its documents were due on %s and are missing.", due))
        texts += [self._text_of_lacking(*lack) for lack in case.lacking.items()]
        return " ".join(texts)

    def _text_of_lacking(self, type_id, product_ids):
        """Return which document is missing, and for which products of which categories."""
        _ = self.env._
        licence = self.env["counterparty.licence.type"].sudo().browse(type_id).name
        products = self.env["product.product"].sudo().browse(product_ids)
        if not products:
            return _("It holds no %s, which business with it needs.", licence)
        return _(
            "It holds no %(licence)s, which is needed for %(products)s (%(categories)s).",
            licence=licence,
            products=format_list(self.env, products.mapped("display_name"), "unit"),
            categories=format_list(self.env, products.categ_id.mapped("name"), "unit"),
        )

    def _figures(self, case):
        facts = case.facts
        values = {
            "grade": (case.profile.grade or "").upper() or self.env._("unrated"),
            "limit": self._money(case, facts.limit),
            "before": self._money(case, facts.before),
            "share": self._money(case, case.share),
            "overdue": self._money(case, facts.overdue),
            "days": facts.overdue_days,
        }
        if facts.overdue:
            return self.env._(
                "Grade %(grade)s, credit limit %(limit)s; occupied and committed %(before)s "
                "(of which overdue %(overdue)s, longest %(days)s days); this document %(share)s.",
                **values,
            )
        return self.env._(
            "Grade %(grade)s, credit limit %(limit)s; occupied and committed %(before)s; "
            "this document %(share)s.",
            **values,
        )

    def _group_figures(self, case):
        shared = case.facts.shared
        return self.env._(
            "Group %(group)s: shared limit %(limit)s; its members together occupied and "
            "committed %(before)s, %(after)s with this document.",
            group=shared.name,
            limit=self._money(case, shared.limit),
            before=self._money(case, shared.before),
            after=self._money(case, shared.after),
        )
