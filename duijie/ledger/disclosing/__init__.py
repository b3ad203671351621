"""Showing somebody one leaf and some of its fields, in one file or one dense code that is checked without the platform.

`commitments` is how fields become the root of a leaf; `disclosures` the file, `compact` and `digits` the dense code;
`making` makes one from a log, `checking` judges one. Described in docs/reference/ledger-disclosures.md.
"""
