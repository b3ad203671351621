"""The second signature line on a checkpoint: SM2 with SM3 (GB/T 32918, GM/T 0009), for those who must ask for it.

The tree stays in SHA-256 and the first line in Ed25519, which every program of the field can check; who does not know
this key passes over its line. Needs the extra `gm` where such a key lies beside the log's own (`writing.keyring`) or is
named to a command; reading and verifying know nothing of it.
"""
