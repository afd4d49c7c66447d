package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a relayed answer. While it flows to the client it reports its first piece and its
 * usage to the journal. The usage is read from server-sent events and from JSON answers; of a long
 * one, such as an image, only the end is read. Used by one thread.
 */
public final class RelayedUsage implements Pull<byte[]> {
    /** The largest answer, in bytes, that is read whole. */
    private static final int MOST_READ = 64 * 1024;

    private final Pull<byte[]> body;
    private final Journal journal;

    /** The bytes so far; null if the usage is not read, or has been read. */
    private @Nullable ByteArrayOutputStream read;

    /** The reader of events, or of a long answer; null if the answer is neither. */
    private @Nullable StreamedUsage events;

    private RelayedUsage(Pull<byte[]> body, Journal journal, String type) {
        this.body = body;
        this.journal = journal;
        this.read = type.startsWith("application/json") ? new ByteArrayOutputStream() : null;
        this.events = type.startsWith("text/event-stream") ? new StreamedUsage() : null;
    }

    /** Returns the answer with a body that reports to the journal. */
    public static Forwarded noted(Forwarded answer, Journal journal) {
        String type =
                answer.headers().containsKey("content-encoding")
                        ? ""
                        : answer.headers()
                                .getOrDefault("content-type", "")
                                .toLowerCase(Locale.ROOT);
        return new Forwarded(
                answer.status(), answer.headers(), new RelayedUsage(answer.body(), journal, type));
    }

    @Override
    public byte @Nullable [] next() {
        byte[] piece = body.next();
        if (piece != null) {
            journal.begun();
        }
        StreamedUsage reader = events;
        if (reader != null) {
            // A client that leaves in mid stream is counted by the last event before.
            (piece == null ? reader.finish() : reader.read(piece)).ifPresent(journal::used);
        }
        ByteArrayOutputStream before = read;
        if (before != null) {
            if (piece == null) {
                read = null;
                usage(before.toByteArray()).ifPresent(journal::used);
            } else if (piece.length > MOST_READ - before.size()) {
                read = null;
                StreamedUsage rest = StreamedUsage.ofLongAnswer();
                var _ = rest.read(before.toByteArray());
                var _ = rest.read(piece);
                events = rest;
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

    /** Returns the usage that an answer reports; empty if it reports none. */
    private static Optional<Usage> usage(byte[] answer) {
        try {
            return JsonReader.read(answer) instanceof Json.Obj object
                    ? ReportedUsage.ofAnswer(object)
                    : Optional.empty();
        } catch (FailureException e) {
            // A malformed answer reports no usage; the client gets it unchanged.
            return Optional.empty();
        }
    }
}
