package dev.chasqui.adapters.services.store;

import static java.util.Objects.requireNonNull;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Store;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * All values of one plug-in, each in a file of a folder; all instances of the plug-in share this
 * object. It reads the folder at its first use. Safe for use by several threads.
 *
 * <p>An address is a scope and a key. One thread at a time writes; readers do not wait for it.
 */
public final class StoreFiles {
    private static final System.Logger LOG = System.getLogger(StoreFiles.class.getName());
    private static final String VALUE = ".value";
    private static final String UNFINISHED = ".new";

    private final String plugin;
    private final Supplier<Path> place;
    private final InstantSource clock;
    private final ConcurrentNavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
    private volatile @Nullable Path folder;

    /** The size of all addresses and values; guarded by this object. */
    private long total;

    /**
     * @param size the size of the address and the value in bytes
     * @param end the time in milliseconds since 1970 at which it is gone; 0 for never
     */
    private record Entry(long size, long end) {
        boolean isOver(long now) {
            return end != 0 && now >= end;
        }
    }

    /**
     * Makes the store without touching its folder.
     *
     * @param plugin the name of the plug-in, for messages
     * @param place returns the folder of the values, which nothing else uses; it is made when it is
     *     needed
     */
    public StoreFiles(String plugin, Supplier<Path> place, InstantSource clock) {
        this.plugin = plugin;
        this.place = place;
        this.clock = clock;
    }

    /** Returns the folder, whose keys are known then. */
    private Path folder() {
        Path known = folder;
        return known == null ? load() : known;
    }

    private synchronized Path load() {
        Path known = folder;
        if (known != null) {
            return known;
        }
        try {
            Path made = Files.createDirectories(place.get());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(made)) {
                files.forEach(this::take);
            }
            folder = made;
            return made;
        } catch (DirectoryIteratorException e) {
            forget();
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            forget();
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets what was read, so that another try does not count it twice. */
    private void forget() {
        entries.clear();
        total = 0;
    }

    private void take(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (name.endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (name.endsWith(VALUE)) {
                StoredValue value = StoredValue.read(file, false);
                Entry entry = entry(value.address(), value.size(), value.end());
                if (!name.equals(name(value.address()))) {
                    throw new StreamCorruptedException("the file of another key");
                }
                if (entry.isOver(clock.millis())) {
                    Files.delete(file);
                } else {
                    entries.put(value.address(), entry);
                    total += entry.size();
                }
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "the store of plug-in '%s' leaves out %s, which cannot be read: %s"
                                    .formatted(plugin, file, e));
        }
    }

    private static Entry entry(String address, int size, long end) {
        return new Entry(address.getBytes(StandardCharsets.UTF_8).length + (long) size, end);
    }

    /** Returns a value; empty if there is none. */
    Optional<byte[]> get(String address) {
        Path file = file(address);
        Entry entry = entries.get(address);
        if (entry == null || entry.isOver(clock.millis())) {
            return Optional.empty();
        }
        try {
            StoredValue value = StoredValue.read(file, true);
            return Optional.of(requireNonNull(value.bytes()));
        } catch (FileNotFoundException e) {
            // Another thread has deleted it meanwhile.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sets a value; it is durable when this returns.
     *
     * @param end the time in milliseconds since 1970 at which it is gone; 0 for never
     * @throws FailureException with {@code DiskFull} if there is no room
     */
    synchronized void put(String address, byte[] value, long end) {
        Path file = file(address);
        Entry entry = entry(address, value.length, end);
        if (!hasRoom(address, entry)) {
            dropOld();
            if (!hasRoom(address, entry)) {
                throw full();
            }
        }
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            StoredValue.write(fresh, address, end, value);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Entry before = entries.put(address, entry);
            total += entry.size() - (before == null ? 0 : before.size());
            syncFolder();
        } catch (IOException e) {
            deleteQuietly(fresh);
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasRoom(String address, Entry entry) {
        Entry before = entries.get(address);
        long without = total - (before == null ? 0 : before.size());
        return without + entry.size() <= Store.LARGEST_TOTAL
                && (before != null || entries.size() < Store.MOST_VALUES);
    }

    private FailureException full() {
        return new FailureException(
                new Failure.DiskFull(
                        "the store of plug-in '%s' is full: it holds %d values of %d bytes in all"
                                        .formatted(plugin, entries.size(), total)
                                + " (expected: at most %d values and %d bytes; delete some)"
                                        .formatted(Store.MOST_VALUES, Store.LARGEST_TOTAL)));
    }

    /**
     * Deletes all values whose time is over. It does not sync the folder, which takes long: a file
     * that a crash brings back is over all the same.
     */
    private void dropOld() {
        long now = clock.millis();
        try {
            for (Map.Entry<String, Entry> each : entries.entrySet()) {
                if (each.getValue().isOver(now)) {
                    remove(each.getKey(), each.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(String address, Entry entry) throws IOException {
        Files.deleteIfExists(file(address));
        entries.remove(address);
        total -= entry.size();
    }

    /** Deletes a value; returns false if there was none. */
    synchronized boolean delete(String address) {
        Path _ = folder();
        Entry entry = entries.get(address);
        if (entry == null) {
            return false;
        }
        try {
            remove(address, entry);
            syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !entry.isOver(clock.millis());
    }

    /** Returns the addresses that begin with a text, sorted. */
    List<String> addresses(String prefix) {
        Path _ = folder();
        long now = clock.millis();
        return entries.tailMap(prefix, true).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .filter(each -> !each.getValue().isOver(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Path file(String address) {
        return folder().resolve(name(address));
    }

    private static String name(String address) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash) + VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * Has the disk keep the folder's list of files. A channel ends when its thread is interrupted;
     * then it is tried once more.
     */
    private void syncFolder() throws IOException {
        try {
            force();
        } catch (ClosedByInterruptException e) {
            boolean _ = Thread.interrupted();
            try {
                force();
            } finally {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void force() throws IOException {
        try (FileChannel list = FileChannel.open(folder(), StandardOpenOption.READ)) {
            list.force(true);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // Some systems cannot open a folder; they keep its list by themselves.
            LOG.log(System.Logger.Level.DEBUG, () -> "cannot sync " + folder() + ": " + e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is deleted at the next start.
        }
    }
}
