package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.connection.WatchedWriter;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Pull;

import io.helidon.http.Method;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * An HTTP answer whose body is pulled piece by piece and written as it comes. The caller closes the
 * pull. Used by one thread.
 *
 * @param headers the headers by their names in lower case
 */
public record PulledAnswer(int status, Map<String, String> headers, Pull<byte[]> body) {

    /**
     * Writes the answer; only its head for a HEAD request.
     *
     * @throws FailureException if the pull fails; with {@code Cancelled} if the client cannot be
     *     written to, whose connection is cut then
     */
    public void write(Call call) {
        try {
            if (call.request().prologue().method().equals(Method.HEAD)) {
                call.sendHead(status, headers);
            } else {
                writePieces(call);
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private void writePieces(Call call) throws IOException {
        byte[] piece = body.next();
        if (piece == null) {
            call.send(whole(status, headers, new byte[0]));
            return;
        }
        AnswerEnd end = AnswerEnd.of(headers);
        @Nullable OutputStream out = null;
        while (piece != null) {
            end.read(piece);
            byte[] next = null;
            boolean known = end.isWhole();
            if (known) {
                // The usage is known only after the end was pulled. All bytes are there, so it is.
                next = body.next();
            }
            if (known || end.isMarked()) {
                call.journal().complete();
            }
            if (out == null) {
                out = begin(call, piece);
            } else {
                out.write(piece);
                if (!body.ready()) {
                    out.flush();
                }
            }
            piece = known ? next : body.next();
        }
        call.end();
    }

    /** Sends the head and the first piece together. */
    private OutputStream begin(Call call, byte[] piece) throws IOException {
        WatchedWriter socket = call.watch().output();
        socket.gather();
        try {
            OutputStream out = call.stream(status, headers);
            out.write(piece);
            out.flush();
            return out;
        } finally {
            socket.release();
        }
    }

    /**
     * Returns an answer with a body in memory. It is plain text if no header states another type.
     */
    public static Answer whole(int status, Map<String, String> headers, byte[] bytes) {
        Map<String, String> others = new HashMap<>(headers);
        others.remove("content-length");
        @Nullable String type = others.remove("content-type");
        return new Answer(status, type == null ? Answer.TEXT : type, bytes, others);
    }
}
