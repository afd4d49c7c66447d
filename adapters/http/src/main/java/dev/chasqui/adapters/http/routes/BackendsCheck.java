package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Models;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

import java.util.List;

/** A readiness check that passes if at least one backend is up. */
record BackendsCheck(Models models) implements HealthCheck {
    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return "backends";
    }

    @Override
    public HealthCheckResponse call() {
        List<BackendState> states = models.states();
        long up = states.stream().filter(BackendState::up).count();
        return HealthCheckResponse.builder()
                .status(up > 0)
                .detail("up", up)
                .detail("down", states.size() - up)
                .build();
    }
}
