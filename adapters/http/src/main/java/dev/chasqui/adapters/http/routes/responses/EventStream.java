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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of a response in the background, sent to a client that follows it. */
final class EventStream {
    private static final String CONTENT_TYPE = "text/event-stream";

    /** The longest silence; a run ends earlier by the deadlines of its backend. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private EventStream() {}

    /**
     * Sends the events until the last one. If the client leaves, the response goes on.
     *
     * @param first the number of the first event
     */
    static void send(Call call, RunEvents events, int first) {
        try (RunEvents.Reader reader = events.from(first);
                LeaveRegistration _ = call.watch().whenClientLeaves(reader::close)) {
            Optional<List<byte[]>> some = reader.next(LONGEST_SILENCE);
            if (some.isEmpty()) {
                refuseOverflown(events);
                if (!events.isOver()) {
                    throw new FailureException(new Failure.Cancelled());
                }
                call.send(new Answer(200, CONTENT_TYPE, new byte[0]));
                return;
            }
            OutputStream out = call.live(CONTENT_TYPE, Map.of());
            while (some.isPresent()) {
                for (byte[] event : some.get()) {
                    out.write(event);
                }
                out.flush();
                some = reader.next(LONGEST_SILENCE);
            }
            refuseOverflown(events);
            if (!events.isOver()) {
                // The client left, or the server stops: no clean end.
                throw new FailureException(new Failure.Cancelled());
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

    private static void refuseOverflown(RunEvents events) {
        if (events.isOverflown()) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "the events of this response are too many to be held; ask for it"
                                    + " without stream"));
        }
    }
}
