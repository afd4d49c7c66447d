# Finds a peer that comes with the operating system. Needs lib/peer.sh.

# The path of the program; Debian keeps servers in /usr/sbin, which is not on everybody's PATH.
find_program() {
    PATH=$PATH:/usr/sbin command -v "$1"
}

# require_program PROGRAM PACKAGE: ends the script where the program is missing; nothing here
# installs for the whole machine.
require_program() {
    find_program "$1" >/dev/null || fail "$1 is missing (expected: apt-get install $2)."
}
