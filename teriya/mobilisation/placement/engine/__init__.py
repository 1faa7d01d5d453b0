"""Who goes where. Pure Python: a `Wave` in, a `Result` out, proved by `certify`, told by `explain`.

    wave = Wave(candidates, posts, cells, lines, edges, wishes, order)     wave.py
    result = match(wave)                                                   match.py (on network.py)
    certify(wave, result)                                                  certify.py (on neither of them)
    explain(wave, result, candidate) · reserve_list(wave, result, post)    explain.py
    diff(before, after) · what_if(wave, ...) · without(wave, candidates)   whatif.py
    strict_order(standings, seed)                                          order.py
    run(folder, out)                                                       commands.py
    certify_files · explain_files · compare_files                          verify.py (on files.py, tables.py)

The algorithm, its guarantees and their theorems: docs/algorithms/placement.md.
"""
