"""The companies that are traded with, and their contacts."""


def write(loader, o, size):
    """Write the companies, and a contact of each; set ``o.first`` to the first one's id."""
    o.first = loader.first("res_partner")
    source = f"(SELECT * FROM generate_series(0, {size.parties - 1}) n)"
    number = "lpad(s.n::text, 6, '0')"
    loader.clone(
        "res_partner",
        o.party,
        source,
        id=f"{o.first} + s.n",
        commercial_partner_id=f"{o.first} + s.n",
        name=f"'Party ' || {number}",
        complete_name=f"'Party ' || {number}",
        commercial_company_name=f"'Party ' || {number}",
        ref=f"'P' || {number}",
    )
    loader.clone(
        "res_partner",
        o.contact,
        source,
        id=f"{o.first + size.parties} + s.n",
        parent_id=f"{o.first} + s.n",
        commercial_partner_id=f"{o.first} + s.n",
        name=f"'Contact ' || {number}",
        complete_name=f"'Party ' || {number} || ', Contact ' || {number}",
        commercial_company_name=f"'Party ' || {number}",
    )
