"""One file a dialect: `talk(t)` says what miner and pool say to each other."""
