package dev.chasqui.adapters.config.rules;

import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandRight;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;

/** The check of the commands and rights in the config by their grammar alone. */
public final class CommandTexts {
    /** The most commands of one list; a chat has no more in all. */
    private static final int MOST = 16;

    /** All commands that could exist: which ones there are is known once jars are loaded. */
    private static final KnownCommands ALL =
            new KnownCommands() {
                @Override
                public boolean contains(String name) {
                    return true;
                }

                @Override
                public String usage(String name) {
                    return "";
                }
            };

    private CommandTexts() {}

    /** Reports the badly written commands of a list, and a list that is too long. */
    public static void check(Section section, String key, List<String> commands) {
        if (commands.size() > MOST) {
            section.problem(key, commands.size() + " commands (expected: at most " + MOST + ")");
        }
        for (int i = 0; i < commands.size(); i++) {
            try {
                var _ = Command.parse(commands.get(i), ALL);
            } catch (FailureException e) {
                section.problem(ConfigPositions.element(key, i), e.failure().message());
            }
        }
    }

    /** Reports the badly written rights of a list. */
    public static void checkRights(Section section, String key, List<String> rights) {
        for (int i = 0; i < rights.size(); i++) {
            try {
                var _ = CommandRight.parse(rights.get(i));
            } catch (IllegalArgumentException e) {
                section.problem(
                        ConfigPositions.element(key, i),
                        "'"
                                + rights.get(i)
                                + "': "
                                + e.getMessage()
                                + " (expected: a command, with bounds where it has some, such as"
                                + " rag or rag(collection=handbook|notes k<=10))");
            }
        }
    }
}
