# The shared part of all peer scripts. A script defines peer_install, peer_version, peer_serve and, if
# its requests need something special, peer_request; then it sources this file and ends with
# `dispatch "$@"`. README.md beside the scripts describes each command.

peer=${0##*/}

# Ends the script with its one sentence on standard error.
fail() {
    echo "$peer: $*" >&2
    exit 1
}

# By default a request is plain: /v1/chat/completions, model "bench", no header.
peer_request() {
    :
}

# The folder's absolute path; it is made where it is missing.
folder() {
    mkdir -p "$1" && (cd "$1" && pwd)
}

dispatch() {
    action=${1:-nothing}
    [ $# -eq 0 ] || shift
    case $action/$# in
        install/1) peer_install "$(folder "$1")/$peer" ;;
        version/1) peer_version "$(folder "$1")/$peer" ;;
        serve/4)
            # A stream costs two sockets, and the usual soft limit of 1,024 ends at 512 of them.
            ulimit -n "$(ulimit -H -n)"
            # Nothing stands between a peer and its upstream.
            unset HTTP_PROXY http_proxy ALL_PROXY all_proxy
            peer_serve "$(folder "$1")/$peer" "$2" "$3" "$(folder "$4")"
            ;;
        request/1) peer_request "$1" ;;
        *)
            fail "$action with $# arguments (expected: install CACHE, version CACHE," \
                "serve CACHE PORT UPSTREAM_PORT WORK or request UPSTREAM_PORT)"
            ;;
    esac
}
