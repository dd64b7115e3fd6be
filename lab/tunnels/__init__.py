"""Talks through real tunnels: OpenSSL, stunnel, OpenSSH, OpenVPN, WireGuard, proxies. What is recorded is the outside.

A talk's words go through programs that encrypt them for real, in lockstep; what each word made on the wire is put
at the word's time in the talk. So an hour takes seconds, and the sizes are those of the real programs.
"""
