#!/usr/bin/env bash
# Makes the machine that the tests in this folder run in: a Debian kernel and a Debian root with BlueZ, D-Bus and Python,
# all of it held in memory. No disk, no network, nothing of it installed here: packages are only unpacked.
#
#   tests/bluez/build.sh SUITE MIRROR FOLDER     FOLDER gets `kernel`, `root.cpio`, `busybox` and `versions`
#
# Uses apt as it is set up here, and the pip of $PYTHON. Needs root or user namespaces, for one chroot.
set -euo pipefail
suite=$1 mirror=$2 folder=$3
here=$(cd "$(dirname "$0")" && pwd)
constraints=$here/../../constraints.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

say() { echo "bluez $suite: $*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else unshare --map-root-user "$@"; fi; }

say "fetching packages"
mkdir -p "$work"/apt/{lists,cache/archives}/partial
touch "$work/apt/status"
echo "deb $mirror $suite main" > "$work/apt/sources"
# A Debian of its own beside this machine's: the same apt settings, but another list of sources and nothing installed.
packages() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o APT::Sandbox::User="$(id -un)" -o APT::Architecture=amd64 -o APT::Architectures=amd64 \
    -o Dir::Etc::SourceList="$work/apt/sources" -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Status="$work/apt/status" \
    -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" -o APT::Install-Recommends=false "$@"
}
packages update
packages install --yes --download-only \
  busybox-static bluez dbus kmod python3 libpython3-stdlib libstdc++6 linux-image-amd64 >/dev/null

say "unpacking"
mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{dev/shm,proc,sys,run,tmp,etc,root,var}
for each in bin sbin lib lib64; do ln -s "usr/$each" "$root/$each"; done
ln -s ../run "$root/var/run"
for each in "$work"/apt/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$each" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
    --exclude './usr/share/doc' --exclude './usr/share/man' --exclude './usr/share/locale' --exclude './usr/share/info'
done
cp "$root"/boot/vmlinuz-* "$work/kernel"
# Of the kernel's drivers only these: a virtual Bluetooth controller, and what Bluetooth's keys are computed with.
(cd "$root"/usr/lib/modules/*/kernel
 find . -name "*.ko*" | grep -Ev '^\./(crypto|arch/x86/crypto|lib|drivers/bluetooth|net/bluetooth|net/rfkill)/' | xargs rm -f)
rm -rf "$root/boot" "$root/usr/share/bash-completion" "$root/usr/lib/systemd"
printf 'root:x:0:0::/root:/bin/sh\nmessagebus:x:100:100::/run/dbus:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\nmessagebus:x:100:\nbluetooth:x:101:\n' > "$root/etc/group"
cp "$here/init" "$root/init"

say "installing what the program and these tests need, in the versions of constraints.txt"
version=$(basename "$(readlink -f "$root/usr/bin/python3")")
wheels=()
for glibc in $(seq 17 36); do wheels+=(--platform "manylinux_2_${glibc}_x86_64"); done
"$PYTHON" - "$here/../../pyproject.toml" > "$work/list" <<'LIST'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    project = tomllib.load(file)["project"]
tests = [each for each in project["optional-dependencies"]["test"] if each.startswith(("pytest", "hypothesis"))]
print("\n".join(project["dependencies"] + tests))
LIST
"$PYTHON" -m pip install -qq --disable-pip-version-check --root-user-action ignore --no-compile \
  --constraint "$constraints" --only-binary :all: --python-version "${version#python}" --platform manylinux2014_x86_64 "${wheels[@]}" \
  --target "$root/usr/local/lib/python" --requirement "$work/list"

say "finishing"
as_root chroot "$root" busybox sh -ec '
  depmod "$(ls /lib/modules)"
  python3 -m compileall -q -j 0 /usr/lib/python3* /usr/local/lib/python >/dev/null || true
'
{
  for each in bluez dbus python3 linux-image; do
    ls "$work/apt/cache/archives" | grep "^${each}[-_].*[0-9]" | tail -n 1 | sed 's/_amd64.deb//; s/_/ /; s/%3a/:/'
  done
} > "$work/versions"
(cd "$root" && find . | as_root ./bin/busybox cpio -o -H newc 2>/dev/null) > "$work/root.cpio"
mkdir -p "$folder"
mv "$work"/{kernel,root.cpio,versions} "$root/usr/bin/busybox" "$folder/"
say "ready, $(du -h "$folder/root.cpio" | cut -f1)"
