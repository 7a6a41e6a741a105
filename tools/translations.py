"""Keeps the Chinese catalogue complete against the template; runs where polib is installed.

python translations.py check FOLDER          tell what is missing, fuzzy or obsolete
python translations.py merge FOLDER EXPORT   renew template and catalogue from an export
"""

import sys
from pathlib import Path

import polib

MODULE = "counterparty_control"
HEADER = {
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_CN",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def check(folder):
    """Print each term that keeps the catalogue from being complete."""
    template = polib.pofile(str(folder / f"{MODULE}.pot"))
    catalogue = polib.pofile(str(folder / "zh_CN.po"))
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    wanted = {entry.msgid for entry in template}
    problems = {
        "not in the catalogue": wanted - known,
        "not in the template": known - wanted,
        "untranslated": [entry.msgid for entry in catalogue.untranslated_entries()],
        "fuzzy": [entry.msgid for entry in catalogue.fuzzy_entries()],
        "obsolete": [entry.msgid for entry in catalogue.obsolete_entries()],
    }
    lines = [f"{why}: {term!r}" for why, terms in problems.items() for term in sorted(terms)]
    print("".join(f"i18n/zh_CN.po: {line}\n" for line in lines), end="")
    return int(bool(lines))


def merge(folder, export):
    """Take the terms from the export; keep the translations and, for small diffs, the headers."""
    fresh = polib.pofile(str(export))
    folder.mkdir(exist_ok=True)
    _save(folder / f"{MODULE}.pot", fresh, {})
    catalogue = folder / "zh_CN.po"
    if catalogue.exists():
        known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
        for entry in fresh:
            entry.msgstr = known.get(entry.msgid, "")
    _save(catalogue, fresh, HEADER)
    missing = [entry.msgid for entry in fresh.untranslated_entries()]
    print(f"{len(fresh)} terms, {len(missing)} without a Chinese translation")
    print("".join(f"    {term!r}\n" for term in missing), end="")


def _save(path, entries, header):
    old = polib.pofile(str(path)) if path.exists() else entries
    new = polib.POFile()
    new.header, new.metadata = old.header, {**old.metadata, **header}
    new.extend(entries)
    new.save(str(path))


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    sys.exit({"check": check, "merge": merge}[command](*map(Path, paths)))
