# lifeline SESSION MARK TAKE PROGRAM ARGUMENT...
#
# Runs a program in a session of its own that does not outlive the process at the other end of
# standard input: at the end of that input, and when the program ends, all of its processes are
# killed. These are its group and, if there is /proc, processes that left the group but have our mark
# in their environment. The first line of output is the id of the group. The last line,
# "SPAWNED_BY_CHASQUI=MARK ended" behind an empty one, is written when all are killed: a process that
# was not found may hold the output open, so the reader must not wait for its end. TAKE is the shell
# code that sets the program's environment.
session=$1
take=$3
mark=SPAWNED_BY_CHASQUI=$2
case $2 in
    # A process without a mark must not look like ours.
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

# $session is split into words on purpose.
$session sh -c "echo \$\$; $take"'export "$1"; shift; exec "$@"' chasqui "$mark" "$@" 3<&- &
child=$!
exec 4>&1 >/dev/null 2>&1
(
    # A line names a signal for the whole group.
    while read -r signal; do
        kill -s "$signal" -- "-$child"
    done
    # The program may not have a group yet.
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
# The reader may have closed the pipe.
trap '' PIPE
printf '\n%s ended\n' "$mark" >&4
exit "$status"
