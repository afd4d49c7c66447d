package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Nearest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

    /**
     * What Kubernetes sets for each service of a namespace, and Docker for a linked container, by
     * their names: a service {@code chasqui} sets {@code CHASQUI_PORT=tcp://10.0.0.1:80}.
     */
    private static final Pattern LINK_VALUE = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private static final Pattern LINK_NAME =
            Pattern.compile(
                    ".*_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.*)?)");

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
            if (!text.isBlank() && !isLink(name, text)) {
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

    /** The value of a variable. Makes its name known, whatever it begins with. */
    Optional<String> secret(String variable) {
        secrets.add(variable);
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    private static boolean isLink(String name, String text) {
        return LINK_VALUE.matcher(text).matches() || LINK_NAME.matcher(name).matches();
    }

    /**
     * Reports what nobody asked for. A variable may be meant for somebody else, who shares the
     * environment; what stands on the command line is meant for us.
     */
    void finish(Problems problems) {
        environment.forEach(
                (name, text) -> {
                    boolean ours =
                            variables.contains(name)
                                    || OTHERS.contains(name)
                                    || secrets.contains(name);
                    if (name.startsWith(PREFIX) && !ours && !isLink(name, text)) {
                        problems.warn(Place.ofVariable(name), "", unknown(name));
                    }
                });
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
        return "unknown variable, which has no effect "
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
