"""What all commands share: the cache folder, messages, running programs, making things once."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

MODULE = "counterparty_control"
ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
AS_ROOT = os.geteuid() == 0
KEEP = 2  # of everything that has a key in its name: the one in use and the one before
STARTED = time.monotonic()

in_use = []  # open lock files: each keeps something from being pruned while this process lives
children = set()
interrupted = threading.Event()


def setting(name):
    return os.environ.get(name) or None


def _home():
    # PostgreSQL refuses to run as root, so root's files lie where another user can reach them
    cache = (
        Path("/var/cache") if AS_ROOT else Path(setting("XDG_CACHE_HOME") or Path.home() / ".cache")
    )
    return Path(setting("KIT_HOME") or cache / MODULE).absolute()


HOME = _home()
LOCKS = HOME / "locks"


class Stop(Exception):  # noqa: N818
    """Ends the command with a message and no traceback."""


def say(text):
    """Progress goes to the error stream: the output is the command's result."""
    print(f"[{time.monotonic() - STARTED:4.0f}s] {text}", file=sys.stderr, flush=True)


class Progress:
    """Says something now and then."""

    def __init__(self, seconds=5):
        self.seconds, self.last = seconds, time.monotonic()

    def __call__(self, text):
        if time.monotonic() - self.last >= self.seconds:
            self.last = time.monotonic()
            say(text)


def start(*command, **options):
    if interrupted.is_set():
        raise KeyboardInterrupt
    command = [str(part) for part in command]
    try:
        child = subprocess.Popen(command, text=True, errors="replace", **options)
    except OSError as error:
        raise Stop(f"{command[0]} does not run: {error.strerror}") from None
    children.add(child)
    return child


def run(*command, feed=None, **options):
    """Run a command quietly; show what it said only if it fails."""
    options.setdefault("stdin", subprocess.DEVNULL if feed is None else subprocess.PIPE)
    options.setdefault("stderr", subprocess.STDOUT)
    child = start(*command, stdout=subprocess.PIPE, **options)
    output, _ = child.communicate(feed)
    children.discard(child)
    if interrupted.is_set():
        raise KeyboardInterrupt
    if child.returncode:
        raise Stop(f"{output[-3000:]}\nThis failed: {' '.join(map(str, command))}")
    return output


def works(*command, **options):
    try:
        done = subprocess.run(
            [str(c) for c in command],
            capture_output=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return not done.returncode


def interrupt(*_signal):
    """Stop the programs that threads wait for, then unwind."""
    interrupted.set()
    for child in list(children):
        child.terminate()
    raise KeyboardInterrupt


def interruptible():
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)


def key(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


# -- Making things once ---------------------------------------------------------------------


def _lock(name, how):
    LOCKS.mkdir(parents=True, exist_ok=True)
    lock = open(LOCKS / f"{name}.lock", "a+")  # noqa: SIM115  held until the process ends
    try:
        fcntl.flock(lock, how)
    except OSError:
        lock.close()
        raise
    return lock


def _is_made(folder, lock):
    lock.seek(0)
    return folder.exists() and lock.read() == "made"


def _claim(folder):
    """Return the lock on `folder`: shared if it is made, else exclusive, the folder emptied."""
    lock = _lock(folder.name, fcntl.LOCK_SH)
    in_use.append(lock)
    if not _is_made(folder, lock):
        fcntl.flock(lock, fcntl.LOCK_UN)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another run that makes {folder.name} ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
    missing = not _is_made(folder, lock)
    if missing:
        lock.truncate(0)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return lock, missing


@contextlib.contextmanager
def made_once(folder):
    """Yield whether `folder` has to be filled, which happens once and by one process.

    It counts as made only when the block ended well; the lock file says so. From then on a
    shared lock keeps it from being pruned by another run.
    """
    lock, missing = _claim(folder)
    try:
        yield missing
        if interrupted.is_set():
            raise KeyboardInterrupt
    except BaseException:
        if missing:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if missing:
        lock.write("made")
        lock.flush()
    os.utime(lock.name)
    fcntl.flock(lock, fcntl.LOCK_SH)
    if missing:
        _prune(folder.name.rpartition("-")[0])


def _last_use(folder):
    lock = LOCKS / f"{folder.name}.lock"
    return lock.stat().st_mtime if lock.exists() else 0


def _prune(kind):
    """Remove what earlier revisions left behind, unless a process uses it."""
    for old in sorted(HOME.glob(f"{kind}-*"), key=_last_use, reverse=True)[KEEP:]:
        with (
            contextlib.suppress(BlockingIOError),
            _lock(old.name, fcntl.LOCK_EX | fcntl.LOCK_NB) as lock,
        ):
            lock.truncate(0)
            shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def run_folder():
    """A folder for this run alone; those of runs that were killed are removed."""
    for old in [*HOME.glob("run-*"), HOME / f"run-{os.getpid()}"]:
        with (
            contextlib.suppress(BlockingIOError),
            _lock(old.name, fcntl.LOCK_EX | fcntl.LOCK_NB) as lock,
        ):
            shutil.rmtree(old, ignore_errors=True)
            os.unlink(lock.name)
    folder = HOME / f"run-{os.getpid()}"
    with _lock(folder.name, fcntl.LOCK_EX) as lock:
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.unlink(lock.name)


def alone(name, message):
    """Let no second process do this at the same time."""
    try:
        in_use.append(_lock(name, fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        raise Stop(message) from None


def checkout():
    """The folder for what belongs to this checkout of the addon: demo data, logs, its link."""
    for link in HOME.glob(f"checkout-*/addons/{MODULE}"):
        if not link.exists():  # the checkout it belonged to is gone
            shutil.rmtree(link.parent.parent, ignore_errors=True)
    folder = HOME / f"checkout-{key(ROOT)}"
    link = folder / "addons" / MODULE  # the module under its technical name, outside its own tree
    link.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        link.symlink_to(ROOT)
    return folder


def clean():
    for lock in LOCKS.glob("*.lock"):
        alone(lock.stem, f"Another run uses {lock.stem}: stop it first.")
    shutil.rmtree(HOME, ignore_errors=True)
    for folder in list(ROOT.rglob("__pycache__")):
        shutil.rmtree(folder, ignore_errors=True)
    say(f"Removed {HOME}")
