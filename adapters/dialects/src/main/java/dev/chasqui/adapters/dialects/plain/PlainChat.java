package dev.chasqui.adapters.dialects.plain;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The operation {@code POST /responses} of plain sessions. */
public final class PlainChat implements ClientCodec {
    static final String REPLY = "reply";
    private static final Set<String> MEMBERS =
            Set.of(PlainSessions.MESSAGE, "model", "stream", "session_id");

    private final Supplier<String> model;

    /**
     * @param model returns the model of requests that name none; throws {@code Invalid} if there is
     *     no such model
     */
    PlainChat(Supplier<String> model) {
        this.model = model;
    }

    @Override
    public Incoming.Chat decode(byte[] body) {
        BodyScan scan = BodyScan.of(body);
        Set<String> unknown = new TreeSet<>(scan.members().keySet());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            String first = unknown.iterator().next();
            throw new FailureException(
                    new Failure.Invalid(
                            first,
                            "%s: there is no such member beside 'user_message' (expected: %s)"
                                    .formatted(
                                            Quoting.shorten(first),
                                            String.join(", ", new TreeSet<>(MEMBERS)))));
        }
        String text =
                scan.text(PlainSessions.MESSAGE)
                        .filter(message -> !message.isBlank())
                        .orElseThrow(() -> scan.wrong(PlainSessions.MESSAGE, "a text"));
        String name = scan.text("model").filter(one -> !one.isBlank()).orElseGet(model);
        return new Incoming.Chat(
                ChatRequest.of(
                        name,
                        scan.flag("stream").orElse(false),
                        Conversation.of(List.of(Message.of(Role.USER, text)))),
                List.of());
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return new PlainStreamEncoder();
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return Json.Obj.EMPTY.with(REPLY, Json.of(WholeReply.of(events).text())).toBytes();
    }
}
