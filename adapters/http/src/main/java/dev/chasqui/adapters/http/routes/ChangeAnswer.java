package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The answer to a change whose steps are reported: a stream of lines, or the last line alone. Used
 * by one thread.
 */
final class ChangeAnswer {
    private static final int FAILED = 500;

    private final Call call;
    private final String streamType;
    private final boolean stream;
    private boolean begun;
    private @Nullable OutputStream out;

    /**
     * @param streamType the media type of a stream
     * @param stream true for a stream of lines, false for the last line alone
     */
    ChangeAnswer(Call call, String streamType, boolean stream) {
        this.call = call;
        this.streamType = streamType;
        this.stream = stream;
    }

    /** Returns true if a step was reported; a failure then belongs to the work. */
    boolean begun() {
        return begun;
    }

    /** Reports a step. */
    void step(byte[] line) {
        begun = true;
        if (stream) {
            write(line);
        }
    }

    /** Ends the answer to a change that succeeded. */
    void succeed(byte[] line) {
        end(200, line);
    }

    /** Ends the answer to a change that failed. */
    void fail(byte[] line) {
        end(FAILED, line);
    }

    private void end(int status, byte[] line) {
        if (stream) {
            write(line);
            call.end();
        } else {
            call.send(new Answer(status, Answer.JSON, line));
        }
    }

    private void write(byte[] line) {
        try {
            OutputStream lines = out == null ? call.live(streamType, Map.of()) : out;
            out = lines;
            lines.write(line);
            lines.write('\n');
            lines.flush();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }
}
