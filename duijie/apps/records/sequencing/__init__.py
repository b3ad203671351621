"""From the outbox to the log: one sequencer a log, batches of at most a second, nothing lost and nothing doubled.

`logs` says where logs, keys and policy lie; `opening` opens the year's log or says why it must not be gone on with;
`draining` moves leaves from the outbox to the disk; `publishing` asks witnesses and shows the new state; `running` does
it all again and again; `reconciling` compares rows and leaves. The order of writes is told in
docs/reference/ledger-leaves.md.
"""
