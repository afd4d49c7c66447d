package dev.chasqui.application.push;

import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.port.push.HealthReceiver;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The push of the backends' health to a receiver. One thread, which begins with the first receiver,
 * looks at the states every second and sends one report at a time, so a slow receiver delays its
 * own reports alone. Safe for use by several threads.
 */
public final class HealthPush implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HealthPush.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String OWNER = "health-push";

    private final Supplier<RouteView> view;
    private final AddedMetrics metrics;
    private final InstantSource clock;
    private Optional<Target> target = Optional.empty();
    private boolean started;
    private boolean closed;

    /**
     * The receiver of the reports.
     *
     * @param every the time between two reports without a change
     */
    public record Target(HealthReceiver receiver, Duration every) {}

    /**
     * @param view returns the present view of the backends
     * @param metrics gets the numbers of pushes once there is a receiver
     * @param clock the source of the time in a report
     */
    public HealthPush(Supplier<RouteView> view, AddedMetrics metrics, InstantSource clock) {
        this.view = view;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Sends the reports to another receiver, or to none. The first one is sent soon. */
    public synchronized void change(Optional<Target> next) {
        target = next;
        if (next.isPresent() && !started && !closed) {
            started = true;
            Thread.ofVirtual().name("health-push").start(this::run);
        }
        notifyAll();
    }

    /** The pushes to one target. */
    private record Pushing(Target target, PushPace pace) {
        static Pushing to(Target target) {
            return new Pushing(target, new PushPace(target.every()));
        }
    }

    private void run() {
        try (AddedMetrics.Held pushes =
                        metrics.counter(
                                OWNER,
                                "chasqui_health_pushes",
                                "Reports of health that were taken by their receiver.");
                AddedMetrics.Held failures =
                        metrics.counter(
                                OWNER,
                                "chasqui_health_push_failures",
                                "Reports of health that could not be delivered.")) {
            @Nullable Pushing pushing = null;
            for (Optional<Target> next = pause(); next.isPresent(); next = pause()) {
                if (pushing == null || !pushing.target.equals(next.get())) {
                    pushing = Pushing.to(next.get());
                }
                try {
                    look(pushing, pushes, failures);
                } catch (RuntimeException | Error e) {
                    // Without this thread no further report would be sent.
                    LOG.log(Level.ERROR, "the push of health failed", e);
                }
            }
        }
    }

    /** Waits a second, and until there is a target. Returns none at the end. */
    private synchronized Optional<Target> pause() {
        long due = System.nanoTime() + LOOK.toNanos();
        try {
            for (long left = LOOK.toNanos();
                    !closed && (left > 0 || target.isEmpty());
                    left = due - System.nanoTime()) {
                wait(target.isEmpty() ? 0 : Math.ceilDiv(left, 1_000_000));
            }
            return closed ? Optional.empty() : target;
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    private void look(Pushing to, AddedMetrics.Held pushes, AddedMetrics.Held failures) {
        HealthReport report = report();
        Map<String, String> states = report.states();
        if (!to.pace.isDue(states, System.nanoTime())) {
            return;
        }
        try {
            to.target.receiver().receive(report.toJson(clock.instant(), to.pace.changed(states)));
            pushes.add(1);
            if (to.pace.taken(states, System.nanoTime())) {
                LOG.log(Level.INFO, "the health of the backends can be pushed again");
            }
        } catch (RuntimeException e) {
            failures.add(1);
            if (to.pace.notTaken(System.nanoTime())) {
                LOG.log(
                        Level.WARNING,
                        "the health of the backends cannot be pushed; it is tried again: "
                                + (e instanceof FailureException known
                                        ? known.failure().message()
                                        : e));
            }
        }
    }

    private HealthReport report() {
        RouteView now = view.get();
        return HealthReport.of(now.backends(), now.lists(), now.waiting());
    }

    /** Ends the pushes; one that is under way may still arrive. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
