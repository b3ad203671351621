"""The round of the whole country: a million needs and a million offers, at once or split by province.

    country = make_country(Size(needs=10_000, offers=10_000))
    done = whole_round(country, threads=2)      # in this process
    done = split_round(country, folder, connect(workers=2))  # by provinces, in processes that exchange only prices

`made` makes a country from a seed, `edges` finds the candidates, `parts` and `exchange` are the arithmetic of the
split, `agreeing` its loop and `cluster` the engine (Dask) on which it runs. How: docs/explanation/country-round.md.
"""

from duijie.matching.country.cluster import ClusterMissing, WorkerLost, connect
from duijie.matching.country.keeping import save_round
from duijie.matching.country.made import Country, Size, SizeError, make_country
from duijie.matching.country.rounds import Done, whole_round
from duijie.matching.country.splitting import SplitDone, split_round

__all__ = [
    "ClusterMissing",
    "Country",
    "Done",
    "Size",
    "SizeError",
    "SplitDone",
    "WorkerLost",
    "connect",
    "make_country",
    "save_round",
    "split_round",
    "whole_round",
]
