from teriya.service.attendance.models.leaves import Leave
from teriya.service.attendance.models.sheets import Mark, MonthSheet, PrintedMonth

__all__ = ["Leave", "Mark", "MonthSheet", "PrintedMonth"]
