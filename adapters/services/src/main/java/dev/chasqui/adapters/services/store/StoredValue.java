package dev.chasqui.adapters.services.store;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One value as its file holds it: a mark, the end of its time in milliseconds since 1970 or 0, the
 * address, and the value.
 *
 * <p>The streams here do not end when their thread is interrupted, as channels do: an interrupt of
 * a plug-in's job must not break a write midway.
 *
 * @param address the scope and the key
 * @param end the time in milliseconds since 1970 at which it is gone; 0 for never
 * @param size the size of the value in bytes
 * @param bytes the value; null if only the rest of the file was read
 */
record StoredValue(String address, long end, int size, byte @Nullable [] bytes) {
    private static final int MARK = 0x43515331;
    private static final int LONGEST_ADDRESS = 64 << 10;
    private static final int OVERHEAD = 4 + 8 + 4 + 4;

    /**
     * Reads a file.
     *
     * @param whole false if the value itself is not needed
     * @throws IOException if it cannot be read, or is no whole value
     */
    static StoredValue read(Path file, boolean whole) throws IOException {
        try (DataInputStream in = new DataInputStream(new FileInputStream(file.toFile()))) {
            if (in.readInt() != MARK) {
                throw new StreamCorruptedException("no value");
            }
            long end = in.readLong();
            int addressed = in.readInt();
            if (addressed < 0 || addressed > LONGEST_ADDRESS) {
                throw new StreamCorruptedException("no key");
            }
            String address = new String(in.readNBytes(addressed), StandardCharsets.UTF_8);
            int size = in.readInt();
            if (size < 0 || Files.size(file) != OVERHEAD + (long) addressed + size) {
                throw new StreamCorruptedException("not a whole value");
            }
            return new StoredValue(address, end, size, whole ? in.readNBytes(size) : null);
        }
    }

    /** Writes a file; it is on the disk when this returns. */
    static void write(Path file, String address, long end, byte[] value) throws IOException {
        byte[] addressed = address.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head =
                ByteBuffer.allocate(OVERHEAD + addressed.length)
                        .putInt(MARK)
                        .putLong(end)
                        .putInt(addressed.length)
                        .put(addressed)
                        .putInt(value.length);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(head.array());
            out.write(value);
            out.getFD().sync();
        }
    }
}
