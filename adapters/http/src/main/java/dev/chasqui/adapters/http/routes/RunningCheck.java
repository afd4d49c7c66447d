package dev.chasqui.adapters.http.routes;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

/** A liveness check that always passes: an answer shows that the process runs. */
record RunningCheck() implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.LIVENESS;
    }

    @Override
    public String name() {
        return "running";
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.builder().status(true).build();
    }
}
