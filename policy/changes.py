"""Which details of an approved party only an approved change alters (article 11)."""

#: What a line of a change application is about.
NAME, TAX, REGISTRY, REPRESENTATIVE = "name", "vat", "company_registry", "legal_representative"
BANK, BANK_END, LICENCE_END = "bank", "bank_end", "licence_end"
CUSTOMER, SUPPLIER = "role_customer", "role_supplier"
CUSTOMER_END, SUPPLIER_END = "role_customer_end", "role_supplier_end"
ROLES = (CUSTOMER, SUPPLIER)
#: Lines that take a role away, and which.
ENDED = {CUSTOMER_END: CUSTOMER, SUPPLIER_END: SUPPLIER}
#: Lines that carry a new value.
VALUED = (NAME, TAX, REGISTRY, REPRESENTATIVE, BANK)

#: Listed fields of each model; None lists all but those that only serve the conversation.
LISTED = {
    "res.partner": frozenset({NAME, TAX, REGISTRY}),
    "counterparty.profile": frozenset({REPRESENTATIVE, *ROLES}),
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
    >>> incomplete(SUPPLIER, "", False, False)
    False
    """
    if field in ROLES or field in ENDED:
        return False
    if field in VALUED:
        # A code may be withdrawn, a name may not.
        return field not in (TAX, REGISTRY) and not (value or "").strip()
    return not (has_account if field == BANK_END else has_licence)


def role_line(role, is_held):
    """The line that gives a role or takes it away.

    >>> role_line(SUPPLIER, True), role_line(SUPPLIER, False)
    ('role_supplier', 'role_supplier_end')
    """
    return role if is_held else next(line for line, taken in ENDED.items() if taken == role)


def is_idle(line, held):
    """Whether a line gives a role that is held, or takes one that is not.

    >>> is_idle(CUSTOMER, {CUSTOMER}), is_idle(CUSTOMER_END, {CUSTOMER})
    (True, False)
    >>> is_idle(SUPPLIER, {CUSTOMER}), is_idle(SUPPLIER_END, {CUSTOMER}), is_idle(NAME, set())
    (False, True, False)
    """
    if line in ENDED:
        return ENDED[line] not in held
    return line in ROLES and line in held


def held_after(held, lines):
    """The roles of a party once some lines were carried out; it keeps one at least (article 2).

    >>> sorted(held_after({CUSTOMER}, [NAME, SUPPLIER]))
    ['role_customer', 'role_supplier']
    >>> held_after({CUSTOMER}, [CUSTOMER_END])
    set()
    """
    given = {line for line in lines if line in ROLES}
    return (set(held) | given) - {ENDED[line] for line in lines if line in ENDED}


def held_before(held, lines):
    """The roles of a party before such lines were carried out.

    >>> held_before({CUSTOMER, SUPPLIER}, [SUPPLIER])
    {'role_customer'}
    >>> held_before({CUSTOMER}, [SUPPLIER_END]) == {CUSTOMER, SUPPLIER}
    True
    """
    taken = {ENDED[line] for line in lines if line in ENDED}
    return (set(held) - {line for line in lines if line in ROLES}) | taken
