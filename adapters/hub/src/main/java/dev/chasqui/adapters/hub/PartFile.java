package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A partly downloaded file, with the checksum of its bytes. Used by one thread, which holds the
 * file's {@link DownloadLock}.
 */
final class PartFile implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final RepoFile file;
    private final FileChannel channel;
    private MessageDigest digest;
    private long length;

    private PartFile(RepoFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.digest = file.content().digest(file.size());
    }

    /**
     * Opens the bytes that an earlier download has left, or a new file.
     *
     * @param meter takes the progress of reading them
     */
    static PartFile open(Path path, RepoFile file, DownloadCancellation stop, ProgressMeter meter)
            throws HubException {
        try {
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            PartFile part = new PartFile(file, channel);
            try {
                part.readExisting(stop, meter);
                return part;
            } catch (IOException | HubException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        }
    }

    private void readExisting(DownloadCancellation stop, ProgressMeter meter)
            throws IOException, HubException {
        if (channel.size() > file.size()) {
            channel.truncate(0);
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            stop.check();
            length += chunk.position();
            digest.update(chunk.flip());
            chunk.clear();
            meter.at(length);
        }
    }

    long length() {
        return length;
    }

    long missing() {
        return file.size() - length;
    }

    /** Appends bytes. */
    void append(ByteBuffer bytes) throws HubException {
        digest.update(bytes.duplicate());
        length += bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        }
    }

    /** Deletes all bytes. */
    void restart() throws HubException {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        }
        digest = file.content().digest(file.size());
        length = 0;
    }

    /**
     * Returns true if the bytes match the hub's checksum. To be called once, when none is missing.
     * If they match, they have been forced to the disk.
     */
    boolean matchesChecksum() throws HubException {
        if (!file.content().is(digest.digest())) {
            return false;
        }
        try {
            channel.force(true);
            return true;
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        }
    }

    @Override
    public void close() throws HubException {
        try {
            channel.close();
        } catch (IOException e) {
            throw HubException.disk(file.name(), e);
        }
    }
}
