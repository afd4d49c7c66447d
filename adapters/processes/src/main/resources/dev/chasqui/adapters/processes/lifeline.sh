# lifeline SESSION MARK TAKE PROGRAM ARGUMENT...
#
# Runs a program in a session of its own, and never lets it outlive whoever holds the other end of
# standard input: at its end, and when the program ends, all are killed who belong to it. These are
# its group and, where there is /proc, whoever left the group but has our mark in his environment.
# The first line of output is the number of the group. The last one, "SPAWNED_BY_CHASQUI=MARK ended"
# behind an empty one, comes when all are killed: whoever was not found may hold the output open, and
# nobody is to wait for the end of it. TAKE is what the program's shell does for it to get its
# environment.
session=$1
take=$3
mark=SPAWNED_BY_CHASQUI=$2
case $2 in
    # Whatever lacks a mark must not look like ours.
    chasqui-????????*) ;;
    *) exit 64 ;;
esac
shift 3
exec 3<&0 </dev/null

sweep() {
    kill -s KILL -- "-$child"
    for round in 1 2 3 4 5; do
        found=$(grep -lsF -e "$mark" /proc/[0-9]*/environ)
        [ -n "$found" ] || break
        for file in $found; do
            pid=${file#/proc/}
            kill -s KILL "${pid%/environ}"
        done
    done
}

# Split into words on purpose.
$session sh -c "echo \$\$; $take"'export "$1"; shift; exec "$@"' chasqui "$mark" "$@" 3<&- &
child=$!
exec 4>&1 >/dev/null 2>&1
(
    # A line names a signal for the whole group.
    while read -r signal; do
        kill -s "$signal" -- "-$child"
    done
    # It may not have come as far as having a group.
    kill -s KILL "$child"
    sweep
) <&3 4>&- &
guard=$!
exec 3<&-
wait "$child"
status=$?
sweep
kill -s KILL "$guard"
wait "$guard"
# Nobody may read any more.
trap '' PIPE
printf '\n%s ended\n' "$mark" >&4
exit "$status"
