#include "flow/dissect/json_related.hpp"

#include <algorithm>
#include <array>

namespace davy::flow {
namespace {

using enum RelatedClass;

struct MethodForm {
  std::string_view method;  // a trailing '*' stands for any ending
  RelatedClass related;
  std::string_view rule;
};

// Sources: Bitcoin Core RPC help, Ethereum execution-apis, Monero daemon and wallet RPC, Electrum protocol 1.4 (read
// 2026-11). Methods that ask for work are not here: they are the dialects'.
constexpr std::array forms{
    MethodForm{"getblockchaininfo", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getblockcount", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getblockhash", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getbestblockhash", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getblock", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getmininginfo", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getnetworkinfo", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"getrawtransaction", node_rpc, "Bitcoin-type node RPC"},
    MethodForm{"sendrawtransaction", wallet, "Bitcoin-type wallet RPC"},
    MethodForm{"getbalance*", wallet, "wallet RPC"},
    MethodForm{"getnewaddress", wallet, "wallet RPC"},
    MethodForm{"listunspent", wallet, "wallet RPC"},
    MethodForm{"listtransactions", wallet, "wallet RPC"},
    MethodForm{"validateaddress", wallet, "wallet RPC"},
    MethodForm{"get_info", node_rpc, "Monero-type node RPC"},
    MethodForm{"get_block_count", node_rpc, "Monero-type node RPC"},
    MethodForm{"get_last_block_header", node_rpc, "Monero-type node RPC"},
    MethodForm{"get_balance", wallet, "Monero-type wallet RPC"},
    MethodForm{"get_address", wallet, "Monero-type wallet RPC"},
    MethodForm{"get_transfers", wallet, "Monero-type wallet RPC"},
    MethodForm{"transfer*", wallet, "Monero-type wallet RPC"},
    MethodForm{"refresh", wallet, "Monero-type wallet RPC"},
    MethodForm{"eth_blockNumber", wallet, "Ethereum web3 client"},
    MethodForm{"eth_call", wallet, "Ethereum web3 client"},
    MethodForm{"eth_chainId", wallet, "Ethereum web3 client"},
    MethodForm{"eth_get*", wallet, "Ethereum web3 client"},
    MethodForm{"eth_send*", wallet, "Ethereum web3 client"},
    MethodForm{"eth_estimateGas", wallet, "Ethereum web3 client"},
    MethodForm{"eth_gasPrice", wallet, "Ethereum web3 client"},
    MethodForm{"eth_subscribe", wallet, "Ethereum web3 client"},
    MethodForm{"eth_*", node_rpc, "Ethereum node RPC"},
    MethodForm{"net_version", wallet, "Ethereum web3 client"},
    MethodForm{"web3_*", wallet, "Ethereum web3 client"},
    MethodForm{"engine_*", node_rpc, "Ethereum engine API"},
    MethodForm{"blockchain.*", wallet, "Electrum client"},
    MethodForm{"mempool.get_fee_histogram", wallet, "Electrum client"},
};

bool fits(std::string_view method, std::string_view form) {
  return form.ends_with('*') ? method.starts_with(form.substr(0, form.size() - 1)) : method == form;
}

}  // namespace

std::optional<RelatedForm> related_form(const JsonMessage& message, std::string_view method) {
  const auto found = std::find_if(forms.begin(), forms.end(),
                                  [&](const MethodForm& f) { return fits(method, f.method); });
  if (!method.empty() && found != forms.end()) return RelatedForm{found->related, found->rule};
  if (message.member("jsonrpc") != nullptr)
    return RelatedForm{json_rpc, "JSON-RPC that asks for no work"};
  const bool call =
      message.method != nullptr && message.method->key == "method" && message.id != nullptr;
  if (call || message.is_answer()) return RelatedForm{json_rpc, "JSON-RPC that asks for no work"};
  return std::nullopt;
}

}  // namespace davy::flow
