package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.connection.LeaveRegistration;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.responses.RunEvents;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.webserver.ServerConnectionException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of a response in the background, sent to a client that follows it. */
final class EventStream {
    private static final String CONTENT_TYPE = "text/event-stream";

    /** The longest silence; a run ends earlier by the deadlines of its backend. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private EventStream() {}

    /**
     * Sends the events until the last one. If the client leaves, the response goes on.
     *
     * @param first the number of the first event
     * @param keepAlive the longest silence before a comment goes out, which clients ignore
     */
    static void send(Call call, RunEvents events, int first, Duration keepAlive) {
        try (RunEvents.Reader reader = events.from(first);
                LeaveRegistration _ = call.watch().whenClientLeaves(reader::close)) {
            Optional<List<byte[]>> some = reader.next(keepAlive);
            if (some.isEmpty() && isDone(events, reader)) {
                call.send(new Answer(200, CONTENT_TYPE, new byte[0]));
                return;
            }
            OutputStream out = call.live(CONTENT_TYPE, Map.of());
            long lastEvent = System.nanoTime();
            while (some.isPresent() || !isDone(events, reader)) {
                if (some.isPresent()) {
                    lastEvent = System.nanoTime();
                    for (byte[] event : some.get()) {
                        out.write(event);
                    }
                } else if (reader.isClosed()
                        || System.nanoTime() - lastEvent > LONGEST_SILENCE.toNanos()) {
                    // The client left, or nothing comes any more: no clean end.
                    throw new FailureException(new Failure.Cancelled());
                } else {
                    out.write(KEEP_ALIVE);
                }
                out.flush();
                some = reader.next(keepAlive);
            }
            call.end();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /** Returns true if no more events come; fails if they were too many. */
    private static boolean isDone(RunEvents events, RunEvents.Reader reader) {
        if (events.isOverflown()) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "the events of this response are too many to be held; ask for it"
                                    + " without stream"));
        }
        return reader.isDone();
    }
}
