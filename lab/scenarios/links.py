"""One short session, as different taps, links, tunnels and files show it. Every one must give the
same finding."""
from .. import pcap_file, transforms as tf
from ..benign import node_rpc
from ..dialects import cryptonote, stratum_v1
from ..scenario import scenario


def unnamed(rows):
    """The capture lacks the message that names the software."""
    return [[*r[:-1], ""] for r in rows]


def unasked(rows):
    """Too little is left of the mining."""
    return [[r[0], "ambiguous" if r[1] == "mining" else r[1], *r[2:]] for r in rows]


def variant(name, why, change, six=False, rows=None):
    """A Stratum session and a quiet look-alike under `change`."""
    @scenario(name, why, change, rows)
    def _(cast):
        talk = {"six": six}
        return [cast.mining(stratum_v1, 3333, talk=talk, minutes=1.5, branches=1, configure=False,
                            agent="cgminer/4.12.1"), cast.benign(node_rpc, 50001, talk=dict(talk),
                function=node_rpc.electrum, calls=1)]


variant("one_direction_miner", "Only the miner's packets were captured: asymmetric routing.",
        lambda p: tf.one_direction(p, True))
variant("one_direction_pool", "Only the pool's packets were captured.",
        lambda p: tf.one_direction(p, False), rows=unnamed)
variant("mid_stream", "The capture begins in the middle of the session: no SYN, no hello.",
        tf.mid_stream, rows=unnamed)
variant("out_of_order", "Neighbouring packets change places.", tf.out_of_order)
variant("retransmitted", "Every fourth data segment comes twice: a share counts once.",
        tf.retransmit)
variant("overlap_same", "Overlapping segments with the same octets.", tf.overlap)
variant("overlap_other", "Overlapping segments with other octets: what came first was delivered.",
        lambda p: tf.overlap(p, consistent=False))
variant("half_then_whole", "Half of a segment, then the whole of it.", tf.half_then_whole)
variant("tuple_reused", "The same addresses and ports a second time: two connections, not one.",
        tf.tuple_reused)
variant("tcp_keepalives", "Keepalive probes with an octet of rubbish: it was acknowledged before.",
        tf.keepalives)
variant("small_segments", "Data cut into segments of 40 octets.", tf.segments)
variant("snaplen_200", "Cut to 200 octets a packet: short messages are whole, jobs are not.",
        lambda p: tf.snaplen(p, 200))
variant("snaplen_96", "Cut to 96 octets a packet: must be counted as cut; no finding is asked for.",
        lambda p: tf.snaplen(p, 96), rows=unasked)
variant("fragments_ipv4", "IPv4 fragments of 56 octets.",
        lambda p: pcap_file.pcap_bytes(tf.fragments(p)))
variant("fragments_ipv4_reverse", "IPv4 fragments, last one first.",
        lambda p: pcap_file.pcap_bytes(tf.fragments(p, reverse=True)))
variant("fragments_ipv6", "IPv6 fragments.", lambda p: pcap_file.pcap_bytes(tf.fragments(p)),
        six=True)
variant("ipv6_extension_headers", "IPv6 with hop-by-hop and destination options.",
        lambda p: pcap_file.pcap_bytes(tf.extension_headers(p)), six=True)

variant("link_vlan", "802.1Q.", tf.on_link(tf.vlan))
variant("link_qinq", "802.1ad: two tags.", tf.on_link(tf.qinq))
variant("link_mpls", "Two MPLS labels.", tf.on_link(tf.mpls))
variant("link_mpls_ipv6", "Two MPLS labels, IPv6 below.", tf.on_link(tf.mpls), six=True)
variant("link_pppoe", "PPPoE.", tf.on_link(tf.pppoe))
variant("link_pppoe_vlan_ipv6", "IPv6 in PPPoE in 802.1Q.", tf.on_link(tf.pppoe, tf.vlan), six=True)
variant("tunnel_gre", "GRE with a key.", tf.on_link(tf.gre))
variant("tunnel_gre_ethernet", "Ethernet in GRE.", tf.on_link(tf.gre_ethernet))
variant("tunnel_erspan", "ERSPAN type II.", tf.on_link(tf.erspan))
variant("tunnel_vxlan", "VXLAN.", tf.on_link(tf.vxlan))
variant("tunnel_geneve", "Geneve with an option.", tf.on_link(tf.geneve))
variant("tunnel_gtpu", "GTP-U.", tf.on_link(tf.gtpu))
variant("tunnel_gtpu_extension", "GTP-U with sequence number and extension header.",
        tf.on_link(tf.gtpu_extension))
variant("tunnel_ip_in_ip", "IPv4 in IPv4.", tf.on_link(tf.ip_in_ip))
variant("tunnel_6in4", "IPv6 in IPv4.", tf.on_link(tf.ip_in_ip), six=True)
variant("tunnel_vlan_in_vxlan", "802.1Q in VXLAN in 802.1Q.",
        tf.on_link(tf.vlan, tf.vxlan, tf.vlan))
variant("link_linux_cooked", "Linux cooked capture, version 1.",
        tf.on_link(tf.linux_cooked, linktype=113))
variant("link_linux_cooked_2", "Linux cooked capture, version 2.",
        tf.on_link(tf.linux_cooked_2, linktype=276))
variant("link_raw_ip", "Raw IP.", tf.on_link(tf.raw_ip, linktype=101))
variant("link_loopback", "BSD loopback.", tf.on_link(tf.loopback, linktype=0))
variant("link_loopback_ipv6", "BSD loopback with IPv6.", tf.on_link(tf.loopback, linktype=0),
        six=True)

variant("file_pcap_big_endian", "pcap in big-endian order.",
        lambda p: pcap_file.pcap_bytes(p, big_endian=True))
variant("file_pcap_nanoseconds", "pcap with nanoseconds.",
        lambda p: pcap_file.pcap_bytes(p, nanoseconds=True))
variant("file_pcapng_two_interfaces",
        "pcapng with two interfaces, two time steps and two link types.", tf.pcapng_two_interfaces)
variant("file_gzip", "pcap inside gzip.", lambda p: pcap_file.gzipped(pcap_file.pcap_bytes(p)))
variant("file_zstd", "pcap inside zstd.", lambda p: pcap_file.zstandard(pcap_file.pcap_bytes(p)))


@scenario("one_direction_cryptonote_pool", "Only the pool's half of a CryptoNote session.",
          lambda p: tf.one_direction(p, False), unnamed)
def _(cast):
    return [cast.mining(cryptonote, 3333, minutes=12)]


@scenario("one_direction_cryptonote_miner", "Only the miner's half of a CryptoNote session.",
          lambda p: tf.one_direction(p, True))
def _(cast):
    return [cast.mining(cryptonote, 3333, minutes=12)]


@scenario("mid_stream_cryptonote", "A CryptoNote session without its login.",
          lambda p: tf.mid_stream(p, 9), unnamed)
def _(cast):
    return [cast.mining(cryptonote, 3333, minutes=15)]
