package dev.chasqui.plugins.rag.store;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A disk with a limited number of free bytes for an index. */
final class FullDisk extends Disk {
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private volatile String words = "No space left on device";
    private volatile long free = Long.MAX_VALUE;

    /** Sets the free bytes. */
    void leave(long bytes) {
        room.set(bytes);
    }

    /** Sets the system's message for a full disk, and the free bytes that it reports. */
    void says(String what, long bytesFree) {
        words = what;
        free = bytesFree;
    }

    @Override
    long free(Path folder) {
        return free;
    }

    @Override
    Directory index(Path folder) throws IOException {
        return new FilterDirectory(super.index(folder)) {
            @Override
            public IndexOutput createOutput(String name, IOContext context) throws IOException {
                return limited(name, in.createOutput(name, context));
            }

            @Override
            public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
                    throws IOException {
                return limited(prefix, in.createTempOutput(prefix, suffix, context));
            }
        };
    }

    private IndexOutput limited(String name, IndexOutput out) {
        return new FilterIndexOutput("limited " + name, out.getName(), out) {
            @Override
            public void writeByte(byte b) throws IOException {
                take(1);
                out.writeByte(b);
            }

            @Override
            public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
                take(length);
                out.writeBytes(bytes, offset, length);
            }
        };
    }

    private void take(int bytes) throws IOException {
        if (room.addAndGet(-bytes) < 0) {
            throw new IOException(words);
        }
    }
}
