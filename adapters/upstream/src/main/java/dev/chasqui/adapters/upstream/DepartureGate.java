package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.application.port.departures.DepartureScope;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.departures.SentBody;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The gate before a backend of the zone {@code open}: it enters each call into the decision ledger
 * before it is sent. A question without a body holds no caller's text, and passes.
 *
 * @param backend the name of the backend
 * @param host its host and port
 * @param type returns the program or service that it is, as far as that is known
 */
record DepartureGate(
        String backend,
        String host,
        Supplier<Optional<String>> type,
        Departures departures,
        InstantSource clock)
        implements HttpClient.Gate {

    @Override
    public HttpCall pass(HttpCall call) {
        RequestContent body = call.body();
        boolean isQuestion = call.brief() && body.length().equals(OptionalLong.of(0));
        if (isQuestion || !departures.isOn()) {
            return call;
        }
        Optional<String> hash =
                body instanceof RequestContent.Bytes(byte[] bytes)
                        ? Optional.of(hex(sha256().digest(bytes)))
                        : Optional.empty();
        List<Departure> all = departures(body.length(), hash);
        departures.leaves(all);
        return body instanceof RequestContent.Flowing flowing
                ? call.with(new Hashed(flowing, this, all))
                : call;
    }

    /** Returns an entry for each request behind the call, at least one. */
    private List<Departure> departures(OptionalLong length, Optional<String> hash) {
        List<DepartureCause> causes = DepartureScope.present();
        return causes.isEmpty()
                ? List.of(departure(Optional.empty(), length, hash))
                : causes.stream().map(one -> departure(Optional.of(one), length, hash)).toList();
    }

    private Departure departure(
            Optional<DepartureCause> cause, OptionalLong length, Optional<String> hash) {
        return new Departure(clock.instant(), cause, backend, type.get(), host, length, hash);
    }

    private void sent(List<Departure> all, long bytes, String hash, boolean whole) {
        for (Departure one : all) {
            departures.sent(new SentBody(clock.instant(), one, bytes, hash, whole));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** A body of which a hash is made while it is read. */
    private record Hashed(RequestContent.Flowing body, DepartureGate gate, List<Departure> all)
            implements RequestContent.Flowing {
        @Override
        public OptionalLong length() {
            return body.length();
        }

        @Override
        public boolean isWhole() {
            return body.isWhole();
        }

        @Override
        public InputStream open() {
            return new HashedStream(body.open(), this);
        }
    }

    /** A stream whose hash is entered at its end, or when it is closed before. */
    private static final class HashedStream extends FilterInputStream {
        private final Hashed body;
        private final MessageDigest digest = sha256();
        private long bytes;
        private boolean entered;

        HashedStream(InputStream in, Hashed body) {
            super(in);
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = in.read(into, offset, length);
            if (got > 0) {
                digest.update(into, offset, got);
                bytes += got;
            } else if (got < 0) {
                enter(true);
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            enter(false);
            super.close();
        }

        private void enter(boolean whole) {
            if (!entered) {
                entered = true;
                body.gate.sent(body.all, bytes, hex(digest.digest()), whole);
            }
        }
    }
}
