"""Look-alikes that share a dialect's very words: each must stay quiet beside its dialect."""
from ..benign import twins
from ..scenario import scenario


def twin(name, why, port, function):
    @scenario(name, why)
    def _(cast):
        return [cast.benign(twins, port, function=function)]


twin("twin_stratum_data_mining",
     "Beside Stratum v1: a data mining service with methods mining.subscribe, notify and submit.",
     3333, twins.data_mining)
twin("twin_cryptonote_artifacts",
     "Beside CryptoNote: login, job with blob and target, submit with nonce and result, of a "
     "build farm.", 3333, twins.artifact_store)
twin("twin_duino_spooler", "Beside Duino-Coin: JOB lines of a spooler.", 2811, twins.spooler)
twin("twin_getwork_homework", "Beside getwork: the same method name in a teaching portal.", 8332,
     twins.homework)
twin("twin_signum_wallet", "Beside Signum mining: a wallet on the same interface.", 8125,
     twins.signum_wallet)
twin("twin_coinhive_dashboard",
     "Beside Coinhive: type auth, authed, job and submit on a board of builds.", 8080,
     twins.dashboard)
twin("twin_beam_translation",
     "Beside Beam: login with api_key, jobs, solutions and results of translators.", 8005,
     twins.translation)
twin("twin_ironfish_bus", "Beside IronFish: body in place of params, on a bus of sensors.", 9034,
     twins.message_bus)
twin("twin_stratum_v2_thrift",
     "Beside Stratum V2: binary calls that begin with zeros and a length.", 34255, twins.thrift)
twin("twin_p2pool_seventeen", "Beside P2Pool: 17 octets from both sides, and then something else.",
     37889, twins.seventeen)
twin("twin_unlisted_mirror", "Beside dialects without words: tasks, digests and targets of a mirror.", 8730, twins.mirror)
twin("twin_unlisted_challenge", "Beside dialects over HTTP: challenges against robots, with a difficulty and a nonce.", 8088,
     twins.challenge)
twin("twin_unlisted_lessons", "Beside dialects over HTTP with a connection for every request: lessons with tasks that are hard.", 8089,
     twins.lessons)
twin("twin_unlisted_queue", "Beside dialects in base64: a signed job queue with nonces.", 17174, twins.signed_queue)
