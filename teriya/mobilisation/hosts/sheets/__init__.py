"""The lists that offices send: their hosts, what these need, and the tables of conventions."""

from teriya.mobilisation.hosts.sheets.hosts import KIND as KIND_HOSTS
from teriya.mobilisation.hosts.sheets.needs import KIND as KIND_NEEDS
from teriya.mobilisation.hosts.sheets.planned import KIND as KIND_PLANNED

__all__ = ["KIND_HOSTS", "KIND_NEEDS", "KIND_PLANNED"]
