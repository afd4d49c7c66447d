package dev.chasqui.adapters.http.connection;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** The coding by which a body is packed, as its {@code Content-Encoding} states. */
enum ContentCoding {
    NONE {
        @Override
        InputStream unpack(InputStream packed) {
            return packed;
        }
    },
    GZIP {
        @Override
        InputStream unpack(InputStream packed) {
            return new GzipStream(packed);
        }
    },
    ZSTD {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            try {
                return new ZstdInputStreamNoFinalizer(packed).setLongMax(WINDOW_LOG);
            } catch (LinkageError e) {
                // The native code of zstd is for certain machines, and needs a writable temporary
                // folder.
                throw new FailureException(
                        unknown("the content coding zstd does not work on this server", "gzip"), e);
            }
        }
    };

    /**
     * The additional memory in bytes that unpacking zstd holds, at most 8 MiB; no recipient must
     * accept a larger window.
     */
    static final int WINDOW = 8 << 20;

    private static final int WINDOW_LOG = 23;
    private static final String ALL = "gzip, zstd";

    /**
     * Returns the coding that the headers state.
     *
     * @throws FailureException with {@code UnknownCoding} if it is unknown, or there is more than
     *     one
     */
    static ContentCoding of(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.CONTENT_ENCODING)) {
            return NONE;
        }
        List<String> codings =
                headers.values(HeaderNames.CONTENT_ENCODING).stream()
                        .map(value -> value.strip().toLowerCase(Locale.ROOT))
                        .filter(value -> !value.isEmpty() && !value.equals("identity"))
                        .toList();
        return switch (codings.size()) {
            case 0 -> NONE;
            case 1 -> one(codings.getFirst());
            default ->
                    throw new FailureException(
                            unknown("the body is packed " + codings.size() + " times", ALL));
        };
    }

    private static ContentCoding one(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default ->
                    throw new FailureException(
                            unknown(
                                    "the content coding of the body is unknown to the server",
                                    ALL));
        };
    }

    private static Failure unknown(String why, String accepted) {
        return new Failure.UnknownCoding(
                "Content-Encoding: " + why + " (expected: identity, or one of " + accepted + ")",
                accepted);
    }

    /** Returns the name of the coding, for messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns a stream of the unpacked bytes. The caller closes it, since unpacking may hold memory
     * outside of Java's heap. A read throws {@link IOException} if the packed bytes are malformed,
     * break off, or are followed by others.
     *
     * @throws FailureException with {@code UnknownCoding} if this machine cannot unpack it
     */
    abstract InputStream unpack(InputStream packed) throws IOException;
}
