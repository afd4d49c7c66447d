package dev.chasqui.plugin.service;

import java.util.Optional;

/**
 * The services that outlive the start of a plug-in. A host that lacks one throws {@link
 * UnsupportedOperationException}.
 */
public interface Services {

    /** Returns the plug-in's own store of small values, which survives restarts. */
    default Store store() {
        throw new UnsupportedOperationException("this host has no store");
    }

    /**
     * Returns a secret of the config by its name, read now; empty if the config has none of this
     * name, does not list the plug-in among those that may read it, or names a variable or file
     * that cannot be read. The server logs the reason.
     */
    default Optional<Secret> secret(String name) {
        throw new UnsupportedOperationException("this host has no secrets");
    }

    /** Returns the client for HTTP. */
    default Http http() {
        throw new UnsupportedOperationException("this host has no HTTP client");
    }

    /** Returns the models of the server, for use outside of an exchange. */
    default OwnModels models() {
        throw new UnsupportedOperationException("this host has no models");
    }

    /** Returns the scheduler of background work. */
    default Scheduler scheduler() {
        throw new UnsupportedOperationException("this host has no scheduler");
    }
}
