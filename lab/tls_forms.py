"""TLS as far as it is in clear: hellos, a certificate, and records whose inside is random octets.

Source: RFC 5246 and 8446 (records, hellos, certificates), RFC 6066 (server names). The certificates were
made for this with openssl, by themselves, of keys that were thrown away.
"""
import struct

# O=Chia, OU=Organic Farming Division, as every Chia program makes for itself.
CHIA_CERTIFICATE = bytes.fromhex(
    "308201d83082017da003020102021468ed99eef8a4d2c0eec3360ea2483d2feb0889c7300a06082a8648ce3d04"
    "03023041310d300b060355040a0c04436869613121301f060355040b0c184f7267616e6963204661726d696e67"
    "204469766973696f6e310d300b06035504030c0443686961301e170d3236313132323233353530335a170d3336"
    "313131393233353530335a3041310d300b060355040a0c04436869613121301f060355040b0c184f7267616e69"
    "63204661726d696e67204469766973696f6e310d300b06035504030c04436869613059301306072a8648ce3d02"
    "0106082a8648ce3d03010703420004bf56cc469030ffbf2151ba4221ae4669919c59f8ced464a0fb87d6f0c96f"
    "5f064b45d7a8ef9438a5ac993fa447126376218f7bcbe3ab18a256a6a1a697c326fea3533051301d0603551d0e"
    "0416041446b0b42aa49cd6bb6790658c9e3c430e4bd33a1a301f0603551d2304183016801446b0b42aa49cd6bb"
    "6790658c9e3c430e4bd33a1a300f0603551d130101ff040530030101ff300a06082a8648ce3d04030203490030"
    "46022100f5208f1e6181085bc4e5a835e806af31831f5451e3ce8a93eeb3f1e3c5fed541022100b6d2d3ce4d3c"
    "e882c18498865da52371ae74339965b42f2ec947229304555a5e")
# O=Chia Foods, OU=Organic Farming: somebody else's.
FARM_SHOP_CERTIFICATE = bytes.fromhex(
    "308201e93082018fa00302010202145285e28edc6fe09ebb0c270df66939fee0e7d5af300a06082a8648ce3d04"
    "0302304a31133011060355040a0c0a4368696120466f6f647331183016060355040b0c0f4f7267616e69632046"
    "61726d696e673119301706035504030c1073686f702e6578616d706c652e6f7267301e170d3236313132323233"
    "353530335a170d3336313131393233353530335a304a31133011060355040a0c0a4368696120466f6f64733118"
    "3016060355040b0c0f4f7267616e6963204661726d696e673119301706035504030c1073686f702e6578616d70"
    "6c652e6f72673059301306072a8648ce3d020106082a8648ce3d03010703420004a4e9957f1ff4cafb8c1e0f58"
    "2917c1d98f6fcc19eca2b3eb0675f44a2ab52bc6cf864ffdf9e57bcd777c70eb9c8f3b7570fbfa87bb6bc43975"
    "0548e4ee465583a3533051301d0603551d0e04160414ad21eeb73a0b6306e14794dfb0115aac445f68e1301f06"
    "03551d23041830168014ad21eeb73a0b6306e14794dfb0115aac445f68e1300f0603551d130101ff0405300301"
    "01ff300a06082a8648ce3d0403020348003045022100e24cb30372ed1a336f5574bbfc60d307b1697bb95c91f0"
    "a028a25c4fe6b7ebc902207f6d89c663d1ef3ee079c9255725e3e9565800327d0fd1687179fc1e701b306b")


def record(kind, body):
    return bytes([kind]) + b"\x03\x03" + struct.pack(">H", len(body)) + body


def handshake(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def client_hello(t, name=None, alpn=None, newest=True):
    def extension(number, content):
        return struct.pack(">HH", number, len(content)) + content

    def sized(octets, content):
        return len(content).to_bytes(octets, "big") + content

    extensions = b""
    if name:
        extensions += extension(0, sized(2, b"\0" + sized(2, name.encode())))
    if alpn:
        extensions += extension(16, sized(2, sized(1, alpn.encode())))
    extensions += extension(10, b"\0\2\0\x1d")
    if newest:
        extensions += extension(43, b"\2\3\4") + extension(51, sized(2, b"\0\x1d" + sized(2, t.rng.randbytes(32))))
    hello = (b"\3\3" + t.rng.randbytes(32) + sized(1, t.rng.randbytes(32))
             + sized(2, b"\x13\1\x13\2" if newest else b"\xc0\x2b\xc0\x2f") + b"\1\0" + sized(2, extensions))
    return record(22, handshake(1, hello))


def open_tls(t, name=None, alpn=None):
    """TLS 1.3: from the server's hello on, all is sealed."""
    t.connect()
    t.client(client_hello(t, name, alpn))
    answer = (b"\3\3" + t.rng.randbytes(32) + b"\x20" + t.rng.randbytes(32) + b"\x13\1\0" + struct.pack(">H", 46)
              + b"\0\x2b\0\2\3\4" + b"\0\x33\0\x24\0\x1d\0\x20" + t.rng.randbytes(32))
    t.server(record(22, handshake(2, answer)) + record(20, b"\1") + record(23, t.rng.randbytes(1400)))
    t.client(record(20, b"\1") + record(23, t.rng.randbytes(53)))


def open_tls12(t, certificate, name=None):
    """TLS 1.2: the server's certificate is in clear."""
    t.connect()
    t.client(client_hello(t, name, newest=False))
    one = len(certificate).to_bytes(3, "big") + certificate
    t.server(record(22, handshake(2, b"\3\3" + t.rng.randbytes(32) + b"\0\xc0\x2b\0"))
             + record(22, handshake(11, len(one).to_bytes(3, "big") + one))
             + record(22, handshake(12, b"\3\0\x1d\x20" + t.rng.randbytes(106)) + handshake(14, b"")))
    t.client(record(22, handshake(16, b"\x20" + t.rng.randbytes(32))) + record(20, b"\1") + record(22, t.rng.randbytes(40)))
    t.server(record(20, b"\1") + record(22, t.rng.randbytes(40)))


def sealed(t, octets):
    """So many octets of a message, behind TLS 1.3: one octet of type and sixteen of tag more."""
    return record(23, t.rng.randbytes(octets + 17))
