package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.ModelLogs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The outputs of all models' servers. Thread-safe. */
final class OutputLogs implements ModelLogs {
    private final Map<String, OutputLog> logs = new ConcurrentHashMap<>();

    OutputLogs(Collection<String> models) {
        models.forEach(this::open);
    }

    /** Creates a log for a model that has none. */
    void open(String model) {
        logs.computeIfAbsent(model, _ -> new OutputLog());
    }

    /** Deletes the log of a model. */
    void remove(String model) {
        logs.remove(model);
    }

    /** Returns the log of a model; empty if it has none. */
    Optional<OutputLog> find(String model) {
        return Optional.ofNullable(logs.get(model));
    }

    private OutputLog of(String model) {
        return find(model)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "model: "
                                                + model
                                                + " (expected: one of "
                                                + logs.keySet().stream().sorted().toList()
                                                + ")"));
    }

    @Override
    public List<LogLine> last(String model, int count) {
        return of(model).last(count);
    }

    @Override
    public List<LogLine> after(String model, long number, Duration patience)
            throws InterruptedException {
        return of(model).after(number, patience);
    }
}
