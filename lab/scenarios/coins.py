"""The younger coins of the Stratum family, and a dialect that nobody listed."""
from ..dialects import (beam, duino_coin, grin, others, stratum_aleo, stratum_alephium,
                        stratum_conflux, stratum_ergo, stratum_ironfish, stratum_kadena,
                        stratum_xelis, unlisted, unlisted_forms)
from ..scenario import scenario


@scenario("stratum_ergo",
          "Ergo: height, message and bound in notify; the nonce begins with the extranonce.")
def _(cast):
    return [cast.mining(stratum_ergo, 8888, minutes=7)]


@scenario("stratum_ergo_solo", "Ergo's shorter form with set_target and four members in notify.")
def _(cast):
    return [cast.mining(stratum_ergo, 8888, agent="ergminer-v1.0.0", solo_form=True, minutes=6)]


@scenario("stratum_alephium", "Alephium: jobs are objects with fromGroup, toGroup and blobs.")
def _(cast):
    return [cast.mining(stratum_alephium, 20032, minutes=3)]


@scenario("stratum_alephium_hello",
          "AlephiumStratum/1.0.0: mining.hello, string ids, parameters that are not arrays.")
def _(cast):
    return [cast.mining(stratum_alephium, 20032, minutes=4, newer=True)]


@scenario("stratum_kadena",
          "Kadena: a subscribe answer that begins with null, jobs of one long header.")
def _(cast):
    return [cast.mining(stratum_kadena, 1917, minutes=5)]


@scenario("stratum_conflux", "Conflux at a pool: header and boundary with 0x in notify.")
def _(cast):
    return [cast.mining(stratum_conflux, 6800, minutes=5)]


@scenario("stratum_conflux_node", "Conflux at its own node: answers are strings and arrays.")
def _(cast):
    return [cast.mining(stratum_conflux, 32525, pool_form=False, minutes=4)]


@scenario("stratum_xelis",
          "Xelis: address, worker and password apart, the pool's key in the work, ping and print.")
def _(cast):
    return [cast.mining(stratum_xelis, 5040, minutes=8)]


@scenario("stratum_ironfish", "IronFish: body in place of params.")
def _(cast):
    return [cast.mining(stratum_ironfish, 9034, minutes=5)]


@scenario("stratum_aleo", "Aleo: a plain number as target, proofs in submit.")
def _(cast):
    return [cast.mining(stratum_aleo, 4400, minutes=4)]


@scenario("grin", "Grin: login, getjobtemplate, job, submit of 42 edges, keepalive, status.")
def _(cast):
    return [cast.mining(grin, 3030, minutes=7)]


@scenario("beam", "Beam: members at the top level, solution and result.")
def _(cast):
    return [cast.mining(beam, 8005, minutes=8)]


@scenario("duino_coin", "Duino-Coin: comma-separated text, not JSON; the server speaks first.")
def _(cast):
    return [cast.mining(duino_coin, 2813)]


@scenario("unlisted_objects",
          "Nobody's dialect: members op and data, no method; job, difficulty, nonce and submit "
          "are there.")
def _(cast):
    return [cast.mining(unlisted, 17171, minutes=7)]


@scenario("unlisted_methods",
          "Nobody's dialect with made-up method names: judged by what is in the messages.")
def _(cast):
    return [cast.mining(unlisted, 17172, form="method", minutes=7, agent="quarkforge/0.4")]


def unlisted_coin(name, why, port, function, **options):
    @scenario(name, why)
    def _(cast):
        return [cast.mining(others, port, function=function, **options)]


unlisted_coin("stratum_ckb", "Nervos CKB: Stratum's methods, shapes of its own.", 3360, others.ckb)
unlisted_coin("stratum_handshake", "Handshake: Stratum's methods, ten members in notify.", 3008,
              others.handshake)
unlisted_coin("unlisted_bytom", "Bytom: CryptoNote's methods, a job without a blob.", 9221,
              others.bytom)
unlisted_coin("unlisted_tera", "Tera: jobs and shares stand in result, beside a method.", 2050,
              others.tera)
unlisted_coin("unlisted_base64", "Nobody's dialect in lines of commands: work, target and nonce are base64.", 17173,
              unlisted_forms.base64_lines)
unlisted_coin("unlisted_without_words", "DERO's getwork over WebSocket: no message says what it is.", 10100,
              unlisted_forms.without_words)
unlisted_coin("unlisted_over_http", "Nobody's dialect over HTTP: only the paths say what a request is.", 8087,
              unlisted_forms.over_http)
unlisted_coin("unlisted_each_its_connection", "Nobody's dialect over HTTP, with a connection for every request.", 8089,
              unlisted_forms.each_its_connection)
unlisted_coin("unlisted_events", "Nobody's dialect as events of Socket.IO: a number, a word and an object.", 8443,
              unlisted_forms.events)
unlisted_coin("cryptonote_behind_lengths", "CryptoNote with the length of each message in front of it.", 3333,
              unlisted_forms.behind_lengths, minutes=6)
