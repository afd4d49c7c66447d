package dev.chasqui.bootstrap.push;

import dev.chasqui.adapters.config.routing.PushConfig;
import dev.chasqui.adapters.upstream.HttpHealthReceiver;
import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.push.HealthPush;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The push of the backends' health to the receiver of the config. Safe for use by several threads.
 */
public final class PushedHealth implements AutoCloseable {
    private final HealthPush push;
    private final Map<String, String> environment;
    private Optional<PushConfig> present = Optional.empty();

    /**
     * @param view returns the present view of the backends
     * @param environment the variables that may hold the key
     */
    public PushedHealth(
            Supplier<RouteView> view, AddedMetrics metrics, Map<String, String> environment) {
        push = new HealthPush(view, metrics, InstantSource.system());
        this.environment = environment;
    }

    /** Follows the config; one that is the same as before changes nothing. */
    public synchronized void change(PushConfig config) {
        if (!present.equals(Optional.of(config))) {
            present = Optional.of(config);
            push.change(
                    config.url()
                            .map(
                                    url ->
                                            new HealthPush.Target(
                                                    new HttpHealthReceiver(
                                                            url, () -> config.key(environment)),
                                                    config.every())));
        }
    }

    @Override
    public void close() {
        push.close();
    }
}
