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
 * Reads a header from its start to its end, little endian, through a buffer that never grows. What
 * lies behind the file's end or beyond the longest header is refused before it is looked at.
 */
final class GgufInput implements AutoCloseable {
    /** The longest that were seen have some 30 MiB: vocabularies of 256,000 tokens, twice. */
    static final long LONGEST_HEADER = 256L << 20;

    /** A thousand times what was seen; keeps all sums far from the end of a {@code long}. */
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
     * @param longest the bytes after which a header is refused
     */
    static GgufInput open(Path file, long longest) throws GgufException {
        try {
            // A pipe or a device would keep whoever opens it waiting, or never end.
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

    /** The bytes of the whole file. */
    long size() {
        return size;
    }

    /** How many bytes of the file have been read or skipped. */
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

    /** Eight bytes; above the largest {@code long} they look negative. */
    long i64() throws GgufException {
        fill(Long.BYTES);
        return buffer.getLong();
    }

    /** A number of things that follow. */
    int count(String what, int most) throws GgufException {
        long count = i64();
        if (count < 0 || count > most) {
            throw wrong(what, Long.toUnsignedString(count), "at most " + most);
        }
        return (int) count;
    }

    /** A text of so many bytes; what is not UTF-8 in it is replaced. */
    String text(int bytes) throws GgufException {
        fill(bytes);
        String text = new String(buffer.array(), buffer.position(), bytes, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + bytes);
        return text;
    }

    /** A text that names something, so that it is not empty. */
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
