package dev.chasqui.adapters.http.edge;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/**
 * The flag that the server is about to stop. It is not ready then, and each answer is the last one
 * of its connection. Safe for use by several threads.
 */
public final class Draining implements HealthCheck {
    private volatile boolean begun;

    /** Sets the flag. */
    public void begin() {
        begun = true;
    }

    /** Returns true if the server is about to stop. */
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
