"""Reading a log from its files, and computing proofs from tiles; what is read is judged by `verifying`, not here."""
