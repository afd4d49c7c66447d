package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.routing.BackendChecks;

import java.util.List;
import java.util.Map;

/**
 * The components that one configuration makes of the server. A reload replaces them as a whole.
 *
 * @param config the configuration
 * @param configured the servers of the config, for administrators
 * @param servers the backends of the config, and of added servers, by their endpoints: a backend
 *     with an unchanged endpoint continues in the next life, with its connections and its list of
 *     models
 * @param finds true if backends are searched on this machine, since the config names none
 * @param backends all backends
 * @param models the models of all backends
 * @param checks the regular checks of the backends
 */
record Life(
        Config config,
        List<ServerEntry> configured,
        Map<BackendEndpoint, Backend> servers,
        boolean finds,
        Backends backends,
        Models models,
        BackendChecks checks) {

    /**
     * Ends the parts that the next life does not take over. Running exchanges are not disturbed.
     */
    void end(Life next) {
        checks.close();
        models.close();
        if (!backends.equals(next.backends)) {
            backends.close();
        }
    }

    /** Ends all parts. */
    void end() {
        checks.close();
        models.close();
        backends.close();
    }
}
