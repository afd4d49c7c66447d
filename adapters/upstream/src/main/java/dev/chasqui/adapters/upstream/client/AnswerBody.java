package dev.chasqui.adapters.upstream.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/** The body of an answer, told apart by how its end is known. Used by one thread at a time. */
sealed interface AnswerBody {

    /**
     * Hands on what has come; waits if nothing has.
     *
     * @return false at the body's end, and at every call after it
     * @throws ProtocolException if the bytes break the rules of HTTP
     * @throws EOFException if the connection ends before the body does
     */
    boolean readTo(Sink sink) throws IOException;

    /** Whether {@link #readTo} would not wait; false where that is not easily told. */
    boolean isReady();

    /** How many bytes it is likely to have, up to a limit. */
    default int expected(int limit) {
        return Math.min(limit, 1024);
    }

    /** A body that is not there. */
    static AnswerBody none(Inflow inflow) {
        return new Sized(inflow, 0);
    }

    /** A body of a known length; 0 if there is none. */
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

    /** A body in chunks. Their extensions and the trailers are read over. */
    final class Chunked implements AnswerBody {
        /** Of a size with its extensions, and of the trailers in all. */
        private static final int MAX_LINE = 16_384;

        /** A chunk's end, its successor's size, and a line of that or the blank one at the end. */
        private static final int LINES_BETWEEN = 3;

        private final Inflow inflow;
        private long left;
        private boolean first = true;
        private boolean ended;

        Chunked(Inflow inflow) {
            this.inflow = inflow;
        }

        /** That trailers have come in full is not seen; nobody who streams sends any. */
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
                throw new ProtocolException("a chunk does not end where its size says");
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
            // 15 digits cannot overflow.
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
            return new ProtocolException("the size of a chunk is no hexadecimal number");
        }
    }

    /** A body that ends with its connection. */
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
