from teriya.service.attendance.models.leaves import Leave
from teriya.service.attendance.models.sheets import Mark, MonthSheet

__all__ = ["Leave", "Mark", "MonthSheet"]
