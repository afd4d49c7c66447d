package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A temporary file that only its owner may read and that is deleted when it is closed. If the
 * system permits, it has no name while it is open, so that it does not outlive the process.
 *
 * <p>Written by one thread; read by several afterwards.
 */
final class SpoolFile implements AutoCloseable {
    private final FileChannel channel;
    private long size;

    private SpoolFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates an empty file in the folder for temporary files.
     *
     * @throws FailureException with {@code DiskFull} if the file cannot be created
     */
    static SpoolFile create() {
        try {
            return new SpoolFile(
                    FileChannel.open(
                            Files.createTempFile("chasqui-form-", ".tmp"),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw full(e);
        }
    }

    /**
     * Adds bytes at the end.
     *
     * @param length the number of bytes to write, from the beginning of the array
     * @throws FailureException with {@code DiskFull} if the bytes cannot be written
     */
    void write(byte[] bytes, int length) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        try {
            while (rest.hasRemaining()) {
                size += channel.write(rest, size);
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** Returns the number of bytes written. */
    long size() {
        return size;
    }

    /** Returns a stream of the bytes from one position up to, but without, another. */
    InputStream open(long from, long to) {
        return new Section(from, to);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The file is no longer needed, so the error has no effect.
        }
    }

    private static FailureException full(IOException cause) {
        return new FailureException(
                new Failure.DiskFull(
                        "a form whose field 'model' comes after its file cannot be kept in the"
                                + " folder for temporary files; send 'model' first"),
                cause);
    }

    /** A stream of a section of the file. */
    private final class Section extends InputStream {
        private final long to;
        private long at;

        Section(long from, long to) {
            this.at = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            Objects.checkFromIndexSize(offset, wanted, into.length);
            if (at == to) {
                return -1;
            }
            int most = (int) Math.min(wanted, to - at);
            int got = channel.read(ByteBuffer.wrap(into, offset, most), at);
            at += Math.max(0, got);
            return got;
        }
    }
}
