"""The lab: labelled traffic over real sockets. See README.md. Nothing in here hashes."""
