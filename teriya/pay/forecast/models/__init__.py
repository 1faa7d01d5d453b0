from teriya.pay.forecast.models.alerts import Alert
from teriya.pay.forecast.models.cuts import Cut, CutMission, PrintedLetters
from teriya.pay.forecast.models.figures import SourceFigure
from teriya.pay.forecast.models.scenarios import Scenario

__all__ = ["Alert", "Cut", "CutMission", "PrintedLetters", "Scenario", "SourceFigure"]
