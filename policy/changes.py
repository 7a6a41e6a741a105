"""Which details of an approved party only an approved change alters (article 11)."""

#: What a line of a change application is about.
NAME, TAX, REGISTRY, REPRESENTATIVE = "name", "vat", "company_registry", "legal_representative"
BANK, BANK_END, LICENCE_END = "bank", "bank_end", "licence_end"
#: Lines that carry a new value.
VALUED = (NAME, TAX, REGISTRY, REPRESENTATIVE, BANK)

#: Listed fields of each model; None lists all but those that only serve the conversation.
LISTED = {
    "res.partner": frozenset({NAME, TAX, REGISTRY}),
    "counterparty.profile": frozenset({REPRESENTATIVE}),
    "res.partner.bank": frozenset(
        {
            "acc_number",
            "sanitized_acc_number",
            "acc_holder_name",
            "clearing_number",
            "bank_id",
            "bank_name",
            "bank_bic",
            "partner_id",
            "active",
        }
    ),
    "counterparty.licence": None,
}
_FREE = ("message_", "activity_", "website_message_", "rating_")


def listed(model, names):
    """Those of some field names of a model that are listed.

    >>> sorted(listed("res.partner", {"name", "phone", "vat"}))
    ['name', 'vat']
    >>> sorted(listed("counterparty.licence", {"number", "message_follower_ids"}))
    ['number']
    >>> listed("product.product", {"name"})
    set()
    """
    fields = LISTED.get(model, frozenset())
    if fields is None:
        return {name for name in names if not name.startswith(_FREE)}
    return set(names) & fields


def incomplete(field, value, has_account, has_licence):
    """Whether a line lacks what it is about.

    >>> incomplete(NAME, " ", False, False), incomplete(BANK, "6222", False, False)
    (True, False)
    >>> incomplete(BANK_END, "", True, False), incomplete(LICENCE_END, "", True, False)
    (False, True)
    """
    if field in VALUED:
        # A code may be withdrawn, a name may not.
        return field not in (TAX, REGISTRY) and not (value or "").strip()
    return not (has_account if field == BANK_END else has_licence)
