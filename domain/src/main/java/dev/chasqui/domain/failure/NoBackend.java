package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Backends have the model, and none of them may get the request now.
 *
 * @param model the model name that was asked for
 * @param dropped the backends that the caller may reach, each with the reason why it gets no
 *     request
 * @param retryAfter the time until the first of them may get one; empty if waiting does not help
 * @param queue the sentence that tells why the request does not wait, or not any longer; empty if
 *     the queue has no part in it
 */
public record NoBackend(
        String model, List<Dropped> dropped, Optional<Duration> retryAfter, Optional<String> queue)
        implements Failure {
    /** The most backends that a caller is told. */
    private static final int MOST_LISTED = 8;

    /**
     * A backend that gets no request.
     *
     * @param backend its name
     * @param reason the reason, in words
     */
    public record Dropped(String backend, String reason) {}

    public NoBackend {
        dropped = List.copyOf(dropped);
    }

    /** Makes the failure of a request that could not wait. */
    public NoBackend(String model, List<Dropped> dropped, Optional<Duration> retryAfter) {
        this(model, dropped, retryAfter, Optional.empty());
    }

    /** Returns the same failure of a request that does not wait, or not any longer. */
    public NoBackend after(String why, Duration retry) {
        return new NoBackend(model, dropped, Optional.of(retry), Optional.of(why));
    }

    @Override
    public String code() {
        return "no_backend";
    }

    @Override
    public Fault fault() {
        return Fault.OPERATOR;
    }

    @Override
    public String message() {
        return "no backend may answer for model '"
                + model
                + "' now"
                + toldDropped()
                + queue.map(why -> ". " + why).orElse("");
    }

    private String toldDropped() {
        if (dropped.isEmpty()) {
            return "";
        }
        int more = dropped.size() - MOST_LISTED;
        return ": "
                + listed().stream()
                        .map(one -> "'" + one.backend() + "': " + one.reason())
                        .collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    /** Returns the first of the dropped backends, as many as a caller is told. */
    public List<Dropped> listed() {
        return dropped.subList(0, Math.min(MOST_LISTED, dropped.size()));
    }

    @Override
    public Optional<Duration> retryDelay() {
        return retryAfter;
    }
}
