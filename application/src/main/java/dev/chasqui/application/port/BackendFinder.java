package dev.chasqui.application.port;

import java.util.List;

/** Looks for inference servers on this machine, where nobody named one in the config. */
public interface BackendFinder {

    /**
     * The servers that answer now, at most one of each address. Takes no longer than a second and
     * never finds this server itself.
     */
    List<Backend> find();
}
