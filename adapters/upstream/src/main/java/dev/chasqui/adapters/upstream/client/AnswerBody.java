package dev.chasqui.adapters.upstream.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/**
 * The body of an answer; one implementation for each way in which its end is found. Used by one
 * thread at a time.
 */
sealed interface AnswerBody {

    /**
     * Passes on the bytes that have come; waits if none have.
     *
     * @return false at the end of the body, and at each call after it
     * @throws ProtocolException if the bytes break the rules of HTTP
     * @throws EOFException if the connection ends before the body does
     */
    boolean readTo(Sink sink) throws IOException;

    /**
     * Returns true if {@link #readTo} would not wait; false also if that cannot be told cheaply.
     */
    boolean isReady();

    /** Returns the likely length of the body in bytes, at most {@code limit}. */
    default int expected(int limit) {
        return Math.min(limit, 1024);
    }

    /** Returns an empty body. */
    static AnswerBody none(Inflow inflow) {
        return new Sized(inflow, 0);
    }

    /** A body of a known length in bytes; 0 for an empty one. */
    final class Sized implements AnswerBody {
        private final Inflow inflow;
        private long left;

        Sized(Inflow inflow, long length) {
            this.inflow = inflow;
            this.left = length;
        }

        @Override
        public int expected(int limit) {
            return (int) Math.min(limit, left);
        }

        @Override
        public boolean isReady() {
            return left == 0 || inflow.hasBytes();
        }

        @Override
        public boolean readTo(Sink sink) throws IOException {
            if (left == 0) {
                return false;
            }
            left -= passed(inflow, left, sink);
            return true;
        }
    }

    /** A body in chunks. Chunk extensions and trailers are skipped. */
    final class Chunked implements AnswerBody {
        /**
         * The largest length of a chunk's size line with its extensions, and of all trailers
         * together, in bytes.
         */
        private static final int MAX_LINE = 16_384;

        /**
         * The lines between two chunks: the end of the first, the size of the second, and either
         * its first line or the blank line after the last chunk.
         */
        private static final int LINES_BETWEEN = 3;

        private final Inflow inflow;
        private long left;
        private boolean first = true;
        private boolean ended;

        Chunked(Inflow inflow) {
            this.inflow = inflow;
        }

        /**
         * Returns false while trailers are due, although they may have come: streaming servers send
         * none.
         */
        @Override
        public boolean isReady() {
            return ended
                    || (left > 0
                            ? inflow.hasBytes()
                            : inflow.hasLines(first ? LINES_BETWEEN - 1 : LINES_BETWEEN));
        }

        @Override
        public boolean readTo(Sink sink) throws IOException {
            if (ended) {
                return false;
            }
            if (left == 0 && !nextChunk()) {
                ended = true;
                return false;
            }
            left -= passed(inflow, left, sink);
            return true;
        }

        private boolean nextChunk() throws IOException {
            if (!first && !inflow.line(MAX_LINE).isEmpty()) {
                throw new ProtocolException(
                        "a chunk does not end after as many bytes as its size says");
            }
            first = false;
            left = size(inflow.line(MAX_LINE));
            if (left == 0) {
                skipTrailers();
            }
            return left > 0;
        }

        private void skipTrailers() throws IOException {
            int room = MAX_LINE;
            for (String line = inflow.line(room); !line.isEmpty(); line = inflow.line(room)) {
                room -= line.length();
            }
        }

        private static long size(String line) throws ProtocolException {
            int semicolon = line.indexOf(';');
            String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            // A number of 15 digits cannot overflow.
            if (digits.isEmpty() || digits.length() > 15) {
                throw noNumber();
            }
            long size = 0;
            for (int i = 0; i < digits.length(); i++) {
                char c = digits.charAt(i);
                int digit = c < 128 ? Character.digit(c, 16) : -1;
                if (digit < 0) {
                    throw noNumber();
                }
                size = 16 * size + digit;
            }
            return size;
        }

        private static ProtocolException noNumber() {
            return new ProtocolException("the size of a chunk is not a hexadecimal number");
        }
    }

    /** A body that ends when its connection ends. */
    final class UntilClose implements AnswerBody {
        private final Inflow inflow;

        UntilClose(Inflow inflow) {
            this.inflow = inflow;
        }

        @Override
        public boolean isReady() {
            return inflow.hasBytes();
        }

        @Override
        public boolean readTo(Sink sink) throws IOException {
            return inflow.pass(Long.MAX_VALUE, sink) >= 0;
        }
    }

    private static int passed(Inflow inflow, long max, Sink sink) throws IOException {
        int count = inflow.pass(max, sink);
        if (count < 0) {
            throw new EOFException("the connection ended before the body did");
        }
        return count;
    }
}
