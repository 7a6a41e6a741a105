"""Which documents are required: by regime, by role, and by what is traded (articles 5 and 6)."""

from dataclasses import dataclass

from .finding import BUSINESS, ONE_LICENCE, ORGANISATION, REQUIRED, TAX

NOBODY, CUSTOMER, SUPPLIER, BOTH = "none", "customer", "supplier", "both"
#: Kinds that the regime of a party asks for, and no row of the matrix.
BASE = (BUSINESS, ORGANISATION, TAX)


@dataclass(frozen=True)
class Rule:
    """A row of the matrix: of whom a type of document is required, and for which products.

    ``categories`` are ids of product categories, those below them included; empty for any. What
    business needs (``mandatory``) stops orders, the rest is asked for in applications.
    """

    type_id: int
    kind: str
    required_of: str = NOBODY
    categories: frozenset = frozenset()
    mandatory: bool = False
    active: bool = True

    def concerns(self, roles):
        """Whether it is a row for one of the roles; the base certificates have none.

        >>> Rule(7, "permit", BOTH).concerns({"supplier"}), Rule(7, "permit").concerns({"supplier"})
        (True, False)
        >>> Rule(1, "business", BOTH).concerns({"supplier"})
        False
        """
        if self.kind in BASE or not self.active:
            return False
        return bool(roles) and (self.required_of == BOTH or self.required_of in roles)

    def covers(self, path):
        """Whether products of a category are meant; ``path`` has its id and all above it.

        >>> chemicals = Rule(7, "permit", BOTH, frozenset({20}))
        >>> chemicals.covers({1, 20, 21}), chemicals.covers({1, 30}), Rule(7, "permit").covers(())
        (True, False, True)
        """
        return not self.categories or not self.categories.isdisjoint(path)


def required(regime, roles, categories, matrix):
    """Ids of the types of documents that a party has to hand in, the base certificates first.

    :param regime: a key of ``REQUIRED``
    :param roles: ``customer``, ``supplier`` or both
    :param categories: the scope of cooperation, each the ids of a category and all above it
    :param matrix: rules in the order in which documents are told

    >>> matrix = [
    ...     Rule(1, "business"),
    ...     Rule(2, "organisation"),
    ...     Rule(3, "tax"),
    ...     Rule(7, "permit", SUPPLIER, frozenset({20})),
    ...     Rule(8, "certificate", BOTH),
    ... ]
    >>> required("one_licence", {"supplier"}, [{1, 20, 21}], matrix)
    (1, 7, 8)
    >>> required("three_licences", {"customer"}, [{1, 20, 21}], matrix)
    (1, 2, 3, 8)
    >>> required("one_licence", {"supplier"}, [], matrix)
    (1, 8)
    """
    base = [
        next((rule.type_id for rule in matrix if rule.kind == kind), None)
        for kind in REQUIRED[regime or ONE_LICENCE]
    ]
    asked = [
        rule.type_id
        for rule in matrix
        if rule.concerns(roles) and (not rule.categories or any(map(rule.covers, categories)))
    ]
    return (*(found for found in base if found), *asked)


def stopping(role, matrix):
    """The rules whose documents orders of a role need: without one, an order is refused.

    >>> rules = [Rule(7, "permit", SUPPLIER, mandatory=True), Rule(8, "permit", SUPPLIER)]
    >>> [rule.type_id for rule in stopping("supplier", rules)], stopping("customer", rules)
    ([7], [])
    """
    return [rule for rule in matrix if rule.mandatory and rule.concerns({role})]


def demanded(rules, lines):
    """How much of each product needs which document: ``{(type id, product id): quantity}``.

    What is not bought or sold, such as a return, needs none. A rule for any product is met under
    the product 0.

    :param rules: those of ``stopping``
    :param lines: ``(product id, ids of its category and all above it, quantity)``

    >>> rules = [Rule(7, "permit", BOTH, frozenset({20})), Rule(8, "permit", BOTH)]
    >>> demanded(rules, [(5, {20}, 3.0), (5, {20}, 2.0), (6, {30}, 1.0), (7, {20}, -1.0)])
    {(7, 5): 5.0, (8, 0): 1.0}
    >>> demanded(rules, [(7, {20}, -1.0)])
    {}
    """
    traded = [line for line in lines if line[2] > 0]
    found = {}
    for rule in rules if traded else ():
        if not rule.categories:
            found[rule.type_id, 0] = 1.0
        for product, path, quantity in traded if rule.categories else ():
            if rule.covers(path):
                key = (rule.type_id, product)
                found[key] = found.get(key, 0.0) + quantity
    return found


def grows(before, after):
    """Whether a change of an order demands a document for more than it did.

    >>> grows({(7, 5): 2.0}, {(7, 5): 2.0}), grows({(7, 5): 2.0}, {(7, 5): 1.0}), grows({}, {})
    (False, False, False)
    >>> grows({(7, 5): 2.0}, {(7, 5): 3.0}), grows({(7, 5): 2.0}, {(7, 6): 1.0})
    (True, True)
    """
    return any(quantity > before.get(key, 0.0) + 1e-6 for key, quantity in after.items())


def lacking(demands, held):
    """The documents that a party does not hold: ``{type id: ids of the products}``.

    >>> lacking({(7, 5): 5.0, (7, 6): 1.0, (8, 0): 1.0}, {8})
    {7: (5, 6)}
    >>> lacking({(8, 0): 1.0}, ())
    {8: ()}
    """
    found = {}
    for type_id, product in demands:
        if type_id not in held:
            found[type_id] = (*found.get(type_id, ()), *([product] if product else []))
    return found
