package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestContributions;
import dev.chasqui.plugin.testkit.TestHost;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user's command, from its text to the reply. */
final class ParallelCase {
    private static final KnownCommands KNOWN =
            new KnownCommands() {
                @Override
                public boolean contains(String name) {
                    return name.equals("parallel");
                }

                @Override
                public String usage(String name) {
                    return "";
                }
            };

    private ParallelCase() {}

    /** Returns the agent of a command, with an empty config. */
    static Agent agent(String command) {
        return agent(command, Json.Obj.EMPTY);
    }

    static Agent agent(String command, Json.Obj section) {
        TestContributions contributions = new TestContributions();
        new ParallelPlugin().start(new TestHost("parallel", section, Path.of("")), contributions);
        return make(contributions.agents().getFirst(), Command.parse(command, KNOWN));
    }

    private static <A extends Record> Agent make(AgentType<A> type, Command command) {
        return type.maker().apply(CommandBinder.bind(command, type));
    }

    static List<ReplyEvent> events(String command, FakeModels models) {
        return events(command, models, question());
    }

    static List<ReplyEvent> events(String command, FakeModels models, ChatRequest request) {
        return Replies.events(agent(command).handle(request, models.chain()));
    }

    static String text(String command, FakeModels models) {
        return Replies.text(events(command, models));
    }

    /** Returns the value of a note. */
    static Json note(String name, List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Note.class::isInstance)
                .map(ReplyEvent.Note.class::cast)
                .filter(note -> note.name().equals(name))
                .map(ReplyEvent.Note::value)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    static ChatRequest question() {
        return ChatRequest.of(
                "asked",
                true,
                Conversation.of(
                        List.of(
                                Message.of(Role.SYSTEM, "Be brief."),
                                Message.of(Role.USER, "Why?"))));
    }

    static ChatRequest structured() {
        return question().withSettings(Settings.DEFAULT.withFormat(new ReplyFormat.JsonObject()));
    }

    static ChatRequest withTools() {
        return ChatRequest.of(
                "asked",
                true,
                new Conversation(
                        question().messages(),
                        List.of(
                                new Tool.Function(
                                        "weather",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Json.Obj.EMPTY)),
                        Settings.DEFAULT,
                        Map.of(),
                        Json.Obj.EMPTY));
    }
}
