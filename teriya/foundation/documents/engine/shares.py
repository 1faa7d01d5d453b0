"""What the papers of the host share are made of."""

from teriya.foundation.documents.engine.papers import Field, Host, Paper, PayLine, Signature


class HostShare(Paper):
    """`quote_part`: what a host is called for, is given back, has paid or is reminded of; the total is the sum of the lines."""

    title: str
    host: Host
    facts: list[Field]
    before: list[str]
    lines: list[PayLine]
    total_label: str
    after: list[str]
    signatures: list[Signature]
