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
 * one, such as an image, only the end is read. Text that a model writes is counted if no usage is
 * told. Used by one thread.
 */
public final class RelayedUsage implements Pull<byte[]> {
    /** The largest answer, in bytes, that is read whole. */
    private static final int MOST_READ = 64 * 1024;

    private static final String EVENTS = "text/event-stream";

    /** The least status of an answer for which a model has written nothing. */
    private static final int FAILED = 400;

    private final Pull<byte[]> body;
    private final Journal journal;

    /** The bytes so far; null if the usage is not read, or has been read. */
    private @Nullable ByteArrayOutputStream read;

    /** The reader of events, or of a long answer; null if the answer is neither. */
    private @Nullable StreamedUsage events;

    /** The count of the text; null if it is not counted. */
    private final @Nullable WrittenText text;

    private RelayedUsage(
            Pull<byte[]> body, Journal journal, String type, @Nullable WrittenText text) {
        this.body = body;
        this.journal = journal;
        this.read = type.startsWith("application/json") ? new ByteArrayOutputStream() : null;
        this.events = type.startsWith(EVENTS) ? new StreamedUsage() : null;
        this.text = text;
    }

    /** Returns the answer with a body that reports to the journal. */
    public static Forwarded noted(Forwarded answer, Journal journal) {
        return noted(answer, journal, null);
    }

    /**
     * Returns the answer with a body that reports to the journal. The answer is text that a model
     * writes: if no usage is told, this text and that of the request are counted, also if the
     * client leaves before the end.
     *
     * @param prompt the tokens of the request, by estimate
     */
    public static Forwarded written(Forwarded answer, Journal journal, long prompt) {
        if (answer.status() >= FAILED) {
            return noted(answer, journal);
        }
        String type = type(answer);
        WrittenText text =
                new WrittenText(type.contains("json") || type.startsWith(EVENTS), prompt);
        journal.used(text.usage(Optional.empty()));
        return noted(answer, journal, text);
    }

    private static Forwarded noted(Forwarded answer, Journal journal, @Nullable WrittenText text) {
        return new Forwarded(
                answer.status(),
                answer.headers(),
                new RelayedUsage(answer.body(), journal, type(answer), text));
    }

    /** Returns the type of the answer in lower case; nothing if it cannot be read. */
    private static String type(Forwarded answer) {
        return answer.headers().containsKey("content-encoding")
                ? ""
                : answer.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public byte @Nullable [] next() {
        byte[] piece = body.next();
        if (piece != null) {
            journal.begun();
        }
        Optional<Usage> reported = reported(piece);
        WrittenText counted = text;
        if (counted == null) {
            reported.ifPresent(journal::used);
        } else {
            if (piece != null) {
                counted.read(piece);
            }
            // The exchange may be over with any piece: its end, or a client that leaves.
            journal.used(counted.usage(reported));
        }
        return piece;
    }

    /** Returns the usage that was told last, with this piece or before; empty if there is none. */
    private Optional<Usage> reported(byte @Nullable [] piece) {
        StreamedUsage reader = events;
        if (reader != null) {
            return piece == null ? reader.finish() : reader.read(piece);
        }
        ByteArrayOutputStream before = read;
        if (before != null) {
            if (piece == null) {
                read = null;
                return usage(before.toByteArray());
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
        return Optional.empty();
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
