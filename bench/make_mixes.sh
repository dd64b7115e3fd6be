#!/usr/bin/env bash
# Builds the two captures that the bench reads, once: bench/make_mixes.sh FOLDER
#   mining_heavy.pcap  about two packets in three are mining
#   isp_like.pcap      mostly other traffic, about one packet in twelve is mining
# From the labelled corpus where it is present, else from lab traffic. Each is at least 1 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1
corpus=${DAVY_CORPUS:-../shared/corpus}
make_bench=${DAVY_MAKE_BENCH:-../shared/tools/make_bench}
mkdir -p "$out"

from_corpus() {
  if [[ $1 == mining_heavy ]]; then
    bash "$make_bench" "$corpus" "$out/part.pcap" 20 all
  else
    bash "$make_bench" "$corpus" "$out/neg.pcap" 34 neg
    bash "$make_bench" "$corpus" "$out/all.pcap" 1 all
    mergecap -F pcap -w "$out/part.pcap" "$out/neg.pcap" "$out/all.pcap"
    rm "$out/neg.pcap" "$out/all.pcap"
  fi
}

from_lab() {
  local packets=4500000 heavy=()
  [[ $1 == mining_heavy ]] && packets=5000000 heavy=(--mining-heavy)
  lab/make_traffic bench "$out/part.pcap" --packets "$packets" "${heavy[@]}"
}

for name in mining_heavy isp_like; do
  [[ -s $out/$name.pcap ]] && continue
  echo "making $out/$name.pcap (once; a minute)" >&2
  if [[ -d $corpus && -f $make_bench ]]; then from_corpus "$name"; else from_lab "$name"; fi
  mv "$out/part.pcap" "$out/$name.pcap"
done
