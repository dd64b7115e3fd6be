"""Labels in the columns of the corpus: one line a 5-tuple, counted from the packets that were
written.

Units:   octets of transport payload; duration_s from first to last packet.
Shape:   file, label, dialect, proto, src, sport, dst, dport, pkts_fwd, pkts_rev, payload_fwd,
         payload_rev, has_syn, duration_s, miner_agent; src is the side that opened the connection.
"""
from . import packet

COLUMNS = (
        "file label dialect proto src sport dst dport pkts_fwd pkts_rev payload_fwd payload_rev "
        "has_syn duration_s miner_agent").split()

SHARE_COLUMNS = "proto src sport dst dport accepted rejected hash_rate".split()


def count(frames):
    """{(protocol, source, destination): [packets, payload, first us, last us, syn]} of each
    direction."""
    table = {}
    for time_us, frame, *_ in frames:
        p = packet.parse(frame)
        if p is None:
            continue
        row = table.setdefault((p.protocol, p.source, p.destination), [0, 0, time_us, time_us, 0])
        row[0] += 1
        row[1] += max(0, p.payload_end - p.payload_at)
        row[2], row[3] = min(row[2], time_us), max(row[3], time_us)
        row[4] |= int(p.protocol == 6 and p.flags & packet.SYN > 0)
    return table


def rows(file, connections, frames):
    table, out = count(frames), []
    for c in connections:
        protocol = 17 if c.transport == "udp" else 6
        forward = table.get((protocol, c.client, c.server))
        back = table.get((protocol, c.server, c.client))
        seen = [r for r in (forward, back) if r]
        if not seen:
            continue
        duration = (max(r[3] for r in seen) - min(r[2] for r in seen)) / 1e6
        f, b = forward or [0] * 5, back or [0] * 5
        empty = c.transport == "tcp" and not (f[1] or b[1])
        label = "conn-only" if empty and c.talk.label.startswith("mining") else c.talk.label
        out.append([file, label, "" if label == "benign" else c.talk.dialect, c.transport,
                    c.client[0], c.client[1], c.server[0], c.server[1], f[0], b[0], f[1], b[1],
                    int(any(r[4] for r in seen)), f"{duration:.1f}", c.talk.agent])
    return sorted(out, key=lambda r: (r[0], r[3], r[4], int(r[5]), r[6], int(r[7])))


def share_rows(connections):
    """What a reader should count: shares accepted and rejected, for talks that had one way to their
    pool."""
    out = []
    for c in connections:
        legs = [o for o in connections if o.talk is c.talk]
        shares = c.talk.shares
        if not sum(shares.values()) or len(legs) > (2 if c.talk.via else 1):
            continue
        rate = "" if c.talk.hash_rate is None else f"{c.talk.hash_rate:.4g}"
        out.append([c.transport, c.client[0], c.client[1], c.server[0], c.server[1],
                    shares["accepted"], shares["rejected"], rate])
    return out


def text(rows_of_text, columns=COLUMNS):
    return "".join("\t".join(str(v) for v in row) + "\n" for row in [columns, *rows_of_text])
