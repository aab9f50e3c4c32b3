#!/bin/sh
# A real Secret Service without a desktop, in a scratch home that vanishes afterwards:
# dbus-run-session -- sh tests/end_to_end/with_keyring.sh python -m pytest -m keyring
set -eu
HOME=$(mktemp -d)
export HOME XDG_RUNTIME_DIR="$HOME" XDG_DATA_HOME="$HOME/share"
eval "$(printf %s parola | gnome-keyring-daemon --unlock --components=secrets | sed 's/^/export /')"
status=0
"$@" || status=$?
rm -rf "$HOME"
exit "$status"
