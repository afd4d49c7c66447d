package dev.chasqui.domain.command;

import java.util.ArrayList;
import java.util.List;

/** The reading of commands behind a model's name, as in {@code llama3+rag(k=3)+guard}. */
public final class CommandsOfModel {
    private CommandsOfModel() {}

    /**
     * Parses the commands.
     *
     * @param name the name that the client gave, which messages show
     * @param texts the commands behind it, in their order and without what parts them
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if a text is
     *     anything else; its message shows the place in the name
     */
    public static List<Command> parse(String name, List<String> texts, KnownCommands known) {
        if (texts.isEmpty()) {
            // Most names have none.
            return List.of();
        }
        List<Command> commands = new ArrayList<>();
        List<Integer> places = places(name, texts);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int at = places.get(i);
            commands.addAll(
                    at < 0
                            ? CommandParser.list(text, commands.size(), known)
                            : CommandParser.behindModel(text, name, at, known));
        }
        return commands;
    }

    /** Returns the index of each text in the name; -1 if it comes from elsewhere. */
    private static List<Integer> places(String name, List<String> texts) {
        List<Integer> places = new ArrayList<>();
        int end = name.length();
        for (String text : texts.reversed()) {
            int at = end < 0 ? -1 : name.lastIndexOf(text, end - text.length());
            places.addFirst(at);
            end = at;
        }
        return places;
    }
}
