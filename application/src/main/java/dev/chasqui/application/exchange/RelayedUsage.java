package dev.chasqui.application.exchange;

import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of a relayed answer. While it flows to the client it reports its first piece and its
 * usage to the journal. The usage is read only from small JSON answers, since larger ones are
 * images or long lists. Used by one thread.
 */
final class RelayedUsage implements Pull<byte[]> {
    /** The largest answer, in bytes, whose usage is read. */
    private static final int MOST_READ = 64 * 1024;

    private final Pull<byte[]> body;
    private final Journal journal;

    /** The bytes so far; null if the usage is not read, or has been read. */
    private @Nullable ByteArrayOutputStream read;

    private RelayedUsage(Pull<byte[]> body, Journal journal, boolean isJson) {
        this.body = body;
        this.journal = journal;
        this.read = isJson ? new ByteArrayOutputStream() : null;
    }

    /** Returns the answer with a body that reports to the journal. */
    static Forwarded noted(Forwarded answer, Journal journal) {
        boolean isJson =
                answer.headers().getOrDefault("content-type", "").startsWith("application/json")
                        && !answer.headers().containsKey("content-encoding");
        return new Forwarded(
                answer.status(),
                answer.headers(),
                new RelayedUsage(answer.body(), journal, isJson));
    }

    @Override
    public byte @Nullable [] next() {
        byte[] piece = body.next();
        if (piece != null) {
            journal.begun();
        }
        ByteArrayOutputStream before = read;
        if (before != null) {
            if (piece == null) {
                read = null;
                usage(before.toByteArray()).ifPresent(journal::used);
            } else if (piece.length > MOST_READ - before.size()) {
                read = null;
            } else {
                before.writeBytes(piece);
            }
        }
        return piece;
    }

    @Override
    public boolean ready() {
        return body.ready();
    }

    @Override
    public void close() {
        body.close();
    }

    /**
     * Returns the usage that an answer reports, by OpenAI's member names for completions or by
     * those for audio and images; empty if it reports none.
     */
    private static Optional<Usage> usage(byte[] answer) {
        Json.Obj usage;
        try {
            usage =
                    JsonReader.read(answer) instanceof Json.Obj object
                            ? object.object("usage")
                            : Json.Obj.EMPTY;
        } catch (FailureException e) {
            // A malformed answer reports no usage; the client gets it unchanged.
            return Optional.empty();
        }
        OptionalLong prompt = count(usage, "prompt_tokens", "input_tokens");
        OptionalLong completion = count(usage, "completion_tokens", "output_tokens");
        return prompt.isPresent() || completion.isPresent()
                ? Optional.of(Usage.of(prompt.orElse(0), completion.orElse(0)))
                : Optional.empty();
    }

    private static OptionalLong count(Json.Obj usage, String name, String otherName) {
        return usage.get(name).or(() -> usage.get(otherName)).orElse(Json.Null.NULL)
                        instanceof Json.Num number
                ? OptionalLong.of(Math.max(0, number.longValue()))
                : OptionalLong.empty();
    }
}
