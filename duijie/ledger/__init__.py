"""The log that nobody can alter unseen: an RFC 6962 Merkle tree in the C2SP file formats, for 「区块链+帮扶」.

Plain Python: no Django, no database, no clock. `writing` makes a log, `reading` computes proofs from its files,
`verifying` judges both and needs neither; `witness` cosigns for others; `following` copies
somebody else's log; `formats` is what they share.
The files are described in docs/reference/ledger-formats.md.
"""
