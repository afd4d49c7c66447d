package dev.chasqui.application.port;

import java.util.List;

/** A search for inference servers on this machine, for a config that names none. */
public interface BackendFinder {

    /**
     * Returns the servers that answer now, at most one for each address. Takes no longer than a
     * second and never finds this server itself.
     */
    List<Backend> find();
}
