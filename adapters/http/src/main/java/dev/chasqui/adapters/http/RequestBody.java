package dev.chasqui.adapters.http;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the body of a request, as far as it is not too large. */
final class RequestBody {
    private RequestBody() {}

    /**
     * The whole body; empty if there is none.
     *
     * @throws FailureException with {@code TooLarge}; with {@code Invalid} if its chunks are
     *     malformed or come in a form that Helidon does not know (extensions, trailers); with
     *     {@code Cancelled} if the client left in the middle
     */
    static byte[] read(ServerRequest request, ConnectionWatch watch, int most) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream stream = request.content().inputStream()) {
            byte[] body = stream.readNBytes(most + 1);
            if (body.length > most) {
                throw new FailureException(tooLarge(most));
            }
            watch.requestComplete();
            return body;
        } catch (FailureException e) {
            throw e;
        } catch (DataReader.InsufficientDataAvailableException
                | ServerConnectionException
                | IOException e) {
            throw left(watch, e);
        } catch (RuntimeException e) {
            // Helidon throws whatever its parser stumbles over, a NumberFormatException for one.
            throw malformed(e);
        }
    }

    static Failure tooLarge(int most) {
        return new Failure.TooLarge(
                "the body is larger than " + most + " bytes, which is the limit of this server");
    }

    private static FailureException malformed(Exception cause) {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the chunks of the body are malformed, or have extensions or trailers,"
                                + " which this server does not read"),
                cause);
    }

    private static FailureException left(ConnectionWatch watch, Exception cause) {
        if (!watch.expired()) {
            watch.cut();
        }
        return new FailureException(new Failure.Cancelled(), cause);
    }
}
