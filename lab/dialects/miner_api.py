"""A miner's own monitoring interface, asked on the local network: no mining in these flows, but a
miner at their end.

XMRig: GET /1/summary, /2/summary. cgminer: TCP 4028 {"command":"summary"} answered with JSON and a
zero octet. ethminer: JSON lines miner_getstat1, miner_getstatdetail. NBMiner-like: GET
/api/v1/status.
Source: xmrig doc/API.md, cgminer API-README, ethminer docs/API_DOCUMENTATION.md, NBMiner's API
page; read 2026-11.
"""
from ..http_forms import ask

DIALECT = "miner-api"


def xmrig(t, times=4):
    t.agent = "XMRig/6.21.0"
    for _ in range(times):
        rate = round(9000 + t.rng.uniform(-50, 50), 1)
        ask(t, "GET", "/1/summary", f"{t.server_ip}:{t.port}",
            [("User-Agent", "curl/8.5.0"), ("Accept", "*/*")],
            answer_headers=[("Content-Type", "application/json"),
                            ("Access-Control-Allow-Origin", "*")],
            answer={"id": t.hex(8), "worker_id": "lab-17", "uptime": int(t.now), "restricted": True,
                    "resources": {"load_average": [15.9, 15.8, 15.9]},
                    "features": ["api", "asm", "http", "hwloc", "tls"],
                    "results": {"diff_current": 120000, "shares_good": 120, "shares_total": 121,
                                "avg_time": 44, "hashes_total": 14400000}, "algo": "rx/0",
                    "connection": {"pool": "pool.example.net:3333", "ip": "203.0.113.9",
                                   "uptime": int(t.now), "ping": 32, "failures": 0, "algo": "rx/0",
                                   "diff": 120000, "accepted": 120, "rejected": 1},
                    "version": "6.21.0", "kind": "miner", "ua": "XMRig/6.21.0 (Linux x86_64)",
                    "cpu": {"brand": "AMD EPYC 7763", "aes": True, "cores": 64, "threads": 128},
                    "donate_level": 1, "paused": False,
                    "hashrate": {"total": [rate, rate, rate], "highest": 9100.2},
                    "hugepages": [1168, 1168]})
        t.wait(30)


def cgminer(t, times=4):
    t.agent = "cgminer 4.12.1"
    for n in range(times):
        t.connect()
        t.client(b'{"command":"summary"}' if n % 2 == 0 else b'{"command":"pools","parameter":""}')
        status = ('{"STATUS":[{"STATUS":"S","When":%d,"Code":11,"Msg":"Summary","Description":'
                  '"cgminer 4.12.1"}],' % int(1772438400 + t.now))
        summary = ('"SUMMARY":[{"Elapsed":86400,"MHS av":110012345.67,"MHS 5s":110200000.00,'
                   '"Found Blocks":0,"Getworks":2911,"Accepted":9120,"Rejected":14,'
                   '"Hardware Errors":31,"Utility":6.33,"Discarded":5890,"Stale":2,'
                   '"Difficulty Accepted":1195376640.0}],"id":1}')
        t.server((status + summary).encode() + b"\0")
        t.close("server")
        t.wait(20)


def ethminer(t, times=5):
    t.agent = "ethminer-0.19.0"
    t.connect()
    for n in range(times):
        t.client({"id": n, "jsonrpc": "2.0", "method": "miner_getstat1" if n % 2 == 0
                  else "miner_getstatdetail"})
        t.server({"id": n, "jsonrpc": "2.0", "result": ["ethminer-0.19.0", "48", "87221;54;0",
                                                        "14683;14508;14508;14508;14508;14508",
                                                        "0;0;0", "off;off;off", "53;90;50;90;56;90",
                                                        "etc.example.net:4444", "0;0;0;0"]})
        t.wait(15)
    t.close()


def nbminer(t, times=4):
    t.agent = "NBMiner/42.3"
    for _ in range(times):
        ask(t, "GET", "/api/v1/status", f"{t.server_ip}:{t.port}",
            [("User-Agent", "Hive OS"), ("Accept", "application/json")],
            answer_headers=[("Content-Type", "application/json")],
            answer={"miner": {"devices": [{"accepted_shares": 61, "core_clock": 1455,
                                           "hashrate": "60.41 M", "id": 0,
                                           "info": "NVIDIA RTX 3070", "power": 118,
                                           "temperature": 58}], "total_hashrate": "60.41 M",
                              "total_power_consume": 118}, "reboot_times": 0,
                    "start_time": 1772430000, "stratum": {"accepted_shares": 61,
                                                          "algorithm": "kawpow",
                                                          "difficulty": "0.5", "latency": 32,
                                                          "rejected_shares": 0,
                                                          "url": "rvn.example.net:6060",
                                                          "user": "Rlab.gpu0"}, "version": "v42.3"})
        t.wait(30)
