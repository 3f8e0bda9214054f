#!/bin/sh
# Installs what packaging/system-packages.txt names and this system lacks. Elsewhere than on Debian or Ubuntu,
# or without the right to install, it lists what is missing and stops.
set -eu
here=$(dirname "$0")
wanted=$(grep -v '^#' "$here/system-packages.txt")

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu. Install these, by the names your system gives them, then run 'make check':" >&2
    echo "$wanted" >&2
    exit 0
fi

missing=
for package in $wanted; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    # Ubuntu 24.04 renamed a few libraries for 64-bit time; the new package provides the old name.
    [ "$state" = installed ] || dpkg-query --show --showformat='${db:Status-Status}' "${package}t64" 2>/dev/null | grep -q '^installed' \
        || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
else
    echo "Ask somebody who may install software for:$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 -- a list of names
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
