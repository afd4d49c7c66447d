package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.adapters.logs.decisions.ChainFolder.ChainFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The end of a file of the chain.
 *
 * @param size the bytes up to the end of its last line in order
 * @param line that line; empty if there is none
 * @param endIsMissing true if only the line's end is not written
 * @param rest the number of bytes behind it
 * @param damaged true if no line is in order, though there are some: no crash leaves that, since
 *     the first line is on the disk before others come
 */
record ChainEnd(
        long size, Optional<ChainLine> line, boolean endIsMissing, long rest, boolean damaged) {
    /** The part that is looked at first. It holds a whole line and the rest of one. */
    private static final int WINDOW = 2 * ChainWriter.LONGEST_LINE;

    /**
     * Bytes behind the chain.
     *
     * @param bytes their number
     * @param sha256 their hash
     */
    record Torn(long bytes, String sha256) {}

    /**
     * Finds the end. A loss of power may leave any number of bytes behind it: then the whole file
     * is read.
     */
    static ChainEnd of(ChainFile file, FileChannel channel) throws IOException {
        long size = channel.size();
        byte[] bytes = read(channel, Math.max(0, size - WINDOW), size);
        int end = lastEnd(bytes, bytes.length);
        byte[] rest = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        Optional<ChainLine> unended = ChainLine.read(rest);
        if (unended.isPresent()) {
            return new ChainEnd(size, unended, true, 0, false);
        }
        Optional<ChainLine> whole =
                end < 0
                        ? Optional.empty()
                        : ChainLine.read(Arrays.copyOfRange(bytes, lastEnd(bytes, end) + 1, end));
        return whole.isPresent()
                ? new ChainEnd(size - rest.length, whole, false, rest.length, false)
                : searched(file, size);
    }

    private static ChainEnd searched(ChainFile file, long size) throws IOException {
        Optional<ChainLine> last = Optional.empty();
        long end = 0;
        boolean damaged;
        try (ChainLines lines = new ChainLines(file.path())) {
            for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                Optional<ChainLine> line = ChainLine.read(bytes);
                if (line.isPresent()) {
                    last = line;
                    end = lines.position();
                }
            }
            damaged = last.isEmpty() && lines.count() > 0;
        }
        return new ChainEnd(end, last, false, size - end, damaged);
    }

    /** Returns what is behind the chain; empty if nothing is. */
    Optional<Torn> torn(FileChannel channel) throws IOException {
        if (rest == 0) {
            return Optional.empty();
        }
        MessageDigest digest = ChainLine.digest();
        for (long at = size; at < size + rest; at += WINDOW) {
            digest.update(read(channel, at, Math.min(size + rest, at + WINDOW)));
        }
        return Optional.of(new Torn(rest, HexFormat.of().formatHex(digest.digest())));
    }

    private static byte[] read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) (to - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Read on.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static int lastEnd(byte[] bytes, int before) {
        int at = before - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
