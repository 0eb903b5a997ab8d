"""Query string → what fits, and why. Pure; knows the domain alone."""
