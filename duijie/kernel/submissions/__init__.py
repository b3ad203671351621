"""An id in every form: what was typed survives a lost session, and a second click does nothing twice."""
