"""The ground everything stands on: launcher, lock, house rules."""
