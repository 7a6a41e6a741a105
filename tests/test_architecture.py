import ast
import csv
import re
from pathlib import Path

import polib

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[1]
#: What is shipped and written by hand; a folder that does not exist yet has no files.
SHIPPED = ("models", "policy", "wizards", "controllers", "report", "demo")
MAX_FILE, MAX_METHOD = 200, 40

#: What a rule may import: nothing that reads a clock, a file or a database.
PURE = {"collections", "dataclasses", "datetime", "enum", "functools", "itertools", "math"}
PURE |= {"operator", "re", "typing", "unicodedata", "stdnum", ""}
IMPURE = {"now", "today", "utcnow", "open", "print", "input", "time", "sleep", "getenv", "environ"}

CRUD = {"create", "write", "unlink", "copy", "copy_data", "read", "load", "name_create"}
CRUD |= {"web_search_read"}
#: Context keys that a model may read. None takes a check away: a default state makes an order be
#: judged, a default order makes a line be judged, and one chooses what a button opens. A refused
#: order is held instead of failing, and a mail leaves after the judgement: neither confirms.
CONTEXT_KEYS = {"default_state", "default_order_id", "counterparty_related"}
CONTEXT_KEYS |= {"counterparty_hold", "send_email"}
#: The official order of the members of a model.
PARTS = (
    "private attributes",
    "default methods",
    "fields",
    "constraints and indexes",
    "compute, inverse and search methods",
    "selection methods",
    "constrains and onchange methods",
    "CRUD methods",
    "actions",
    "business methods",
)


def sources(*folders):
    """Yield the path and the syntax tree of each Python file in folders of the repository."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def dotted(node):
    """The name of an expression such as ``models.Model``, as far as it has one."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def model_classes(*folders):
    """Yield the path and the class of each Odoo model in folders of the repository."""
    for path, tree in sources(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                dotted(base).startswith("models.") for base in node.bases
            ):
                yield path, node


