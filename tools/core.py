"""Odoo's own tests of what the addon touches: with it, and what fails once more without it."""

from contextlib import contextmanager

import suite
from instance import Instance, copy
from kit import MODULE, TOOLS, Stop, checkout, run_folder, say

#: Odoo's test tags of each module, as far as they concern what the addon changes.
ACCOUNT = (
    "TestAccountBankStatementLine",
    "TestAccountEarlyPaymentDiscount",
    "TestAccountMove",
    "TestAccountMoveInInvoiceOnchanges",
    "TestAccountMoveInRefundOnchanges",
    "TestAccountMoveOutInvoiceOnchanges",
    "TestAccountMoveOutRefundOnchanges",
    "TestAccountMovePaymentsWidget",
    "TestAccountMoveReconcile",
    "TestAccountPartner",
    "TestAccountPayment",
    "TestAccountPaymentDuplicateMoves",
    "TestAccountPaymentItems",
    "TestAccountPaymentMethodLine",
    "TestAccountPaymentRegister",
    "TestAccountPaymentTerms",
    "TestMergePartner",
    "TestPortalInvoice",
    "TestTransferWizard",
    "TestUnexpectedAmount",
)
SUITES = {
    "sale": ("/sale",),
    "purchase": ("/purchase",),
    "sale_stock": ("/sale_stock",),
    "purchase_stock": ("/purchase_stock",),
    "sale_management": ("/sale_management",),
    "account": tuple(f"/account:{name}" for name in ACCOUNT),
}
PARTIES = "counterparty_core_parties"  # approves whoever trades in a test
ORDER = "counterparty_core_order"  # runs what is tested at installation beside the whole database


def core(*wanted):
    """Run Odoo's own suites, or those named: a module, or one of Odoo's test tags."""
    suites = {name: ",".join(_tags(name)) for name in wanted or SUITES}
    ours = _run("with", suites, modules=f"{MODULE},{PARTIES}")
    failed = sorted({_tag(test) for test in ours.failed})
    alone = _run("without", {"failed": ",".join(failed)}) if failed else suite.Tally()
    return _report(ours, alone)


def _tags(name):
    if name.startswith("/"):
        return (name,)
    if name not in SUITES:
        raise Stop(f"Usage: ./dev test core [{' | '.join(SUITES)} | /MODULE:CLASS.METHOD ...]")
    return SUITES[name]


def _tag(test):
    """Return the tag that selects a failed test, or the class whose setting up failed."""
    logger, name = test
    module = logger.split(".")[2]
    if " " in name:  # setUpClass (odoo.addons.sale.tests.test_x.TestX)
        return f"/{module}:{name.rstrip(')').split('.')[-1]}"
    return f"/{module}:{name}"


@contextmanager
def _database(modules):
    with run_folder() as folder:
        instance = Instance(folder, browser=True)
        instance.addons.append(TOOLS / "core")
        copy(instance.base("test"), folder)
        with instance.postgres.serve(folder) as server:
            if modules:
                say(f"Installing {modules} ...")
                instance.install(folder, server, "test", modules)
            yield instance, folder, server


def _run(name, suites, modules=""):
    """Run suites one after the other in one database; return the tally of them all."""
    whole = suite.Tally()
    with _database(modules) as (instance, folder, server):
        for title, tags in suites.items():
            say(f"Testing Odoo's own {title}, {name} the addon ...")
            log = checkout() / "logs" / f"core-{name}-{title.strip('/').replace('/', '-')}.log"
            log.parent.mkdir(exist_ok=True)
            options = ("--test-tags", tags, "--load", f"base,web,{ORDER}", "--stop-after-init")
            tally = suite.Tally()
            command = instance.command(folder, server, "test", *options, *suite.http(log.parent))
            suite.watch(command, instance, tally, log)
            if not tally.started:
                raise Stop(f"No test ran, see {log}")
            for part in ("started", "failed", "skipped"):
                getattr(whole, part).update(getattr(tally, part))
    return whole


def _report(ours, alone):
    """Print what was run and every difference; return whether there is one."""
    theirs = {test[1] for test in alone.failed}
    counts = {}
    for logger, _name in ours.started:
        module = logger.split(".")[2]
        counts[module] = counts.get(module, 0) + 1
    print()
    for module, count in sorted(counts.items()):
        bad = sum(logger.split(".")[2] == module for logger, _name in ours.failed)
        print(f"{module}: {count} run, {bad} failed with the addon")
    differences = sorted(test for test in ours.failed if test[1] not in theirs)
    for _logger, name in sorted(ours.failed - set(differences)):
        print(f"  fails without the addon too: {name}")
    for _logger, name in differences:
        print(f"*** FAILS WITH THE ADDON ALONE: {name}")
    for _logger, name in sorted(ours.skipped):
        print(f"  skipped by Odoo: {name}")
    return int(bool(differences))
