"""Who goes where in a season of several agencies. Pure Python: a `Season` in, a `Plan` out, and the bound beside it.

    season = season_of(entries, tolerance=…, seed=…)    entries.py: what agencies say, by profile and country
    plan = planned(season)                              plan.py (cycles.py, then singles.py, on board.py)
    most(season)                                        bound.py: nobody can plan more exchanges in balance
    unserved(season, plan) · free(season, plan)         reasons.py: why somebody is not served, why a place stays free

The algorithm, a worked example, its limits: docs/algorithms/saison.md.
"""