def functions(node):
    return [n for n in ast.walk(node) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def methods(node):
    return [n for n in node.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def part(member):
    """The index in ``PARTS`` of a member of a model, or None for its docstring."""
    if isinstance(member, ast.FunctionDef):
        return method_part(member)
    if not isinstance(member, (ast.Assign, ast.AnnAssign)):
        return None
    kind = dotted(member.value)
    if kind.startswith("fields."):
        return 2
    return 3 if kind in ("models.Constraint", "models.Index", "models.UniqueIndex") else 0


def method_part(method):
    name = method.name
    decorators = {dotted(decorator) for decorator in method.decorator_list}
    found = {
        1: name.startswith("_default_") or name == "default_get",
        4: name.startswith(("_compute_", "_inverse_", "_search_")),
        5: name.startswith("_selection_"),
        6: decorators & {"api.constrains", "api.onchange"},
        7: name in CRUD or "api.ondelete" in decorators,
        8: name.startswith(("action_", "button_")),
        9: True,
    }
    return next(index for index, holds in found.items() if holds)


def symbols(path):
    """The names that a file defines: classes, functions, attributes, or ids of records."""
    text = (ROOT / path).read_text()
    if path.endswith(".xml"):
        return set(re.findall(r'\bid="([\w.]+)"', text))
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


@tagged("post_install", "-at_install")
class TestArchitecture(BaseCase):
    """The rules of the code base that no tool checks."""

    def test_policy_is_pure(self):
        """Rules import nothing from Odoo and touch neither a clock nor a file."""
        found = list(sources("policy"))
        self.assertGreater(len(found), 5)
        for path, tree in found:
            for node in ast.walk(tree):
                names = set()
                if isinstance(node, ast.Import):
                    names = {alias.name.split(".")[0] for alias in node.names} - PURE
                elif isinstance(node, ast.ImportFrom):
                    module = "" if node.level == 1 else (node.module or "..").split(".")[0]
                    names = {module} - PURE
                elif isinstance(node, (ast.Name, ast.Attribute)):
                    names = {getattr(node, "id", None), getattr(node, "attr", None)} & IMPURE
                with self.subTest(path=str(path), line=getattr(node, "lineno", 0)):
                    self.assertFalse(names)

    def test_imports_go_one_way(self):
        """Models import the policy and each other; nothing imports views, wizards or reports."""
        allowed = {
            "models": {"policy", "exceptions", "demo"},
            "wizards": {"models", "policy", "exceptions"},
            "policy": set(),
            "report": {"models", "policy"},
            "controllers": {"models", "report", "exceptions"},
        }
        for folder, wanted in allowed.items():
            for path, tree in sources(folder):
                for node in ast.walk(tree):
                    if isinstance(node, ast.ImportFrom) and node.level == 2:
                        names = {alias.name for alias in node.names}
                        imported = {node.module.split(".")[0]} if node.module else names
                        with self.subTest(path=str(path), line=node.lineno):
                            self.assertLessEqual(imported, wanted)

    def test_member_order(self):
        """Every model keeps the order of the official guidelines."""
        found = list(model_classes("models", "wizards"))
        self.assertGreater(len(found), 30)
        for path, node in found:
            last, before = 0, ""
            for member in node.body:
                index = part(member)
                if index is None:
                    continue
                name = getattr(member, "name", None) or ast.unparse(member)[:40]
                with self.subTest(path=str(path), model=node.name, member=name):
                    self.assertGreaterEqual(
                        index, last, f"{PARTS[index]} come before {PARTS[last]} ({before})"
                    )
                last, before = max(last, index), name

    def test_compute_methods_follow_their_fields(self):
        """Compute, inverse and search methods stand in the order of the fields that name them."""
        for path, node in model_classes("models", "wizards"):
            named = []
            for member in node.body:
                if part(member) == 2:
                    for keyword in member.value.keywords:
                        if keyword.arg in ("compute", "inverse", "search"):
                            named.append(getattr(keyword.value, "value", None))
            order = {name: index for index, name in reversed(list(enumerate(named)))}
            own = [m.name for m in methods(node) if part(m) == 4 and m.name in order]
            with self.subTest(path=str(path), model=node.name):
                self.assertEqual(own, sorted(own, key=order.get))

    def test_size(self):
        for path, tree in sources(*SHIPPED):
            with self.subTest(path=str(path)):
                self.assertLessEqual(len((ROOT / path).read_text().splitlines()), MAX_FILE)
            for function in functions(tree):
                with self.subTest(path=str(path), method=function.name):
                    self.assertLessEqual(function.end_lineno - function.lineno + 1, MAX_METHOD)

    def test_every_model_says_what_it_is(self):
        for path, node in model_classes("models", "wizards"):
            with self.subTest(path=str(path), model=node.name):
                self.assertTrue(ast.get_docstring(node))

    def test_no_context_key_skips_a_check(self):
        """A client chooses its context, so models read only keys that take nothing away."""
        found = set()
        for path, tree in sources("models", "wizards", "controllers"):
            for node in ast.walk(tree):
                keys = []
                if isinstance(node, ast.Call) and dotted(node.func).endswith("context.get"):
                    keys = node.args[:1]
                elif isinstance(node, ast.Subscript) and dotted(node.value).endswith("context"):
                    keys = [node.slice]
                elif isinstance(node, ast.Compare) and any(
                    dotted(right).endswith("context") for right in node.comparators
                ):
                    keys = [node.left]
                for key in keys:
                    with self.subTest(path=str(path), line=node.lineno):
                        self.assertIsInstance(key, ast.Constant)
                        self.assertIn(key.value, CONTEXT_KEYS)
                    found.add(key.value)
        self.assertEqual(found, CONTEXT_KEYS, "keys that nobody reads any more")

    def test_public_methods_are_actions(self):
        """Whatever a client can call is an action or a method of Odoo, and a test calls it."""
        tests = "".join(
            path.read_text()
            for path in (ROOT / "tests").glob("test_*.py")
            if path != Path(__file__)
        )
        for path, node in model_classes("models", "wizards"):
            for method in methods(node):
                if method.name.startswith("_") or method.name in CRUD | {"default_get"}:
                    continue
                with self.subTest(path=str(path), model=node.name, method=method.name):
                    self.assertRegex(method.name, r"^(action|button)_")
                    self.assertRegex(tests, rf"\b{method.name}\b")

    def test_every_model_is_in_the_table_of_rights(self):
        names = {}
        for _path, node in model_classes("models", "wizards"):
            for member in node.body:
                if isinstance(member, ast.Assign) and member.targets[0].id == "_name":
                    names["model_" + member.value.value.replace(".", "_")] = member.value.value
        with open(ROOT / "security/ir.model.access.csv") as file:
            given = {row["model_id:id"] for row in csv.DictReader(file)}
        self.assertGreater(len(given), 10)
        table = (ROOT / "tests/test_security.py").read_text()
        for model in given:
            with self.subTest(model=model):
                self.assertIn(f'"{names[model]}": ', table)

    def test_readme_tells_where_things_are_decided(self):
        text = (ROOT / "README.md").read_text()
        heading = "\n## Where things are decided\n"
        self.assertIn(heading, text)
        section = text.split(heading)[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("|")][2:]
        self.assertGreater(len(rows), 10)
        for row in rows:
            with self.subTest(row=row):
                found = re.fullmatch(r"\| [^|]+ \| `([\w./]+): (\w+)` \|", row)
                self.assertTrue(found, "not: | question | `path: symbol` |")
                path, symbol = found.groups()
                self.assertTrue((ROOT / path).is_file(), path)
                self.assertIn(symbol, symbols(path))

    def test_everything_is_translated(self):
        template = polib.pofile(str(ROOT / "i18n/counterparty_control.pot"))
        catalogue = {
            (entry.msgctxt, entry.msgid): entry
            for entry in polib.pofile(str(ROOT / "i18n/zh_CN.po"))
            if not entry.obsolete
        }
        self.assertGreater(len(template), 300)
        for term in template:
            entry = catalogue.get((term.msgctxt, term.msgid))
            with self.subTest(term=term.msgid):
                self.assertTrue(entry, "missing")
                self.assertTrue(entry.translated(), "empty")
                self.assertFalse(entry.fuzzy, "fuzzy")
                for placeholder in re.findall(r"%\(\w+\)[sd]|%[sd]", term.msgid):
                    self.assertIn(placeholder, entry.msgstr)

    def test_template_holds_every_term_of_the_code(self):
        """The template is not older than the code: each text in ``_()`` is in it."""
        known = {term.msgid for term in polib.pofile(str(ROOT / "i18n/counterparty_control.pot"))}
        for path, tree in sources("models", "wizards", "controllers"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and dotted(node.func) in ("_", "self.env._"):
                    with self.subTest(path=str(path), line=node.lineno):
                        self.assertIsInstance(node.args[0], ast.Constant)
                        self.assertIn(node.args[0].value, known)

    def test_every_file_is_loaded(self):
        """No model, view or test lies in the repository without being loaded."""
        for folder in ("models", "wizards", "tests"):
            tree = ast.parse((ROOT / folder / "__init__.py").read_text())
            imported = {
                alias.name
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            pattern = "test_*.py" if folder == "tests" else "*.py"
            files = {path.stem for path in (ROOT / folder).glob(pattern)} - {"__init__"}
            with self.subTest(folder=folder):
                self.assertEqual(imported & files, files)
        manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text())
        listed = set(manifest["data"])
        for folder in ("data", "security", "views", "wizards", "report"):
            for path in (*(ROOT / folder).glob("*.xml"), *(ROOT / folder).glob("*.csv")):
                with self.subTest(path=path.name):
                    self.assertIn(path.relative_to(ROOT).as_posix(), listed)
