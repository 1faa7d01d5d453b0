from pathlib import Path

from teriya.mobilisation import calls
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE


def test_the_readme_draws_the_tables_as_they_are():
    readme = (Path(calls.__file__).parent / "README.md").read_text()
    assert WAVE_LIFE.diagram() in readme and APPLICATION_LIFE.diagram() in readme
