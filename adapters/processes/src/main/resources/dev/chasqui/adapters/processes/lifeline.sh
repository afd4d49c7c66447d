# Runs a program in a session of its own, and never outlives whoever holds the other end of standard
# input: at its end, and when the program ends, nobody of its group is left.
exec 3<&0 </dev/null
session=$1
shift
# Split into words on purpose.
$session "$@" 3<&- &
child=$!
(
    # A line names a signal for the whole group.
    while read -r signal; do
        kill -s "$signal" -- "-$child"
    done
    kill -s KILL "$child"
    kill -s KILL -- "-$child"
) <&3 >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$child"
status=$?
kill -s KILL -- "-$child" 2>/dev/null
kill -s KILL "$guard" 2>/dev/null
exit "$status"
