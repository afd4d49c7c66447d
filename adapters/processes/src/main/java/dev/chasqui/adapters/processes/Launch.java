package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command that starts the server of a model, with its settings.
 *
 * @param command the program and its arguments, in which {@code ${port}} and {@code ${key}} stand
 *     for the port to listen on and the key to require; everybody on the machine can read
 *     arguments, so the key is better passed in the environment
 * @param environment the variables beyond the few that every program needs, with the same
 *     placeholders
 * @param health the path at which it answers 200 once it is ready
 * @param patience the longest time until then
 * @param grace the time that it gets to end after it was asked to
 * @param listensItself true if the program or a child of it listens on the port; false if another
 *     process does, as with a container, so that any server that answers there is accepted
 */
public record Launch(
        List<String> command,
        Map<String, String> environment,
        String health,
        Duration patience,
        Duration grace,
        boolean listensItself) {

    /** Creates a launch of a program that listens itself, or whose child does. */
    public Launch(
            List<String> command,
            Map<String, String> environment,
            String health,
            Duration patience,
            Duration grace) {
        this(command, environment, health, patience, grace, true);
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: it is empty (expected: a program)");
        }
        if (!health.startsWith("/")) {
            throw new IllegalArgumentException(
                    "health: " + health + " (expected: a path that begins with /)");
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "patience: " + patience + " (expected: more than 0 s)");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: at least 0 s)");
        }
    }

    /** Returns this launch with more arguments at the end. */
    public Launch with(List<String> arguments) {
        return new Launch(
                Stream.concat(command.stream(), arguments.stream()).toList(),
                environment,
                health,
                patience,
                grace,
                listensItself);
    }

    /** Returns the program without its arguments. */
    String program() {
        return command.getFirst();
    }

    /** Returns this launch with the placeholders replaced. */
    Launch on(int port, String key) {
        Map<String, String> filled = new LinkedHashMap<>();
        environment.forEach((name, value) -> filled.put(name, filled(value, port, key)));
        return new Launch(
                command.stream().map(word -> filled(word, port, key)).toList(),
                filled,
                health,
                patience,
                grace,
                listensItself);
    }

    private static String filled(String text, int port, String key) {
        return text.replace("${port}", Integer.toString(port)).replace("${key}", key);
    }

    /** Returns only the program, since all other parts may hold keys. */
    @Override
    public String toString() {
        return "Launch[" + program() + "]";
    }
}
