"""Which cells of published tables may be shown, so that nobody can be counted out of them, and the proof that none can.

Counts of 1 to 9 are hidden, zeros are shown; further cells are hidden so that no sum gives a hidden one away. It knows cells and sums
and nothing of where they come from (decision 033).
"""
