package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.ModelLogs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The output of each model's server. */
final class OutputLogs implements ModelLogs {
    private final Map<String, OutputLog> logs;

    OutputLogs(Collection<String> models) {
        logs =
                models.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Function.identity(), _ -> new OutputLog()));
    }

    OutputLog of(String model) {
        OutputLog log = logs.get(model);
        if (log == null) {
            throw new IllegalArgumentException(
                    "model: "
                            + model
                            + " (expected: one of "
                            + logs.keySet().stream().sorted().toList()
                            + ")");
        }
        return log;
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
