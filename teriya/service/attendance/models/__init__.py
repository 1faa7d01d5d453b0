from teriya.service.attendance.models.booklets import Booklet
from teriya.service.attendance.models.leaves import Leave
from teriya.service.attendance.models.sheets import Mark, MonthSheet, PrintedMonth

__all__ = ["Booklet", "Leave", "Mark", "MonthSheet", "PrintedMonth"]
