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
import java.util.function.LongConsumer;

/**
 * The lock on the download of a file, and on its deletion: it has one holder among all threads of
 * all processes of this machine.
 *
 * <p>Between processes the lock is one on a file, which ends with its process. Within this process
 * a set of held paths serves: to open and close a locked file a second time would release its lock.
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
     * Waits until no other holder downloads the file, and takes the lock.
     *
     * @param lock the real path of the file to lock
     * @param part the file that grows while another holder downloads
     * @param patience the longest time in which it may not grow
     * @param bytesHere takes the size of that file, about twice a second
     * @throws HubException if it does not grow in that time, or the download is cancelled
     */
    static DownloadLock take(
            Path lock,
            Path part,
            RepoFile file,
            Duration patience,
            DownloadCancellation stop,
            Consumer<String> progress,
            LongConsumer bytesHere)
            throws HubException {
        Optional<DownloadLock> taken = tryToTake(lock, file.name());
        if (taken.isPresent()) {
            return taken.get();
        }
        ProgressMeter meter =
                new ProgressMeter(
                        "waiting for another download of " + file.name(),
                        size(part),
                        file.size(),
                        progress,
                        bytesHere,
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
                                + ": another process on this machine downloads it and received"
                                + " nothing for "
                                + HumanReadable.time(patience)
                                + " (expected: one download at a time; end the other one)");
            }
            stop.pause(BETWEEN_LOOKS);
            taken = tryToTake(lock, file.name());
        }
        return taken.get();
    }

    /**
     * Takes the lock unless it has a holder.
     *
     * @param lock the real path of the file to lock
     * @param name the name of the file to download, for messages
     */
    static Optional<DownloadLock> tryToTake(Path lock, String name) throws HubException {
        if (!HELD.add(lock)) {
            return Optional.empty();
        }
        Optional<DownloadLock> taken = Optional.empty();
        try {
            taken = lock(lock);
            return taken;
        } catch (IOException e) {
            throw HubException.disk(name, e);
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
