"""The engine that finds what fits: hard filters, Chinese BM25, a rule score whose terms are its reasons, and why not.

Article 四: 「推动帮扶工作靶向化、精准化、智能化发展」. Plain Python: no Django, no database, no clock.
Start in `suggesting`.
"""
