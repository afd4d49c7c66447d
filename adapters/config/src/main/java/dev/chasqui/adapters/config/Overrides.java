package dev.chasqui.adapters.config;

import dev.chasqui.domain.command.Nearest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the environment and the command line say instead of the file.
 *
 * <p>A variable's name is the key's path in capitals, {@code CHASQUI_SERVER_OLLAMAPORT}, where the
 * words of a key may be parted too, {@code CHASQUI_SERVER_OLLAMA_PORT}. A variable that is empty
 * counts as not set: files for containers write it so.
 */
final class Overrides {
    static final String PREFIX = "CHASQUI_";

    /** Variables that are no keys of the config. */
    private static final Set<String> OTHERS =
            Set.of(
                    "CHASQUI_CONFIG",
                    "CHASQUI_URL",
                    "CHASQUI_KEY",
                    "CHASQUI_HOME",
                    "CHASQUI_JAVA_HOME",
                    "CHASQUI_OPTS");

    /** A text that stands for a key's value, and where it was given. */
    record Given(Place place, String text) {}

    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final Set<String> variables = new LinkedHashSet<>();
    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> secrets = new HashSet<>();

    /**
     * @param commandLine texts by the path of their key, such as {@code server.port}
     */
    Overrides(Map<String, String> environment, Map<String, String> commandLine) {
        this.environment = environment;
        this.commandLine = commandLine;
    }

    /** What is said of a key, the stronger last. Makes the key's names known. */
    List<Given> of(String path, Problems problems) {
        List<Given> found = new ArrayList<>();
        for (String name : variableNames(path)) {
            variables.add(name);
            String text = environment.getOrDefault(name, "");
            if (!text.isBlank()) {
                found.add(new Given(Place.ofVariable(name), text));
            }
        }
        if (found.size() > 1) {
            Place second = found.getLast().place();
            problems.add(second, path, "given twice (first by " + found.getFirst().place() + ")");
        }
        paths.add(path);
        String text = commandLine.get(path);
        if (text != null) {
            found.add(new Given(Place.COMMAND_LINE, text));
        }
        return found;
    }

    /** Whether a variable holds something. Makes its name known, whatever it begins with. */
    boolean hasSecret(String variable) {
        secrets.add(variable);
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /** Reports what nobody asked for. */
    void finish(Problems problems) {
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !variables.contains(name))
                .filter(name -> !OTHERS.contains(name) && !secrets.contains(name))
                .forEach(name -> problems.add(Place.ofVariable(name), "", unknown(name)));
        commandLine.keySet().stream()
                .filter(path -> !paths.contains(path))
                .forEach(
                        path ->
                                problems.add(
                                        Place.COMMAND_LINE, path, Section.unknown(path, paths)));
    }

    /** Compares without the prefix, which says nothing; a section that was left out is found. */
    private String unknown(String name) {
        String written = name.substring(PREFIX.length());
        List<String> known =
                variables.stream().map(variable -> variable.substring(PREFIX.length())).toList();
        return "unknown variable "
                + known.stream()
                        .filter(variable -> variable.endsWith("_" + written))
                        .findFirst()
                        .or(() -> Nearest.to(written, known))
                        .map(near -> "(did you mean '" + PREFIX + near + "'?)")
                        .orElse("(expected: a key's path in capitals, as in CHASQUI_SERVER_PORT)");
    }

    /** One name, or two where the key has several words. */
    private static Set<String> variableNames(String path) {
        String underscored = path.replace('.', '_');
        Set<String> names = new LinkedHashSet<>();
        names.add(PREFIX + underscored.toUpperCase(Locale.ROOT));
        names.add(
                PREFIX
                        + underscored
                                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                                .toUpperCase(Locale.ROOT));
        return names;
    }
}
