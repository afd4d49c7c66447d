package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandLine;
import dev.chasqui.domain.command.KnownCommands;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that were typed, and the messages without them. Only those in front of the last user
 * message run; those of earlier ones did when they were new.
 *
 * @param commands those that run, in order
 * @param messages what the model shall see
 * @param changed whether the messages differ from those that came in
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

    /** Where the last user message is; -1 if there is none. */
    private static int indexOfQuestion(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !messages.get(last).role().equals(Role.USER)) {
            last--;
        }
        return last;
    }

    /** The very message if its text stays, so that its bytes do too. */
    private static Message withText(Message message, String before, String after) {
        return after.equals(before) ? message : message.withFirstText(after);
    }
}
