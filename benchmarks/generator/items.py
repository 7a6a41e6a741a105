"""What invoices, bills, payments and entries have in common."""

from .orders import TIMES

#: What differs between customers and suppliers; the sign is that of the due line's balance.
SIDES = {
    "sale": {"original": "invoice", "payment": "receipt", "sign": 1},
    "purchase": {"original": "bill", "payment": "payment", "sign": -1},
}
PREFIX = r"regexp_replace(o.sequence_prefix, '\d{4}/$', '') || to_char(s.day, 'YYYY/')"


def named(number):
    """Return the columns of the name of an entry, from SQL of its number."""
    return {
        "name": f"{PREFIX} || lpad(({number})::text, 7, '0')",
        "sequence_prefix": PREFIX,
        "sequence_number": number,
    }


def item(loader, original, source, balance, **columns):
    """Write a journal item like the original for each row of the source."""
    defaults = {
        **TIMES,
        "move_id": "s.id",
        "move_name": "NULL",
        "ref": "NULL",
        "partner_id": "s.pid",
        "date": "s.day",
        "balance": balance,
        "amount_currency": balance,
        "debit": f"GREATEST({balance}, 0)",
        "credit": f"GREATEST(-({balance}), 0)",
    }
    loader.clone("account_move_line", original, source, **{**defaults, **columns})
