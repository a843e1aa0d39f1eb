"""The doors: each turns what comes in into a call of `curbside.workflows`, and what comes out into a page."""
