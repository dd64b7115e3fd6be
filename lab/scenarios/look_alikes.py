"""What looks like mining and is not: each must stay quiet."""
from ..benign import json_rpc, messaging, node_rpc, ordinary
from ..scenario import scenario


def quiet(name, why, module, functions, **options):
    @scenario(name, why)
    def _(cast):
        return [cast.benign(module, port, function=function, **options) for function,
                port in functions]


quiet("benign_print_queue",
      "login, submit with job_id, job pushed and keepalived: CryptoNote's names for a print queue.",
      json_rpc, [(json_rpc.print_queue, 9100)])
quiet("benign_ci_runner",
      "subscribe, authorize, notify and submit for a build: Stratum's verbs without its shapes.",
      json_rpc, [(json_rpc.ci_runner, 3333)])
quiet("benign_job_scheduler",
      "difficulty, target, nonce, seed and height as words of a render farm.", json_rpc,
      [(json_rpc.job_scheduler, 4444)])
quiet("benign_json_rpc_tools",
      "LSP and MCP: JSON-RPC 2.0 on raw sockets, with quoted mining messages.", json_rpc,
      [(lambda t: json_rpc.language_server(t, 8), 2087), (json_rpc.model_context, 3001),
       (json_rpc.test_agent, 3333)])
quiet("benign_electrum", "An Electrum-like server: blockchain.* and server.*.", node_rpc,
      [(node_rpc.electrum, 50001)])
quiet("benign_web3",
      "A web3 client by HTTP: eth_call and friends; eth_mining and eth_hashrate only ask.",
      node_rpc, [(node_rpc.web3, 8545)])
quiet("benign_web3_raw", "The same on a raw socket.", node_rpc,
      [(lambda t: node_rpc.web3(t, raw=True), 8546)])
quiet("benign_bitcoind_rpc",
      "bitcoind asked for balances and for getmininginfo: no work is asked for.", node_rpc,
      [(node_rpc.bitcoind, 8332)])
quiet("benign_bitcoind_getmininginfo", "getmininginfo alone.", node_rpc,
      [(lambda t: node_rpc.bitcoind(t, 8, ["getmininginfo"]), 8332)])
quiet("benign_monero_wallet",
      "monero-wallet-rpc and a chain explorer: /json_rpc without templates.", node_rpc,
      [(node_rpc.monero_wallet, 18083), (node_rpc.monero_explorer, 18081)])
quiet("benign_chat", "A WebSocket chat that quotes mining messages inside its own JSON strings.",
      messaging, [(messaging.chat, 80)])
quiet("benign_chat_clear", "The same without deflate.", messaging,
      [(lambda t: messaging.chat(t, deflate=False), 8080)])
quiet("benign_log_shipper", "A log shipper whose lines hold Stratum messages as text.", messaging,
      [(lambda t: messaging.log_shipper(t, 20), 5044), (lambda t: messaging.log_shipper(t, 25, syslog=True), 514)])
quiet("benign_redis_postgresql", "Database answers that hold Stratum messages as values.",
      messaging, [(messaging.redis, 6379), (messaging.postgresql, 5432)])
quiet("benign_mqtt_notebook",
      "MQTT telemetry and a notebook over WebSocket that say job, nonce and submit.", messaging,
      [(messaging.mqtt, 1883), (messaging.notebook, 8888)])
quiet("benign_ordinary", "Web, TLS, SSH, DNS, NTP, QUIC and mail.", ordinary,
      [(lambda t: ordinary.browse(t, 2, 1500), 80), (lambda t: ordinary.tls(t, 2, 1500), 443),
       (lambda t: ordinary.ssh(t, 20), 22), (ordinary.dns, 53), (ordinary.ntp, 123),
       (lambda t: ordinary.quic(t, 4), 443), (ordinary.mail, 25),
       (lambda t: ordinary.tls(t, 3, 1200), 3333), (lambda t: ordinary.ssh(t, 15), 3333)])
