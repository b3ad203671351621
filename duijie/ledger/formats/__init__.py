"""The formats that all parts share: hashes of the tree, tiles, bundles, notes, keys, checkpoints, proofs.

Only the standard library and the check of Ed25519 signatures; nothing here reads or writes a file.
"""
