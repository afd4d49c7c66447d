# Installs a peer that comes from PyPI into a virtual environment of its own. Needs lib/peer.sh.

# The name of a Python that starts here and can make a virtual environment. A version manager's
# stand-in may carry the name of a Python and start none, so each is tried.
find_python() {
    for candidate in python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c '
import ensurepip, sys, venv
sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# venv_install FOLDER REQUIREMENT: makes FOLDER an environment that holds exactly the requirement,
# unless its stamp says that it does. The stamp is written last: half an environment has none.
venv_install() {
    if [ -x "$1/bin/python" ] && [ "$(cat "$1/installed" 2>/dev/null)" = "$2" ]; then
        return
    fi
    python=$(find_python) || fail "no Python of 3.10 to 3.13 with venv is on the PATH."
    rm -rf "$1"
    # Wheels alone: a peer that would have to be compiled here is left out instead.
    if ! { "$python" -m venv "$1" && "$1/bin/python" -m pip install --quiet --no-input \
        --disable-pip-version-check --only-binary :all: "$2"; } >"$1.log" 2>&1; then
        fail "$2 cannot be installed with $python (see $1.log)."
    fi
    echo "$2" >"$1/installed"
}

# venv_version FOLDER PACKAGE: the installed version and the Python under it.
venv_version() {
    "$1/bin/python" -c '
import importlib.metadata, platform, sys
version = importlib.metadata.version(sys.argv[1])
print(f"{version} (Python {platform.python_version()})")' "$2"
}
