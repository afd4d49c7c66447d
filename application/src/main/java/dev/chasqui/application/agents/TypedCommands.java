package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.command.KnownCommands;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that a user typed, and the messages without them. Only commands in front of the last
 * user message run; those of earlier messages ran when they were new.
 *
 * @param commands the commands that run, in order
 * @param messages the messages that the model shall see
 * @param changed true if they differ from the messages of the request
 */
record TypedCommands(List<Command> commands, List<Message> messages, boolean changed) {

    static TypedCommands of(List<Message> messages, KnownCommands known) {
        List<Command> commands = new ArrayList<>();
        List<Message> plain = new ArrayList<>(messages);
        int last = indexOfQuestion(messages);
        for (int i = 0; i <= last; i++) {
            Message message = messages.get(i);
            String text = message.firstText().orElse("");
            if (!message.role().equals(Role.USER) || !text.startsWith("/")) {
                continue;
            }
            if (i == last) {
                CommandLine line = CommandLine.parse(text, known);
                commands.addAll(line.commands());
                plain.set(i, withText(message, text, line.text()));
            } else {
                plain.set(i, withText(message, text, CommandLine.strip(text, known)));
            }
        }
        return new TypedCommands(commands, plain, !plain.equals(messages));
    }

    /** Returns the index of the last user message; -1 if there is none. */
    private static int indexOfQuestion(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !messages.get(last).role().equals(Role.USER)) {
            last--;
        }
        return last;
    }

    /** Returns the same object if the text stays, so that its bytes stay, too. */
    private static Message withText(Message message, String before, String after) {
        return after.equals(before) ? message : message.withFirstText(after);
    }
}
