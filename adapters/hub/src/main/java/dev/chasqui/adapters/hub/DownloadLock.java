package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The lock on the download of a file: it has one holder among all threads of all processes of this
 * machine.
 *
 * <p>Between processes a lock on a file decides, which ends with its process. Within this one a set
 * does: opening and closing a locked file a second time would end the lock.
 */
final class DownloadLock implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DownloadLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits until nobody else fetches the file.
     *
     * @param lock what is locked, as a real path
     * @param part what grows while somebody else fetches
     * @param patience how long it may not grow
     */
    static DownloadLock take(
            Path lock,
            Path part,
            RepoFile file,
            Duration patience,
            Stop stop,
            Consumer<String> progress)
            throws HubException {
        Optional<DownloadLock> taken = tryToTake(lock, file);
        if (taken.isPresent()) {
            return taken.get();
        }
        ProgressMeter meter =
                new ProgressMeter(
                        "waiting for another download of " + file.name(),
                        size(part),
                        file.size(),
                        progress,
                        System::nanoTime);
        long size = size(part);
        long grown = System.nanoTime();
        while (taken.isEmpty()) {
            long now = size(part);
            if (now != size) {
                size = now;
                grown = System.nanoTime();
                meter.at(size);
            } else if (System.nanoTime() - grown > patience.toNanos()) {
                throw new HubException(
                        HubException.Reason.BUSY,
                        file.name()
                                + ": somebody else on this machine fetches it and got nothing for "
                                + Amount.time(patience)
                                + " (expected: one download at a time; end the other one)");
            }
            stop.pause(BETWEEN_LOOKS);
            taken = tryToTake(lock, file);
        }
        return taken.get();
    }

    private static Optional<DownloadLock> tryToTake(Path lock, RepoFile file) throws HubException {
        if (!HELD.add(lock)) {
            return Optional.empty();
        }
        Optional<DownloadLock> taken = Optional.empty();
        try {
            taken = lock(lock);
            return taken;
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(lock);
            }
        }
    }

    private static Optional<DownloadLock> lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
            return lock.map(_ -> new DownloadLock(path, channel));
        } finally {
            if (lock.isEmpty()) {
                channel.close();
            }
        }
    }

    private static long size(Path part) {
        try {
            return Files.size(part);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws HubException {
        try {
            channel.close();
        } catch (IOException e) {
            throw HubException.disk(file.getFileName().toString(), e);
        } finally {
            HELD.remove(file);
        }
    }
}
