package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.adapters.logs.decisions.ChainFolder.ChainFile;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of the chain. It begins a new file each day (UTC) and when one is full. After a failure
 * it opens the newest file anew, cuts what is behind the last line in order, and enters that. For
 * use by one thread that nobody interrupts.
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
    private boolean begun;

    /** The rest that a crash left behind the chain, until that is entered. */
    private Optional<ChainEnd.Torn> torn = Optional.empty();

    private Instant removedAt = Instant.EPOCH;

    ChainWriter(ChainFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Appends entries, all or none.
     *
     * @param most the most bytes of all files
     * @throws IOException if they cannot be written
     */
    void append(List<Json.Obj> entries, long most) throws IOException {
        Instant now = clock.instant();
        if (channel != null && channel.size() != size) {
            // Something else writes here, too; nothing of it is overwritten.
            close();
        }
        if (channel == null) {
            open(now);
        }
        boolean full = size >= Math.min(FULL, most / FEWEST_FILES);
        if (full || !today(now).equals(day)) {
            begin(now);
        }
        Optional<ChainEnd.Torn> left = torn;
        if (left.isPresent()) {
            write(List.of(EntryJson.torn(now, left.get())));
            torn = Optional.empty();
        }
        write(entries);
    }

    /**
     * Removes files that are too old or too much. It looks at most once an hour, and when a file
     * was full.
     *
     * @param keep the age at which a file is removed
     * @param most the most bytes of all files
     * @throws IOException if a file cannot be removed, which leaves the chain as it is
     */
    void tidy(Duration keep, long most) throws IOException {
        Instant now = clock.instant();
        if (channel != null && (begun || now.isAfter(removedAt.plus(BETWEEN_REMOVALS)))) {
            begun = false;
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
        while (channel == null && !files.isEmpty()) {
            ChainFile last = files.removeLast();
            if (Files.size(last.path()) == 0 || !goOn(last)) {
                // A kill left it when it was made.
                Files.delete(last.path());
            }
        }
        if (channel == null) {
            seq = 0;
            head = ChainLine.NOTHING;
            begin(now);
        }
    }

    /** Opens the newest file; returns false if it holds no whole line, nor anything else. */
    private boolean goOn(ChainFile file) throws IOException {
        FileChannel opened = ChainFolder.open(file);
        try {
            ChainEnd end = ChainEnd.of(file, opened);
            if (!end.damaged()) {
                torn = end.torn(opened).or(() -> torn);
                opened.truncate(end.size());
            }
            if (end.endIsMissing()) {
                opened.write(ByteBuffer.wrap(new byte[] {'\n'}), end.size());
            }
            if (opened.size() == 0) {
                opened.close();
                return false;
            }
            size = opened.size();
            // A damaged file is for the check to find; the chain goes on in one behind it.
            seq = Math.max(file.first(), end.line().map(ChainLine::seq).orElse(0L));
            head = end.line().map(ChainLine::hash).orElse(ChainLine.NOTHING);
            day = end.line().map(ChainLine::at).map(ChainWriter::today).orElse(LocalDate.EPOCH);
            channel = opened;
            return true;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Begins a file whose first line follows the last one of the file before. */
    private void begin(Instant now) throws IOException {
        sync();
        FileChannel made;
        try {
            made = folder.create(seq + 1);
        } catch (FileAlreadyExistsException e) {
            // Something else writes here: the next try looks for the end anew.
            close();
            throw e;
        }
        try (FileChannel _ = channel) {
            channel = made;
            size = 0;
        }
        day = today(now);
        begun = true;
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
                && (bytes > most || ended(files, gone).isBefore(now.minus(keep)))) {
            bytes -= Files.size(files.get(gone).path());
            gone++;
        }
        if (gone == 0) {
            return;
        }
        ChainFile next = files.get(gone);
        String hash = ChainReader.first(next.path()).map(ChainLine::prev).orElse("");
        write(List.of(EntryJson.removed(now, gone, next.first() - 1, hash)));
        sync();
        for (ChainFile file : files.subList(0, gone)) {
            Files.delete(file.path());
        }
        folder.sync();
    }

    /**
     * Returns the time of a file's last line. If that is damaged, it is the time of the first line
     * behind it; far in the future if there is none.
     */
    private static Instant ended(List<ChainFile> files, int at) throws IOException {
        Optional<ChainLine> line;
        try (FileChannel file = FileChannel.open(files.get(at).path(), StandardOpenOption.READ)) {
            line = ChainEnd.of(files.get(at), file).line();
        }
        for (int i = at + 1; line.isEmpty() && i < files.size(); i++) {
            line = ChainReader.first(files.get(i).path());
        }
        return line.map(ChainLine::at).orElse(Instant.MAX);
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
}
