package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.exchange.MediaUsage;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a relayed answer. While it flows to the client it reports its first piece and its
 * usage to the journal. The usage is read from server-sent events and from JSON answers; of a long
 * one, such as an image, only the beginning and the end are read. Text that a model writes is
 * counted if no usage is told. Used by one thread.
 */
public final class RelayedUsage implements Pull<byte[]> {
    /** The largest answer, in bytes, that is read whole. */
    private static final int MOST_READ = 64 * 1024;

    private static final String EVENTS = "text/event-stream";

    /** The least status of an answer for which a model has written nothing. */
    private static final int FAILED = 400;

    /** The length of audio that nobody tells. */
    public static final Duration USUAL_AUDIO = Duration.ofMinutes(1);

    private final Pull<byte[]> body;
    private final Journal journal;

    /** The bytes so far; null if the usage is not read, or has been read. */
    private @Nullable ByteArrayOutputStream read;

    /** The reader of events, or of a long answer; null if the answer is neither. */
    private @Nullable StreamedUsage events;

    /** The count of the text; null if it is not counted. */
    private final @Nullable WrittenText text;

    /** The count of the images; null if it makes none. */
    private final @Nullable ImageCount images;

    /** The least number of images, by the request. */
    private final long wanted;

    /** True if the answer tells the length of audio, which counts. */
    private final boolean transcribed;

    private RelayedUsage(
            Pull<byte[]> body,
            Journal journal,
            String type,
            @Nullable WrittenText text,
            long wanted,
            boolean transcribed) {
        this.wanted = wanted;
        this.transcribed = transcribed;
        this.images = wanted > 0 ? new ImageCount() : null;
        this.body = body;
        this.journal = journal;
        this.read = type.startsWith("application/json") ? new ByteArrayOutputStream() : null;
        this.events = type.startsWith(EVENTS) ? new StreamedUsage() : null;
        this.text = text;
    }

    /** Returns the answer with a body that reports to the journal. */
    public static Forwarded noted(Forwarded answer, Journal journal) {
        return noted(answer, journal, null, 0, false);
    }

    /**
     * Returns the answer with a body that reports to the journal. The answer has images, which are
     * counted as they pass.
     *
     * @param wanted the number that was asked for; so many count at least
     */
    public static Forwarded drawn(Forwarded answer, Journal journal, long wanted) {
        if (answer.status() >= FAILED) {
            return noted(answer, journal);
        }
        journal.backends().media(MediaUsage.ofImages(wanted));
        return noted(answer, journal, null, wanted, false);
    }

    /**
     * Returns the answer with a body that reports to the journal. The answer is a transcription;
     * its audio counts as one minute if no length is told.
     */
    public static Forwarded transcribed(Forwarded answer, Journal journal) {
        if (answer.status() >= FAILED) {
            return noted(answer, journal);
        }
        journal.backends().media(MediaUsage.ofAudio(USUAL_AUDIO));
        return noted(answer, journal, null, 0, true);
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
        return noted(answer, journal, text, 0, false);
    }

    private static Forwarded noted(
            Forwarded answer,
            Journal journal,
            @Nullable WrittenText text,
            long wanted,
            boolean transcribed) {
        if (answer.status() >= FAILED) {
            // Without a usage the estimate of the request would count.
            journal.used(Usage.of(0, 0));
        }
        return new Forwarded(
                answer.status(),
                answer.headers(),
                new RelayedUsage(answer.body(), journal, type(answer), text, wanted, transcribed));
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
        if (piece != null && images != null) {
            images.read(piece);
            journal.backends().media(MediaUsage.ofImages(Math.max(wanted, images.count())));
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
            Optional<Usage> told = piece == null ? reader.finish() : reader.read(piece);
            reader.audio().ifPresent(this::heard);
            return told;
        }
        ByteArrayOutputStream before = read;
        if (before != null) {
            if (piece == null) {
                read = null;
                return usage(before.toByteArray());
            } else if (piece.length > MOST_READ - before.size()) {
                read = null;
                before.writeBytes(piece);
                byte[] begin = before.toByteArray();
                ReportedUsage.audioAtBegin(begin).ifPresent(this::heard);
                StreamedUsage rest = StreamedUsage.ofLongAnswer();
                var _ = rest.read(begin);
                events = rest;
            } else {
                before.writeBytes(piece);
            }
        }
        return Optional.empty();
    }

    /** Notes the length of the audio that the answer tells. */
    private void heard(Duration length) {
        if (transcribed) {
            journal.backends().media(MediaUsage.ofAudio(length));
        }
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
    private Optional<Usage> usage(byte[] answer) {
        try {
            if (!(JsonReader.read(answer) instanceof Json.Obj object)) {
                return Optional.empty();
            }
            ReportedUsage.audio(object).ifPresent(this::heard);
            return ReportedUsage.ofAnswer(object);
        } catch (FailureException e) {
            // A malformed answer reports no usage; the client gets it unchanged.
            return Optional.empty();
        }
    }
}
