"""A refusal: the system says no, with a code for machines and a sentence for people."""


class Refusal(Exception):
    """A rule said no. `code` is stable, `sentence` tells the person what to do, `field` names the input at fault."""

    status = 409

    def __init__(self, code: str, sentence: str, *, field: str = ""):
        super().__init__(f"{code}: {sentence}")
        self.code, self.sentence, self.field = code, sentence, field


class NotAllowed(Refusal):
    """The person may not do this: the role, the perimeter or the separation of duties forbids it."""

    status = 403
