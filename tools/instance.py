"""An Odoo with this addon, and the databases it starts from.

base       the modules that the addon depends on, with or without demo data
installed  a copy of a base with the addon, as the files of this checkout have it

Both are stopped database clusters with Odoo's data folder beside them, made once; whoever needs
one copies it, in less than a second, and starts the copy.
"""

import ast
import contextlib
import os
import re
import shutil
import socket
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from subprocess import DEVNULL, PIPE, STDOUT

import fetch
from kit import (
    HOME,
    MODULE,
    ROOT,
    Progress,
    Stop,
    checkout,
    key,
    made_once,
    run,
    say,
    setting,
    start,
)
from postgres import Postgres

LANGUAGES = "en_US,zh_CN"  # the first is every user's default
KINDS = {"test": [], "demo": ["--with-demo"]}
NOT_IN_DATABASE = {"dev", "tools", "tests", "benchmarks", "docs", "__pycache__", "node_modules"}
NO_DEMO = "demo data failed to install"  # Odoo goes on without them, with a warning
# 25 seconds that the first page would take otherwise, in every test run
PREPARE_ASSETS = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"


class Instance:
    def __init__(self, programs, browser=False):
        """Fetch what is missing; `programs` is the folder for those that Odoo looks up by name."""
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.env["PATH"] = f"{programs}:{os.environ['PATH']}"
        self.env["XDG_CACHE_HOME"] = self.env["XDG_CONFIG_HOME"] = str(HOME / "xdg")
        self.addons = [checkout() / "addons"]
        with ThreadPoolExecutor() as pool:
            python = pool.submit(fetch.python_packages)
            tree = pool.submit(fetch.odoo_tree) if not setting("ODOO_BIN") else None
            if browser:
                pool.submit(fetch.browser, programs).result()
            self.venv = python.result()
            self._use(tree and tree.result())
        fetch.printer(programs, self.venv)
        self.postgres = Postgres(self.venv)
        self.depends = ",".join(ast.literal_eval((ROOT / "__manifest__.py").read_text())["depends"])

    def _use(self, tree):
        if tree:
            places = ("", "*/", "usr/lib/python3/dist-packages/")
            place = next(
                (p.parent.parent for where in places for p in tree.glob(f"{where}odoo/release.py")),
                None,
            )
            if not place:
                raise Stop(f"There is no Odoo source in {tree}")
            self.odoo = [self.venv / "bin/python", "-m", "odoo"]
            self.env["PYTHONPATH"] = str(place)
            if (place / "odoo-bin").exists():  # a checkout keeps most addons beside the package
                self.addons.append(place / "addons")
            if (tree / "usr/share/fonts").is_dir():
                self.env["XDG_DATA_HOME"] = str(
                    tree / "usr/share"
                )  # where fontconfig finds the Chinese font
        else:
            self.odoo = [shutil.which(setting("ODOO_BIN")) or setting("ODOO_BIN")]
        if setting("ODOO_BIN") or setting("ODOO_SOURCE"):
            version = run(*self.odoo, "--version", env=self.env)
            if fetch.SERIES not in version:
                raise Stop(f"This addon is for Odoo {fetch.SERIES}, not {version.strip()}")

    def command(self, folder, server, database, *options, sub=()):
        """Odoo on a database in `folder`, whose PostgreSQL listens at `server`."""
        return list(
            map(
                str,
                [
                    "setpriv",
                    "--pdeathsig",
                    "TERM",
                    *self.odoo,
                    *sub,
                    "--config",
                    os.devnull,
                    "--addons-path",
                    ",".join(map(str, self.addons)),
                    "--data-dir",
                    folder / "data",
                    "--db_host",
                    server,
                    "--db_user",
                    "odoo",
                    "--database",
                    database,
                    *options,
                ],
            )
        )

    def install(self, folder, server, database, modules, *options):
        """Install modules, telling how far it is."""
        process = start(
            *self.command(
                folder,
                server,
                database,
                "--init",
                modules,
                "--stop-after-init",
                "--no-http",
                *options,
            ),
            env=self.env,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
        )
        lines, tell = [], Progress()
        for line in process.stdout:
            lines.append(line)
            if match := re.search(r"Loading module \S+ \((\d+/\d+)\)", line):
                tell(f"  module {match[1]}")
        trouble = troubles(lines)
        if process.wait() or NO_DEMO in trouble:
            raise Stop(f"{trouble or ''.join(lines[-30:])}\n{modules} could not be installed.")
        if modules == MODULE:
            print(trouble, end="", file=sys.stderr)

    def base(self, kind):
        name = key(
            self.odoo, self.env.get("PYTHONPATH"), self.postgres.version, self.depends, LANGUAGES
        )
        folder = HOME / f"base-{kind}-{name}"
        with made_once(folder) as missing:
            if missing:
                say(f"Making the {kind} database with {self.depends} (once, about two minutes) ...")
                self.postgres.create(folder)
                with self.postgres.serve(folder) as server:
                    languages = ("--load-language", LANGUAGES)
                    self.install(folder, server, kind, self.depends, *languages, *KINDS[kind])
                    say("  what the browser loads")
                    run(
                        *self.command(folder, server, kind, "--no-http", sub=["shell"]),
                        env=self.env,
                        feed=PREPARE_ASSETS,
                    )
        return folder

    def installed(self, kind):
        base = self.base(kind)
        folder = HOME / f"installed-{kind}-{key(base.name, contents())}"
        with made_once(folder) as missing:
            if missing:
                say(
                    f"Installing {MODULE} in the {kind} database (once, until its files change) ..."
                )
                copy(base, folder)
                with self.postgres.serve(folder) as server:
                    self.install(folder, server, kind, MODULE, *KINDS[kind])
        return folder


def troubles(lines):
    """Return the warnings and errors of a log, with the lines that belong to them."""
    found, show = [], False
    for line in lines:
        if head := re.match(r"[\d-]+ [\d:,]+ \d+ (\w+) ", line):
            show = head[1] not in ("DEBUG", "INFO")
        if show:
            found.append(line)
    return "".join(found)


def contents():
    """A key of the files that what is in the database may come from."""
    tops = [top for top in ROOT.iterdir() if top.name[0] != "." and top.name not in NOT_IN_DATABASE]
    files = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top])]
    return key(
        *(
            part
            for path in sorted(files)
            if path.is_file() and path.suffix not in (".md", ".pot", ".pyc")
            for part in (path.relative_to(ROOT), path.read_bytes())
        )
    )


def copy(source, target):
    """Copy a stopped database; PostgreSQL's files keep their owner."""
    target.mkdir(exist_ok=True)
    run("cp", "-a", "--reflink=auto", f"{source}/.", target)


def free_port(first=0):
    for port in range(first, first + 100) if first else [0]:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise Stop(f"No free port from {first} on")


def answers(process, address, log):
    """Wait until the Odoo that was started answers there."""
    while process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=300) as page:
            page.read()
            return
        time.sleep(0.2)
    raise Stop(f"{tail(log)}\nOdoo did not start.")


def tail(log):
    return log.read_text()[-3000:]
