package dev.chasqui.adapters.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A reader of a header from its start to its end, little endian, through a buffer of fixed size. A
 * read beyond the file's end or beyond the longest valid header fails before any byte is read. Not
 * thread-safe.
 */
final class GgufInput implements AutoCloseable {
    /**
     * The limit of all headers of a model in bytes. The longest that were seen have some 30 MiB:
     * vocabularies of 256,000 tokens, twice.
     */
    static final long LONGEST_HEADER = 256L << 20;

    /**
     * The limit of a file in bytes: a thousand times the largest that was seen. With it no sum
     * overflows a {@code long}.
     */
    private static final long LARGEST_FILE = 1L << 50;

    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final long longest;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    private GgufInput(Path file, FileChannel channel, long size, long longest) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.longest = longest;
        buffer.limit(0);
    }

    /**
     * Opens a file.
     *
     * @param longest the limit of the header in bytes
     * @throws GgufException if the file is missing, too large, or cannot be read
     */
    static GgufInput open(Path file, long longest) throws GgufException {
        try {
            // To open a pipe or a device would block, or reading it would never end.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new GgufException(file, "it is no file (expected: a model in GGUF format)");
            }
            FileChannel channel = FileChannel.open(file);
            try {
                return new GgufInput(file, channel, size(file, channel), longest);
            } catch (IOException | GgufException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new GgufException(file, "it is missing (expected: a model in GGUF format)", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long size(Path file, FileChannel channel) throws IOException, GgufException {
        long size = channel.size();
        if (size > LARGEST_FILE) {
            throw new GgufException(
                    file, "length: " + size + " bytes (expected: at most " + LARGEST_FILE + ")");
        }
        return size;
    }

    static GgufException unreadable(Path file, IOException why) {
        return new GgufException(
                file,
                "it cannot be read: "
                        + why.getClass().getSimpleName()
                        + " (expected: a file that this user may read)",
                why);
    }

    Path file() {
        return file;
    }

    /** Returns the size of the whole file in bytes. */
    long size() {
        return size;
    }

    /** Returns the number of bytes that have been read or skipped. */
    long position() {
        return position;
    }

    int u8() throws GgufException {
        fill(Byte.BYTES);
        return Byte.toUnsignedInt(buffer.get());
    }

    int u16() throws GgufException {
        fill(Short.BYTES);
        return Short.toUnsignedInt(buffer.getShort());
    }

    long u32() throws GgufException {
        fill(Integer.BYTES);
        return Integer.toUnsignedLong(buffer.getInt());
    }

    /**
     * Reads eight bytes as a signed number; an unsigned one above the largest {@code long} becomes
     * negative.
     */
    long i64() throws GgufException {
        fill(Long.BYTES);
        return buffer.getLong();
    }

    /** Reads a number of items that follow, and refuses more than {@code most}. */
    int count(String what, int most) throws GgufException {
        long count = i64();
        if (count < 0 || count > most) {
            throw wrong(what, Long.toUnsignedString(count), "at most " + most);
        }
        return (int) count;
    }

    /** Reads a text of a length in bytes; bytes that are not UTF-8 are replaced. */
    String text(int bytes) throws GgufException {
        fill(bytes);
        String text = new String(buffer.array(), buffer.position(), bytes, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + bytes);
        return text;
    }

    /** Reads a text that must not be empty. */
    String name(String what, int longest) throws GgufException {
        String name = text(count("length of " + what, longest));
        if (name.isEmpty()) {
            throw wrong(what, "it is empty", "a name");
        }
        return name;
    }

    void skip(long bytes) throws GgufException {
        check(bytes);
        position += bytes;
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
            return;
        }
        buffer.position(0).limit(0);
        try {
            channel.position(position);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    GgufException wrong(String what, String value, String expected) {
        return new GgufException(file, what + ": " + value + " (expected: " + expected + ")");
    }

    private void fill(int bytes) throws GgufException {
        check(bytes);
        position += bytes;
        try {
            if (buffer.remaining() < bytes) {
                buffer.compact();
                while (buffer.position() < bytes) {
                    if (channel.read(buffer) < 0) {
                        throw tooShort();
                    }
                }
                buffer.flip();
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void check(long bytes) throws GgufException {
        if (bytes > size - position) {
            throw tooShort();
        }
        if (bytes > longest - position) {
            throw wrong("header", "it is longer", "at most " + (LONGEST_HEADER >> 20) + " MiB");
        }
    }

    private GgufException tooShort() {
        return wrong("length", size + " bytes", "more; download the file again");
    }

    @Override
    public void close() throws GgufException {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
