"""Ordinary traffic and look-alikes: `talk(t)` as for dialects, but nobody mines."""
