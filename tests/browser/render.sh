#!/bin/bash
# Renders the sample pages of the HTML report as a person meets them: wide, narrow, dark, and printed on A4.
#   tests/browser/render.sh build/release/workbench_test OUT_FOLDER
# Leaves PNGs and PDFs in OUT_FOLDER and fails where a PDF is missing.
set -euo pipefail
program=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
DAVY_SAMPLE_DIRECTORY=$out "$program" --gtest_filter='*pages_to_look_at' --gtest_brief=1 >/dev/null

browser() {
  local profile
  profile=$(mktemp -d)
  timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
    --hide-scrollbars --user-data-dir="$profile" "$@" >/dev/null 2>&1 || true
  rm -rf "$profile"
}

for page in report.en report.zh quiet.en energy_network.en energy_network.zh energy_region.en energy_region.zh energy_account.en energy_account.zh; do
  url=file://$out/$page.html
  browser --screenshot="$out/$page.wide.png" --window-size=1200,2600 "$url"
  # A window of a browser is never as narrow as a telephone; a frame is.
  echo "<body style=margin:0><iframe src=$page.html width=390 height=5200 style=border:0>" >"$out/frame.html"
  browser --screenshot="$out/$page.narrow.png" --window-size=500,5200 "file://$out/frame.html"
  browser --print-to-pdf="$out/$page.pdf" --no-pdf-header-footer "$url"
  test -s "$out/$page.pdf" || { echo "$page: no PDF"; exit 1; }
  pdftoppm -r 70 -png "$out/$page.pdf" "$out/$page.a4"
done
browser --force-dark-mode --enable-features=WebContentsForceDark:inversion_method/none \
  --blink-settings=preferredColorScheme=0 --screenshot="$out/report.en.dark.png" --window-size=1200,1600 \
  "file://$out/report.en.html"
echo "rendered into $out"
