package dev.chasqui.plugins.judge;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionAnswer;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugin.testkit.TestContributions;
import dev.chasqui.plugin.testkit.TestHost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command of a test, the models and the judges. */
final class JudgeCase {
    private static final KnownCommands KNOWN =
            new KnownCommands() {
                @Override
                public boolean contains(String name) {
                    return name.equals("judge");
                }

                @Override
                public String usage(String name) {
                    return "";
                }
            };

    private JudgeCase() {}

    static Agent agent(String command) {
        TestContributions contributions = new TestContributions();
        new JudgePlugin().start(new TestHost("judge", Json.Obj.EMPTY, Path.of("")), contributions);
        return make(contributions.agents().getFirst(), Command.parse(command, KNOWN));
    }

    private static <A extends Record> Agent make(AgentType<A> type, Command command) {
        return type.maker().apply(CommandBinder.bind(command, type));
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

    static ChatReply text(String text) {
        return ChatReply.of(
                List.of(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Text(text),
                        new ReplyEvent.Finish(FinishReason.STOP),
                        new ReplyEvent.UsageReport(Usage.of(10, 5))));
    }

    static ChatReply calling(String function) {
        return ChatReply.of(
                List.of(
                        new ReplyEvent.ToolCallDelta(0, "id", function, "{}"),
                        new ReplyEvent.Finish(FinishReason.TOOL_CALLS)));
    }

    /** Returns the failure of a backend that tells no log probabilities. */
    static FailureException refusal() {
        return new FailureException(
                new Failure.BackendRefused(
                        "big",
                        400,
                        "no log probabilities",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** Returns a decision for the candidate that contains a text, with a probability of 0.7. */
    static Decision preferring(String text, DecisionRequest asked) {
        int letter = letter(text, asked.text()) - 'A';
        List<Double> probabilities = new ArrayList<>();
        int options = asked.questions().getFirst().answers();
        for (int i = 0; i < options; i++) {
            probabilities.add(i == letter ? 0.7 : 0.3 / (options - 1));
        }
        return new Decision(
                List.of(new DecisionAnswer.Choice(probabilities, 1)), Optional.of(Usage.of(50, 1)));
    }

    /** Returns the letter of the candidate that contains a text. */
    static char letter(String text, String prompt) {
        String tag = "<candidate name=\"";
        int at = prompt.lastIndexOf(tag, prompt.indexOf(text, prompt.indexOf(tag)));
        return prompt.charAt(at + tag.length());
    }

    /** Returns the value of the note {@code judge}. */
    static Json.Obj note(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Note.class::isInstance)
                .map(ReplyEvent.Note.class::cast)
                .filter(note -> note.name().equals("judge"))
                .map(note -> (Json.Obj) note.value())
                .findFirst()
                .orElseThrow();
    }
}
