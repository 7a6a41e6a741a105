def load_demo(env):
    """Tell the demo story in the transaction of a test class.

    PostgreSQL knows nothing yet of the rows that one transaction adds, and a nested loop over all
    of them, as Odoo's own look-up of paid invoices, would take minutes. So it does without while
    the story is told, and learns of the rows afterwards.
    """
    env.cr.execute("SET LOCAL enable_nestloop = off")
    env["counterparty.demo"]._load()
    env.cr.flush()
    env.cr.execute("ANALYZE")
