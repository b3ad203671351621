"""统筹匹配: from the two libraries to a list that is proven to be near the best, fair between places, and explained.

`gathering` freezes the input, `solving` assigns and proves, `outcome` makes rows of it, `equity` counts, `misses` says
why a need went without; `reading` is for pages. Plain functions over rows: what is written is written by services.
"""
