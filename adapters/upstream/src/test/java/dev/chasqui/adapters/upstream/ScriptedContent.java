package dev.chasqui.adapters.upstream;

import dev.chasqui.application.port.RequestContent;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The body of a request that comes as a script says, and counts the bytes that were read of it. */
final class ScriptedContent implements RequestContent.Flowing {
    /** The part of a script at which nothing comes until {@link #goOn}. */
    static final String PAUSE = "PAUSE";

    private static final byte[] FILLING = new byte[8_192];

    private final OptionalLong length;
    private final Deque<String> script;
    private final Optional<RuntimeException> end;
    private final boolean endless;
    private final AtomicLong taken = new AtomicLong();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean opened;

    private ScriptedContent(
            OptionalLong length,
            List<String> script,
            Optional<RuntimeException> end,
            boolean endless) {
        this.length = length;
        this.script = new ArrayDeque<>(script);
        this.end = end;
        this.endless = endless;
    }

    static ScriptedContent sized(String text) {
        long length = text.getBytes(StandardCharsets.UTF_8).length;
        return new ScriptedContent(OptionalLong.of(length), List.of(text), Optional.empty(), false);
    }

    static ScriptedContent unsized(String... pieces) {
        return new ScriptedContent(
                OptionalLong.empty(), Arrays.asList(pieces), Optional.empty(), false);
    }

    static ScriptedContent breaking(RuntimeException end, String... pieces) {
        return new ScriptedContent(
                OptionalLong.empty(), Arrays.asList(pieces), Optional.of(end), false);
    }

    static ScriptedContent endless() {
        return new ScriptedContent(OptionalLong.empty(), List.of(), Optional.empty(), true);
    }

    void goOn() {
        mayGoOn.countDown();
    }

    /** Returns the number of bytes that were read. */
    long taken() {
        return taken.get();
    }

    /** Returns a latch that opens when the stream was closed. */
    CountDownLatch closed() {
        return closed;
    }

    /** Waits until nothing was read for a while, and returns the number of bytes read. */
    long awaitStandstill() throws InterruptedException {
        long before = -1;
        for (long now = taken(); now == 0 || now != before; now = taken()) {
            before = now;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return before;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public boolean isWhole() {
        return !opened;
    }

    @Override
    public InputStream open() {
        if (opened) {
            throw new IllegalStateException("opened twice");
        }
        opened = true;
        return new Pieces();
    }

    private final class Pieces extends InputStream {
        private byte[] piece = new byte[0];
        private int from;

        @Override
        public int read() {
            throw new AssertionError("nobody reads it byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int most) {
            if (endless) {
                int count = Math.min(most, FILLING.length);
                System.arraycopy(FILLING, 0, into, offset, count);
                taken.addAndGet(count);
                return count;
            }
            if (from == piece.length && !next()) {
                return -1;
            }
            int count = Math.min(most, piece.length - from);
            System.arraycopy(piece, from, into, offset, count);
            from += count;
            taken.addAndGet(count);
            return count;
        }

        private boolean next() {
            String text = script.poll();
            if (PAUSE.equals(text)) {
                pause();
                text = script.poll();
            }
            if (text == null) {
                end.ifPresent(
                        e -> {
                            throw e;
                        });
                return false;
            }
            piece = text.getBytes(StandardCharsets.UTF_8);
            from = 0;
            return true;
        }

        private void pause() {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
