"""Pages about oneself: signing in and out, the inbox, my account, and the accounts that one looks after."""
