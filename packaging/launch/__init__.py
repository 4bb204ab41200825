"""What `./loket` does before and around the programs: the set-up and the test plan. Standard library only."""
