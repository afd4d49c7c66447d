package dev.chasqui.adapters.http.routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.ArrayList;
import java.util.List;

/**
 * The agents that a client requests by the header {@code X-Chasqui-Agents}: commands without their
 * slash, separated by commas, such as {@code rag(collection=handbook, k=5), help}.
 */
final class AskedAgents {
    static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Agents");

    private AskedAgents() {}

    static List<String> of(Headers headers) {
        if (!headers.contains(HEADER)) {
            return List.of();
        }
        return headers.values(HEADER).stream().flatMap(value -> split(value).stream()).toList();
    }

    /** Splits a list at the commas that are outside of brackets and quotes. */
    static List<String> split(String list) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == ',' && depth == 0 && !quoted) {
                add(commands, command);
                continue;
            }
            if (c == '\\' && quoted && i + 1 < list.length()) {
                command.append(c);
                c = list.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '[')) {
                depth++;
            } else if (!quoted && (c == ')' || c == ']')) {
                depth--;
            }
            command.append(c);
        }
        add(commands, command);
        return commands;
    }

    private static void add(List<String> commands, StringBuilder command) {
        String text = command.toString().strip();
        command.setLength(0);
        if (!text.isEmpty()) {
            commands.add(text);
        }
    }
}
