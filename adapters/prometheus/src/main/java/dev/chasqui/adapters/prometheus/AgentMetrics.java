package dev.chasqui.adapters.prometheus;

import dev.chasqui.application.port.BulkheadState;
import dev.chasqui.application.port.exchange.AgentReport;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.List;
import java.util.function.Supplier;

/**
 * The counts of the work of agents. The label {@code agent} is the command of an installed agent,
 * so no client can make up one. Safe for use by several threads.
 */
final class AgentMetrics {
    private final Counter runs;
    private final Counter ownTime;
    private final Gauge running;
    private final Gauge waiting;
    private final Gauge switchedOff;
    private final Gauge leftBehind;
    private volatile Supplier<List<BulkheadState>> states = List::of;

    AgentMetrics(PrometheusRegistry registry) {
        runs =
                Counter.builder()
                        .name("chasqui_agent_runs_total")
                        .help("Runs of agents by their outcome.")
                        .labelNames("agent", "outcome")
                        .withoutExemplars()
                        .register(registry);
        ownTime =
                Counter.builder()
                        .name("chasqui_agent_own_seconds_total")
                        .help("Seconds in the agents' own code, without the model's time.")
                        .labelNames("agent")
                        .withoutExemplars()
                        .register(registry);
        running = gauge("chasqui_agent_running", "Exchanges in which the agent runs.", registry);
        waiting = gauge("chasqui_agent_waiting", "Exchanges that wait for the agent.", registry);
        switchedOff =
                gauge(
                        "chasqui_agent_switched_off",
                        "The circuit breaker of the agent: 0 closed, 0.5 on trial, 1 open, 2 off"
                                + " until a reload.",
                        registry);
        leftBehind =
                gauge(
                        "chasqui_agent_threads_left_behind",
                        "Threads that hang in the agent's code.",
                        registry);
    }

    private static Gauge gauge(String name, String help, PrometheusRegistry registry) {
        return Gauge.builder()
                .name(name)
                .help(help)
                .labelNames("agent")
                .withoutExemplars()
                .register(registry);
    }

    /** Sets the source of the states of the agents' bulkheads. */
    void watch(Supplier<List<BulkheadState>> source) {
        states = source;
    }

    /** Counts the work of agents in an exchange. */
    void count(List<AgentReport> reports) {
        for (AgentReport report : reports) {
            runs.labelValues(report.agent(), report.outcome().label()).inc();
            ownTime.labelValues(report.agent()).inc(report.ownTime().toNanos() / 1e9);
        }
    }

    /** Takes over the present states of the bulkheads. */
    void update() {
        for (BulkheadState state : states.get()) {
            running.labelValues(state.agent()).set(state.running());
            waiting.labelValues(state.agent()).set(state.waiting());
            switchedOff.labelValues(state.agent()).set(level(state.breaker()));
            leftBehind.labelValues(state.agent()).set(state.leftBehind());
        }
    }

    private static double level(BulkheadState.Breaker breaker) {
        return switch (breaker) {
            case CLOSED -> 0;
            case TRIAL -> 0.5;
            case OPEN -> 1;
            case SWITCHED_OFF -> 2;
        };
    }
}
