package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;

import java.util.Map;

/**
 * What one configuration makes of the server, and what goes with it when another one takes its
 * place.
 *
 * @param servers the backends of the config, by how they are reached: one that is reached in the
 *     same way goes on in the next life, with its connections and its list of models
 * @param finds whether backends are looked for on this machine, since the config names none
 */
record Life(
        Config config,
        Map<BackendEndpoint, Backend> servers,
        boolean finds,
        Backends backends,
        Models models) {

    /** Ends what the next life does not go on with. Exchanges that run are not disturbed. */
    void end(Life next) {
        models.close();
        if (!backends.equals(next.backends)) {
            backends.close();
        }
    }

    /** Ends all of it. */
    void end() {
        models.close();
        backends.close();
    }
}
