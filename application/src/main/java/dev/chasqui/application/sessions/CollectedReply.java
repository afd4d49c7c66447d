package dev.chasqui.application.sessions;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The reply of a turn as far as it has come. Safe for use by several threads. */
final class CollectedReply {
    /** The most characters of a reply that can be stored. */
    private static final int MOST = 8 * 1024 * 1024;

    /**
     * The member in which signed thoughts go back to the servers that signed them; they ask for
     * them where the results of calls follow.
     */
    private static final String SEALED = "thinking_blocks";

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Json> sealed = new ArrayList<>();
    private final Map<Integer, Call> calls = new TreeMap<>();
    private Optional<Usage> usage = Optional.empty();
    private int size;
    private int sealedUpTo;

    private static final class Call {
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();
    }

    /**
     * Takes the next event.
     *
     * @throws FailureException with {@code TooLarge} if the reply cannot be stored
     */
    synchronized void take(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text more -> text.append(counted(more.text()));
            case ReplyEvent.Reasoning more -> {
                reasoning.append(counted(more.text()));
                if (!more.signature().isEmpty()) {
                    seal(more.signature());
                }
            }
            case ReplyEvent.ToolCallDelta more -> {
                Call call = calls.computeIfAbsent(more.index(), _ -> new Call());
                call.id = call.id.isEmpty() ? counted(more.id()) : call.id;
                call.name = call.name.isEmpty() ? counted(more.name()) : call.name;
                call.arguments.append(counted(more.arguments()));
            }
            case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
            case ReplyEvent.Opened _,
                    ReplyEvent.Finish _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Cited _,
                    ReplyEvent.Note _,
                    ReplyEvent.Raw _ -> {}
        }
    }

    private String counted(String more) {
        size += more.length();
        if (size > MOST) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "the reply is too long for a session, which stores %d characters of one; ask without a session"
                                    .formatted(MOST)));
        }
        return more;
    }

    private void seal(String signature) {
        sealed.add(
                Json.Obj.EMPTY
                        .with("type", Json.of("thinking"))
                        .with("thinking", Json.of(reasoning.substring(sealedUpTo)))
                        .with("signature", Json.of(signature)));
        sealedUpTo = reasoning.length();
    }

    /** Returns the tokens that the reply used, as far as they were reported. */
    synchronized Optional<Usage> usage() {
        return usage;
    }

    /** Returns the messages of the answer; none if nothing of it has come. */
    synchronized List<Message> messages() {
        if (text.isEmpty() && reasoning.isEmpty() && calls.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Message(
                        Role.ASSISTANT,
                        text.isEmpty() ? List.of() : List.of(new Part.Text(text.toString())),
                        reasoning.isEmpty() ? Optional.empty() : Optional.of(reasoning.toString()),
                        calls.values().stream()
                                .map(
                                        call ->
                                                new ToolCall(
                                                        call.id,
                                                        call.name,
                                                        call.arguments.toString()))
                                .toList(),
                        Optional.empty(),
                        Optional.empty(),
                        sealed.isEmpty() || calls.isEmpty()
                                ? Json.Obj.EMPTY
                                : Json.Obj.EMPTY.with(SEALED, new Json.Arr(sealed)),
                        Optional.empty()));
    }
}
