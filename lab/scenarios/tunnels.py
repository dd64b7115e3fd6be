"""Mining through proxies: both legs are in the recording."""
from ..dialects import cryptonote, stratum_v1
from ..proxies import Via
from ..scenario import scenario


def through(name, why, kind, module, port, **options):
    @scenario(name, why)
    def _(cast):
        proxy = f"10.{cast.rng.randrange(8, 60)}.0.{cast.rng.randrange(2, 20)}"
        return [cast.mining(module, port, talk={"via": Via(kind, proxy, 3128 if kind == "connect"
                else 1080)}, **options)]


through("socks4_stratum", "Stratum inside SOCKS4, to an address.", "socks4", stratum_v1, 3333,
        minutes=3, branches=2)
through("socks4a_cryptonote", "CryptoNote inside SOCKS4a, to a name.", "socks4a", cryptonote, 5555,
        minutes=6)
through("socks5_stratum", "Stratum inside SOCKS5 without authentication.", "socks5", stratum_v1,
        3333, minutes=3, branches=2)
through("socks5_auth_cryptonote", "CryptoNote inside SOCKS5 with user and password.", "socks5-auth",
        cryptonote, 443, minutes=6)
through("http_connect_stratum", "Stratum behind HTTP CONNECT.", "connect", stratum_v1, 443,
        minutes=3, branches=2)


@scenario("proxies_benign", "The same proxies used for web pages: a proxy is not a sign of mining.")
def _(cast):
    from ..benign import ordinary
    return [cast.benign(ordinary, 80, talk={"via": Via("socks5", "10.12.0.3", 1080,
                                                       "www.example.org")},
                        function=ordinary.page_about_mining),
            cast.benign(ordinary, 443, talk={"via": Via("connect", "10.12.0.4", 3128,
                                                        "www.example.org")}, function=ordinary.tls,
                        exchanges=3, octets=1500),
            cast.benign(ordinary, 80, talk={"via": Via("socks4", "10.12.0.3", 1081)},
                        function=ordinary.browse, pages=3, octets=2500)]
