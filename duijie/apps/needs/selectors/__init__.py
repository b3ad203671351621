"""Every read of the demand library, limited to what the actor may see."""
