package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.adapters.logs.decisions.ChainFolder.ChainFile;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The end of the chain. It begins a new file each day (UTC) and when one is full. After a failure
 * it opens the newest file anew, cuts the rest of a line that was not written as a whole, and
 * enters that. For use by one thread that nobody interrupts.
 */
final class ChainWriter implements Closeable {
    /** The longest line, with room to spare. */
    static final int LONGEST_LINE = 1 << 16;

    /** The size at which a file is full. */
    private static final long FULL = 64L << 20;

    /** The part of all files that one may have, so that old ones can be removed. */
    private static final int FEWEST_FILES = 8;

    private static final Duration BETWEEN_REMOVALS = Duration.ofHours(1);

    private final ChainFolder folder;
    private final InstantSource clock;
    private @Nullable FileChannel channel;
    private long size;
    private long seq;
    private String head = ChainLine.NOTHING;
    private LocalDate day = LocalDate.EPOCH;
    private boolean unsynced;
    private Instant removedAt = Instant.EPOCH;

    ChainWriter(ChainFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Appends entries, all or none.
     *
     * @param keep the age at which a file is removed
     * @param most the most bytes of all files
     * @throws IOException if they cannot be written
     */
    void append(List<Json.Obj> entries, Duration keep, long most) throws IOException {
        Instant now = clock.instant();
        if (channel == null) {
            open(now);
        }
        boolean full = size >= Math.min(FULL, most / FEWEST_FILES);
        if (full || !today(now).equals(day)) {
            begin(now);
        }
        write(entries);
        if (full || now.isAfter(removedAt.plus(BETWEEN_REMOVALS))) {
            removedAt = now;
            remove(now, keep, most);
        }
    }

    private void write(List<Json.Obj> entries) throws IOException {
        FileChannel to = channel;
        if (to == null) {
            throw new IOException("the file is closed");
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        long number = seq;
        String hash = head;
        for (Json.Obj entry : entries) {
            number++;
            ChainLine line = ChainLine.after(number, hash, entry);
            hash = line.hash();
            lines.writeBytes(line.bytes());
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
            long at = size;
            while (bytes.hasRemaining()) {
                at += to.write(bytes, at);
            }
            unsynced = true;
            size = at;
            seq = number;
            head = hash;
        } catch (IOException e) {
            giveUp(e);
            throw e;
        }
    }

    /** Takes back what was written of a batch, as far as possible, and closes the file. */
    private void giveUp(IOException e) {
        try (FileChannel broken = channel) {
            channel = null;
            if (broken != null) {
                broken.truncate(size);
            }
        } catch (IOException more) {
            // The next opening cuts the rest of a line.
            e.addSuppressed(more);
        }
    }

    /** Writes through to the disk what is not there yet. */
    void sync() throws IOException {
        FileChannel to = channel;
        if (unsynced && to != null) {
            to.force(false);
            unsynced = false;
        }
    }

    private void open(Instant now) throws IOException {
        folder.make();
        List<ChainFile> files = new ArrayList<>(folder.files());
        seq = 0;
        head = ChainLine.NOTHING;
        size = 0;
        Optional<byte[]> torn = Optional.empty();
        while (!files.isEmpty() && size == 0) {
            ChainFile last = files.removeLast();
            channel = folder.open(last.first());
            Tail tail = Tail.of(channel);
            Optional<ChainLine> whole = tail.line().flatMap(ChainLine::read);
            Optional<ChainLine> rest = ChainLine.read(tail.rest());
            if (rest.isPresent()) {
                // Only the end of the line is missing.
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
                size = channel.size();
            } else {
                if (tail.rest().length > 0) {
                    torn = Optional.of(tail.rest());
                }
                size = channel.size() - tail.rest().length;
                channel.truncate(size);
            }
            Optional<ChainLine> end = rest.isPresent() ? rest : whole;
            // A damaged line is for the check to find; the chain goes on behind it.
            seq = end.map(ChainLine::seq).orElse(last.first());
            head = end.map(ChainLine::hash).orElse(ChainLine.NOTHING);
            day = today(end.map(ChainLine::at).orElse(now));
            if (size == 0) {
                channel.close();
                channel = null;
                seq = 0;
                head = ChainLine.NOTHING;
            }
        }
        if (channel == null) {
            begin(now);
        }
        if (torn.isPresent()) {
            write(List.of(EntryJson.torn(now, torn.get())));
        }
    }

    /** Begins a file whose first line follows the last one of the file before. */
    private void begin(Instant now) throws IOException {
        sync();
        FileChannel before = channel;
        channel = folder.open(seq + 1);
        if (before != null) {
            before.close();
        }
        channel.truncate(0);
        size = 0;
        day = today(now);
        write(List.of(EntryJson.file(now)));
        sync();
        folder.sync();
    }

    /** Removes files as a whole, the oldest first, and enters that before. */
    private void remove(Instant now, Duration keep, long most) throws IOException {
        List<ChainFile> files = folder.files();
        long bytes = 0;
        for (ChainFile file : files) {
            bytes += Files.size(file.path());
        }
        int gone = 0;
        while (gone < files.size() - 1
                && (bytes > most || ended(files.get(gone)).isBefore(now.minus(keep)))) {
            bytes -= Files.size(files.get(gone).path());
            gone++;
        }
        if (gone == 0) {
            return;
        }
        Optional<ChainLine> next = ChainReader.first(files.get(gone).path());
        if (next.isEmpty()) {
            return;
        }
        write(List.of(EntryJson.removed(now, gone, next.get().seq() - 1, next.get().prev())));
        sync();
        for (ChainFile file : files.subList(0, gone)) {
            Files.delete(file.path());
        }
        folder.sync();
    }

    /** Returns the time of a file's last line; far in the future if it is damaged. */
    private static Instant ended(ChainFile file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            return Tail.of(channel)
                    .line()
                    .flatMap(ChainLine::read)
                    .map(ChainLine::at)
                    .orElse(Instant.MAX);
        }
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    @Override
    public void close() throws IOException {
        try (FileChannel open = channel) {
            channel = null;
            if (open != null) {
                open.force(false);
            }
        }
    }

    /**
     * The end of a file.
     *
     * @param line the last line that has an end; empty without one
     * @param rest the bytes behind it
     */
    private record Tail(Optional<byte[]> line, byte[] rest) {
        static Tail of(FileChannel file) throws IOException {
            long from = Math.max(0, file.size() - 2L * LONGEST_LINE);
            ByteBuffer buffer = ByteBuffer.allocate((int) (file.size() - from));
            while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
                // Read on.
            }
            byte[] bytes = buffer.array();
            int end = lastEnd(bytes, bytes.length);
            byte[] rest = Arrays.copyOfRange(bytes, end + 1, bytes.length);
            int before = lastEnd(bytes, Math.max(0, end));
            return new Tail(
                    end < 0
                            ? Optional.empty()
                            : Optional.of(Arrays.copyOfRange(bytes, before + 1, end)),
                    rest);
        }

        private static int lastEnd(byte[] bytes, int before) {
            int at = before - 1;
            while (at >= 0 && bytes[at] != '\n') {
                at--;
            }
            return at;
        }
    }
}
