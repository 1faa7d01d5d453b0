"""Whether the name on an account is the person's: words compared without order, accents or case."""


def same_holder(holder: str, person: str) -> bool:
    """Both folded. Names may be transposed, and either may lack a given name: two words in common, or all of one word."""
    written, known = set(holder.split()), set(person.split())
    shared = len(written & known)
    return shared >= min(2, len(known)) and (written <= known or known <= written)
