package dev.chasqui.adapters.remote;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The reply of a chain as lines for a service. The last line is that of the end, since the end that
 * a backend marks may not be one. A failure becomes a last line, too.
 */
final class ChainReply implements Pull<byte[]> {
    private static final int MOST_WHOLE = 16 << 20;

    private final ChatReply reply;
    private final OpenChain chain;
    private Optional<Json.Obj> finish = Optional.empty();
    private final Queue<Json.Obj> lines = new ArrayDeque<>();
    private @Nullable FailureException failure;
    private boolean begun;
    private boolean over;

    ChainReply(ChatReply reply, OpenChain chain) {
        this.reply = reply;
        this.chain = chain;
    }

    @Override
    public byte @Nullable [] next() {
        while (lines.isEmpty() && !over) {
            pull();
        }
        Json.Obj line = lines.poll();
        if (line == null) {
            if (failure != null) {
                throw failure;
            }
            return null;
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes the next event, which may make no line. A failure before the first line is kept for
     * {@link #next}.
     */
    private void pull() {
        ReplyEvent event;
        try {
            event = reply.next();
        } catch (FailureException e) {
            over = true;
            chain.failed(e);
            if (begun) {
                lines.add(Json.Obj.EMPTY.with(ReplyLines.ERROR, Json.of(e.failure().message())));
            } else {
                failure = e;
            }
            return;
        }
        if (event == null) {
            over = true;
            chain.succeeded();
            lines.add(finish.orElseGet(() -> Json.Obj.EMPTY.with(ReplyLines.DONE, Json.of(true))));
            return;
        }
        if (event instanceof ReplyEvent.UsageReport(Usage usage, var _)) {
            chain.used(usage);
        }
        Optional<Json.Obj> line = ReplyLines.of(event);
        if (event instanceof ReplyEvent.Finish) {
            finish = line;
        } else if (line.isPresent()) {
            begun = true;
            lines.add(line.get());
        }
    }

    /**
     * Reads the reply to its end and returns it as one object.
     *
     * @throws FailureException if the reply fails
     */
    Json.Obj whole() {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ToolCalls calls = new ToolCalls();
        long size = 0;
        Json.Obj notes = Json.Obj.EMPTY;
        Json.Obj whole = Json.Obj.EMPTY;
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            switch (event) {
                case ReplyEvent.Text part -> text.append(part.text());
                case ReplyEvent.Reasoning part -> reasoning.append(part.text());
                case ReplyEvent.ToolCallDelta part -> calls.add(part);
                case ReplyEvent.Note(String name, Json value) -> notes = notes.with(name, value);
                case ReplyEvent.UsageReport(Usage usage, var _) -> {
                    chain.used(usage);
                    whole = whole.withAll(ReplyLines.of(event).orElseThrow());
                }
                case ReplyEvent.Finish _, ReplyEvent.Cited _ ->
                        whole = whole.withAll(ReplyLines.of(event).orElseThrow());
                case ReplyEvent.Opened _, ReplyEvent.Progress _, ReplyEvent.Raw _ -> {}
            }
            size += sizeOf(event);
            if (size > MOST_WHOLE) {
                throw new FailureException(
                        new Failure.Invalid(
                                Optional.empty(),
                                "the reply is longer than a whole one may be; ask for a stream"));
            }
        }
        Json.Obj answer = Json.Obj.EMPTY.with(ReplyLines.TEXT, Json.of(text.toString()));
        if (!reasoning.isEmpty()) {
            answer = answer.with("reasoning", Json.of(reasoning.toString()));
        }
        if (!calls.all().isEmpty()) {
            answer = answer.with("tool_calls", new Json.Arr(calls.all()));
        }
        if (!notes.isEmpty()) {
            answer = answer.with("note", notes);
        }
        chain.succeeded();
        return answer.withAll(whole).with(ReplyLines.DONE, Json.of(true));
    }

    /** Returns about the number of characters that an event adds to a whole reply. */
    private static long sizeOf(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Text part -> part.text().length();
            case ReplyEvent.Reasoning part -> part.text().length();
            case ReplyEvent.ToolCallDelta part -> 64L + part.arguments().length();
            case ReplyEvent.Note note -> note.value().toString().length();
            case ReplyEvent.Cited cited ->
                    cited.citations().stream()
                            .mapToLong(each -> 256L + each.passage().length())
                            .sum();
            case ReplyEvent.Opened _,
                    ReplyEvent.Finish _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Raw _ ->
                    0;
        };
    }

    @Override
    public boolean ready() {
        while (lines.isEmpty() && !over && reply.ready()) {
            pull();
        }
        return !lines.isEmpty() || over;
    }

    @Override
    public void close() {
        reply.close();
    }
}
