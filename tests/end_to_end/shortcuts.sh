#!/bin/sh
# Every shortcut from every kind of widget, through a real X server with an Italian keyboard:
# xvfb-run -a -s "-screen 0 1366x768x24" sh tests/end_to_end/shortcuts.sh [PYTHON]
set -eu
here=$(dirname "$0")
python=${1:-python3}
export QT_QPA_PLATFORM=xcb

for kind in "line edit" "plain text" "combo" "editable combo" "date" "spin" "check box" "button" "list" "table" \
    "tab bar" "password"; do
    "$python" "$here/shortcuts_window.py" "$kind" &
    program=$!
    window=$(xdotool search --sync --onlyvisible --name "prova tasti" | tail -1)
    xdotool windowfocus --sync "$window"
    setxkbmap -print -layout it | xkbcomp -w0 - "$DISPLAY" # now: the server forgets it with its last client
    sleep 0.3
    # key 20 with Shift is the question mark of an Italian keyboard; the keypad has its own Enter and digits
    xdotool key --delay 8 ctrl+k F1 ctrl+shift+20 F2 F3 F4 F5 F6 F7 F8 F9 F11 ctrl+s ctrl+KP_Enter ctrl+p ctrl+z \
        ctrl+d ctrl+r ctrl+i ctrl+n ctrl+shift+n ctrl+l ctrl+Tab ctrl+shift+Tab alt+1 alt+2 alt+3 alt+4 alt+5 Escape
    xdotool key F12
    wait "$program"
done
