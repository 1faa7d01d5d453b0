"""The lists that offices send: their hosts, and what these need."""

from teriya.mobilisation.hosts.sheets.hosts import KIND as KIND_HOSTS
from teriya.mobilisation.hosts.sheets.needs import KIND as KIND_NEEDS

__all__ = ["KIND_HOSTS", "KIND_NEEDS"]
