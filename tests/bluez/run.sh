#!/usr/bin/env bash
# Runs the tests of this folder against BlueZ, in a machine of its own under QEMU, or says in one line why it can't.
#
#   tests/bluez/run.sh [SUITE] [COMMAND]     SUITE: trixie (BlueZ 5.82) or bookworm (5.66)
#
# The machine is made once (see build.sh) and kept in the cache folder. Ends with the exit code of COMMAND.
set -euo pipefail
suite=${1:-trixie}
command=${2:-python3 -m pytest -p no:cacheprovider -q tests/bluez}
limit_s=900   # a healthy run takes under five minutes, nearly all of it waiting
here=$(cd "$(dirname "$0")" && pwd)
project=$here/../..
export PYTHON=${PYTHON:-$project/.venv/bin/python}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/breathline-bluez/$suite

skip() { echo "bluez $suite: skipped: $*"; exit 0; }
# Where packages of Debian come from on this machine; known once its lists have been fetched.
mirror() { apt-get indextargets --format '$(SITE)' 'Origin: Debian' 'Label: Debian' | head -n 1; }
install() { DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@"; }

[ "$(uname -sm)" = "Linux x86_64" ] || skip "it needs Linux on x86-64"
command -v apt-get >/dev/null || skip "it needs apt, to fetch the packages of the machine"
if ! command -v qemu-system-x86_64 >/dev/null; then
  [ "$(id -u)" = 0 ] || skip "QEMU is not installed; install qemu-system-x86"
  { apt-get -qq update || true; install qemu-system-x86 seabios; } >/dev/null 2>&1 || skip "QEMU can't be installed"
fi

made_from=$(cat "$project/constraints.txt" "$project/pyproject.toml" "$here/build.sh" "$here/init" | sha256sum)
if [ "$made_from" != "$(cat "$cache/made-from" 2>/dev/null)" ]; then
  [ "$(id -u)" = 0 ] || unshare --map-root-user true 2>/dev/null || skip "making the machine needs root"
  [ -n "$(mirror)" ] || apt-get -qq update >/dev/null 2>&1 || true
  [ -n "$(mirror)" ] || skip "apt knows no Debian mirror here"
  "$here/build.sh" "$suite" "$(mirror)" "$cache"
  echo "$made_from" > "$cache/made-from"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/project"
cp -r "$project"/{src,tests,pyproject.toml} "$work/tree/project/"
# Installed means that its version can be asked for.
mkdir "$work/tree/project/src/breathline.dist-info"
"$PYTHON" -c 'from importlib.metadata import distribution as d; print(d("breathline").read_text("METADATA"))' \
  > "$work/tree/project/src/breathline.dist-info/METADATA"
echo "$command" > "$work/tree/command"
# The kernel unpacks one archive after the other: first the machine, then the project.
cp "$cache/root.cpio" "$work/initrd"
(cd "$work/tree" && find . -not -path '*/__pycache__*' | "$cache/busybox" cpio -o -H newc 2>/dev/null) >> "$work/initrd"

paste -s -d ',' "$cache/versions" | sed "s/^/bluez $suite: /; s/,/, /g"
# One processor: under emulation two have crashed the kernel now and then.
code=0
timeout --foreground --kill-after 10 "$limit_s" qemu-system-x86_64 -machine q35 -accel tcg -cpu max -smp 1 -m 2048 -nodefaults -no-reboot \
  -display none -serial stdio -device isa-debug-exit,iobase=0xf4 -kernel "$cache/kernel" -initrd "$work/initrd" \
  -append "console=ttyS0 loglevel=1 panic=-1 mitigations=off random.trust_cpu=on tsc=reliable" </dev/null || code=$?
case $code in
  0 | 1) echo "bluez $suite: the machine ended before the tests did" >&2; exit 1 ;;
  124 | 137) echo "bluez $suite: not done after $limit_s s" >&2; exit 1 ;;
  *) exit $(((code - 3) / 2)) ;;
esac
