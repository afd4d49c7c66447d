package dev.chasqui.adapters.http.edge;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/**
 * Whether the server is about to stop: then it is not ready any more, and each answer is the last
 * one of its connection.
 */
public final class Draining implements HealthCheck {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }

    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return "serving";
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.builder().status(!begun).build();
    }
}
