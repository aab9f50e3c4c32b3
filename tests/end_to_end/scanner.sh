#!/bin/sh
# The reader is a keyboard: xvfb-run -a -s "-screen 0 1366x768x24" sh tests/end_to_end/scanner.sh [SCANS] [PYTHON]
# For each kind of widget: SCANS scans at 1 to 20 ms, then as many typings by a person at some 80 ms; last, a document
# sent by a reader that is set to the US layout on an Italian keyboard.
set -eu
here=$(dirname "$0")
scans=${1:-5}
python=${2:-python3}
code=RSSMRA85T10A562S
export QT_QPA_PLATFORM=xcb

open_window() {
    "$python" "$here/scanner_window.py" "$1" &
    program=$!
    window=$(xdotool search --sync --onlyvisible --name "prova lettore" | tail -1)
    xdotool windowfocus --sync "$window" # needed where no window manager runs
    setxkbmap -print -layout it | xkbcomp -w0 - "$DISPLAY" # now: the server forgets it with its last client
    sleep 0.3
}

close_window() {
    xdotool key F12
    wait "$program"
}

for kind in "line edit" "plain text" "combo" "editable combo" "date" "spin" "check box" "button" "list" "table" \
    "tab bar" "password"; do
    open_window "$kind"
    number=0
    while [ "$number" -lt "$scans" ]; do
        number=$((number + 1))
        xdotool type --delay $((number * 39 / scans + 1)) "$code"
        xdotool key Return
        sleep 0.15
    done
    close_window
done

echo "by hand, some 80 ms (xdotool waits half of its delay between two characters):"
open_window "line edit"
number=0
while [ "$number" -lt "$scans" ]; do
    number=$((number + 1))
    xdotool type --delay 160 "$code"
    sleep 0.08
    xdotool key Return
done
close_window

echo "identity document, US reader on an Italian layout:"
open_window "plain text"
# Shift and the key of the comma: what such a reader presses for the filler
for line in "C<ITACA00000AA4<<<<<<<<<<<<<<<" "6407254F3001019ITA<<<<<<<<<<<0" "ROSSI<<BIANCA<<<<<<<<<<<<<<<<<"; do
    # shellcheck disable=SC2046 # one argument for each key
    xdotool key --delay 4 $(echo "$line" | sed 's/./& /g; s/</shift+59/g') Return
done
sleep 0.4
close_window
