"""How near the text of a need and the texts of offers are: several measures, each named, joined by learned weights.

    ranker = Ranker(offers, background=needs, encoder=installed_encoder())
    ranker.parts                     # which measures are used here
    for near in ranker.relevance(need): near.total, near.parts

`ranker` has the interface, `parts` the measures, `learning` how the weights were found; docs/explanation/relevance.md
says why these.
"""
