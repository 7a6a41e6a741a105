from odoo import api, models

from ..policy import code_slips


class CounterpartyCodeWording(models.AbstractModel):
    """What a user is told of a code that a spreadsheet damaged or a hand mistyped."""

    _name = "counterparty.code.wording"
    _description = "Counterparty Code Wording"

    @api.model
    def _damage_text(self, field, code):
        """Return why a code can not be what is printed, with what to do, or nothing.

        :param field: the label of the field, so that an import tells which column it was
        """
        _ = self.env._
        kind = code_slips.damage(code)
        if not kind:
            return ""
        if kind in code_slips.LOSSES:
            return _(
                "%(type)s: the number %(number)s looks cut by a spreadsheet program, which "
                "keeps 15 digits. Please copy it from the licence.",
                type=field,
                number=code,
            )
        meant = self._suggestion_text(code)
        if kind == code_slips.APOSTROPHE:
            text = _("%(type)s: a spreadsheet program left an apostrophe before %(number)s.")
        else:
            text = _("%(type)s: a spreadsheet program made a decimal number of %(number)s.")
        return " ".join(filter(None, (text % {"type": field, "number": code}, meant)))

    @api.model
    def _suggestion_text(self, code):
        """Return which codes may have been meant, or nothing; the code itself stays as it is."""
        meant = code_slips.suggestions(code)
        return self.env._("Did you mean %s?", " / ".join(meant)) if meant else ""

    @api.model
    def _slip_warning(self, field, code):
        """Return an onchange warning about a code that was mistyped, or None."""
        text = self._damage_text(field, code) or self._suggestion_text(code)
        if not text:
            return None
        message = text if text.startswith(field) else f"{field}: {code}. {text}"
        return {"title": self.env._("Please Check the Number"), "message": message}

    @api.model
    def _of_their_rows(self, messages, data):
        """Return the messages of an import without the one that blames the first row for another.

        Odoo gives the error of a batch to its first row, beside the one of the row it is about.
        """
        texts = [message["message"] for message in messages]
        damaged = [{str(c) for c in row if code_slips.damage(str(c or ""))} for row in data]
        every = set().union(*damaged)
        return [
            message
            for message in messages
            for named in [{code for code in every if code in message["message"]}]
            if texts.count(message["message"]) == 1
            or not named
            or named & damaged[message.get("record", 0)]
        ]
