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

/** How a body is packed, as its {@code Content-Encoding} says. */
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
                // Its code is for this machine, and is copied to the folder of temporary files.
                throw new FailureException(
                        unknown("the content coding zstd does not work on this server", "gzip"), e);
            }
        }
    };

    /** What unpacking zstd holds besides, 8 MiB at most: more no recipient need take. */
    static final int WINDOW = 8 << 20;

    private static final int WINDOW_LOG = 23;
    private static final String ALL = "gzip, zstd";

    /**
     * What the headers say.
     *
     * @throws FailureException with {@code UnknownCoding}
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
                            unknown("the content coding of the body is not known here", ALL));
        };
    }

    private static Failure unknown(String why, String accepted) {
        return new Failure.UnknownCoding(
                "Content-Encoding: " + why + " (expected: identity, or one of " + accepted + ")",
                accepted);
    }

    /** Its name, for messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What was packed; to be closed, since unpacking may hold memory outside of Java's. Reading
     * throws {@link IOException} if it is malformed, breaks off, or is followed by something else.
     *
     * @throws FailureException with {@code UnknownCoding} if this machine cannot unpack it
     */
    abstract InputStream unpack(InputStream packed) throws IOException;
}
