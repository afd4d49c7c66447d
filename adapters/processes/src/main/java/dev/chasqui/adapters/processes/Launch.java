package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the server of a model is started.
 *
 * @param command the program and its arguments, in which {@code ${port}} and {@code ${key}} stand
 *     for the port on which it shall listen and the key that it shall ask for; everybody on the
 *     machine can read arguments, so the key is better told in the environment
 * @param environment what it gets besides the little that every program needs; with the same
 *     placeholders
 * @param health the path that answers 200 as soon as it is ready
 * @param patience how long it may take until then
 * @param grace how long it has to end when it is asked to
 * @param listensItself whether it is the program, or what it has started, that listens on the port;
 *     if not, as with a container's, whatever answers there is taken for it
 */
public record Launch(
        List<String> command,
        Map<String, String> environment,
        String health,
        Duration patience,
        Duration grace,
        boolean listensItself) {

    /** One that listens itself, or what it has started. */
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

    /** The same with more arguments, which come last. */
    public Launch with(List<String> arguments) {
        return new Launch(
                Stream.concat(command.stream(), arguments.stream()).toList(),
                environment,
                health,
                patience,
                grace,
                listensItself);
    }

    /** The program alone. */
    String program() {
        return command.getFirst();
    }

    /** With what the placeholders stand for. */
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

    /** The program alone: there may be keys in all the rest. */
    @Override
    public String toString() {
        return "Launch[" + program() + "]";
    }
}
