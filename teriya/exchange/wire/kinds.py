"""What agencies can tell one another. Each room makes its own kinds known from `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from teriya.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from teriya.exchange.wire.models import Fact

Apply = Callable[["Fact", dict[str, Any] | None], None]


@dataclass(frozen=True)
class Kind:
    """`apply(fact, person)` changes the room's tables, whoever spoke. `undone(fact, code)`: what we said will not stand there."""

    name: str
    apply: Apply
    schema: Mapping[str, Any] = field(default_factory=dict)
    person_fields: bool = False
    may_leave: Callable[["Fact"], None] | None = None
    undone: Callable[["Fact", str], None] | None = None

    @cached_property
    def _validator(self) -> Draft202012Validator:
        return Draft202012Validator({"type": "object"} | dict(self.schema))

    def check(self, content: Mapping[str, Any]) -> None:
        """Refuses `content_unfit` with the name at fault; names that the schema does not know are kept."""
        for fault in self._validator.iter_errors(content):
            where = "/".join(str(part) for part in fault.absolute_path) or self.name
            raise Refusal("content_unfit", f"{where} : {fault.message[:200]}")


_known: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _known[kind.name] = kind


def known(name: str) -> Kind:
    """Refuses `type_unknown`."""
    if name not in _known:
        raise Refusal("type_unknown", f"Cette installation ne connaît pas les messages « {name} ».")
    return _known[name]


def names() -> list[str]:
    return sorted(_known)
