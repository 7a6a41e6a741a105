"""What is kept of a refusal that was only observed, document by document."""


def is_new(reasons, known):
    """Whether an observation is kept: it gives a reason that the document had not before.

    The first observation of a document stands with the figures as they were; repeating it tells
    an auditor nothing, a further reason does.

    >>> is_new({"over_limit"}, set()), is_new({"over_limit"}, {"over_limit"})
    (True, False)
    >>> is_new({"closed", "over_limit"}, {"over_limit"}), is_new({"closed"}, {"closed", "licence"})
    (True, False)
    """
    return not set(reasons) <= set(known)


def apportion(total, weights):
    """Divide an amount among documents by what each is worth, so that the parts add up to it.

    Documents that are worth nothing together get equal parts.

    >>> apportion(300.0, [100.0, 200.0]), apportion(300.0, [700.0])
    ([100.0, 200.0], [300.0])
    >>> apportion(50.0, [0.0, 0.0]), apportion(50.0, [])
    ([25.0, 25.0], [])
    """
    whole = sum(weights)
    if not whole:
        return [total / len(weights) for _weight in weights]
    return [total * weight / whole for weight in weights]
