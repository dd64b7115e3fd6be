// Detector: what TLS tells in clear of the two ends of a flow that is shaped like mining.
//
// Units:   nats.
// Shape:   a self-made certificate of "localhost", good for ten years, is the form that xmrig-proxy makes for itself:
//          independence group "infrastructure", an indicator; only beside a shape, for people make such ones too. A hello
//          that names neither server nor protocol is context, not evidence: 0 nats in group "shape".
// Threads: pure functions.
// Source:  xmrig-proxy's own certificate (3650 days, CN=localhost, its own issuer); not held against a capture.
#pragma once

#include <vector>

#include "flow/flow_record.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

// For a flow that is a suspect by its shape.
std::vector<Signal> tls_ends(const flow::FlowRecord& record);

// The form of certificate that every Chia program makes for itself: a node, a farmer, a harvester or a wallet.
bool is_chia_certificate(const flow::CertificateFacts& certificate);
bool may_be_chia_certificate(Bytes as_sent);

}  // namespace davy::signal
