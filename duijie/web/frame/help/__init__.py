"""Help in place: a few words for each page, all of them on one page, and what the words of the site mean."""
