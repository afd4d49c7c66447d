package dev.chasqui.adapters.remote;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The reply of a chain as lines for a service. The last line is that of the end, since the end that
 * a backend marks may not be one. A failure becomes a last line, too.
 */
final class ChainReply implements Pull<byte[]> {
    private static final int MOST_WHOLE = 16 << 20;

    private final ChatReply reply;
    private final OpenChain chain;
    private Optional<Json.Obj> finish = Optional.empty();
    private boolean begun;
    private boolean over;

    ChainReply(ChatReply reply, OpenChain chain) {
        this.reply = reply;
        this.chain = chain;
    }

    @Override
    public byte @Nullable [] next() {
        while (!over) {
            Optional<Json.Obj> line = line();
            if (line.isPresent()) {
                begun = true;
                return (line.get() + "\n").getBytes(StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /**
     * Returns the line of the next event.
     *
     * @throws FailureException if the reply fails before its first line
     */
    private Optional<Json.Obj> line() {
        ReplyEvent event;
        try {
            event = reply.next();
        } catch (FailureException e) {
            over = true;
            chain.failed(e);
            if (!begun) {
                throw e;
            }
            return Optional.of(
                    Json.Obj.EMPTY.with(ReplyLines.ERROR, Json.of(e.failure().message())));
        }
        if (event == null) {
            over = true;
            return Optional.of(
                    finish.orElseGet(() -> Json.Obj.EMPTY.with(ReplyLines.DONE, Json.of(true))));
        }
        if (event instanceof ReplyEvent.UsageReport(Usage usage, var _)) {
            chain.used(usage);
        }
        Optional<Json.Obj> line = ReplyLines.of(event);
        if (event instanceof ReplyEvent.Finish) {
            finish = line;
            return Optional.empty();
        }
        return line;
    }

    /**
     * Reads the reply to its end and returns it as one object.
     *
     * @throws FailureException if the reply fails
     */
    Json.Obj whole() {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        TreeMap<Integer, Json.Obj> calls = new TreeMap<>();
        Json.Obj notes = Json.Obj.EMPTY;
        Json.Obj whole = Json.Obj.EMPTY;
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            switch (event) {
                case ReplyEvent.Text part -> text.append(part.text());
                case ReplyEvent.Reasoning part -> reasoning.append(part.text());
                case ReplyEvent.ToolCallDelta part ->
                        calls.merge(part.index(), ToolCalls.of(part), ToolCalls::joined);
                case ReplyEvent.Note(String name, Json value) -> notes = notes.with(name, value);
                case ReplyEvent.UsageReport(Usage usage, var _) -> {
                    chain.used(usage);
                    whole = whole.withAll(ReplyLines.of(event).orElseThrow());
                }
                case ReplyEvent.Finish _, ReplyEvent.Cited _ ->
                        whole = whole.withAll(ReplyLines.of(event).orElseThrow());
                case ReplyEvent.Opened _, ReplyEvent.Progress _, ReplyEvent.Raw _ -> {}
            }
            ToolCalls.requireRoom(text.length() + reasoning.length(), MOST_WHOLE);
        }
        Json.Obj answer = Json.Obj.EMPTY.with(ReplyLines.TEXT, Json.of(text.toString()));
        if (!reasoning.isEmpty()) {
            answer = answer.with("reasoning", Json.of(reasoning.toString()));
        }
        if (!calls.isEmpty()) {
            List<Json> all = new ArrayList<>(calls.values());
            answer = answer.with("tool_calls", new Json.Arr(all));
        }
        if (!notes.isEmpty()) {
            answer = answer.with("note", notes);
        }
        return answer.withAll(whole).with(ReplyLines.DONE, Json.of(true));
    }

    @Override
    public boolean ready() {
        return over || reply.ready();
    }

    @Override
    public void close() {
        reply.close();
    }
}
