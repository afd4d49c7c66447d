package dev.chasqui.application.models;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A way to read a name such as {@code llama3+rag(k=3)+guard}: a model, then commands. A name with
 * several {@code +} has several readings, since a {@code +} may belong to the model's own name.
 *
 * @param model the name of the model
 * @param commands the commands, each without its slash
 */
record NameWithCommands(String model, List<String> commands) {
    /** The most parts and the longest name that are read; no client has reason for more. */
    private static final int MOST_PARTS = 64;

    private static final int LONGEST = 8192;

    private static final Pattern COMMAND = Pattern.compile("/?[A-Za-z][A-Za-z0-9_-]*+([(\\[].*)?+");

    /** Returns the readings, the one with the fewest commands first; none for most names. */
    static List<NameWithCommands> readings(String name) {
        if (name.indexOf('+') < 0 || name.length() > LONGEST) {
            return List.of();
        }
        List<Integer> joints = joints(name);
        if (joints.size() > MOST_PARTS) {
            return List.of();
        }
        List<NameWithCommands> readings = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        int end = name.length();
        for (int joint : joints.reversed()) {
            String command = name.substring(joint + 1, end).strip();
            if (!COMMAND.matcher(command).matches()) {
                break;
            }
            commands.addFirst(command);
            end = joint;
            readings.add(
                    new NameWithCommands(name.substring(0, end).strip(), List.copyOf(commands)));
        }
        return readings;
    }

    /** Returns the places of each {@code +} that is outside of brackets and quotes. */
    private static List<Integer> joints(String name) {
        List<Integer> joints = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"' && depth > 0) {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '[')) {
                depth++;
            } else if (!quoted && (c == ')' || c == ']')) {
                depth--;
            } else if (c == '+' && depth <= 0) {
                joints.add(i);
            }
        }
        return joints;
    }
}
