package dev.chasqui.adapters.logs;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A log file that is rotated when it is full; a bounded number of older files is kept.
 *
 * <p>The JDK's {@code FileHandler} rotates as well, but it names the present file {@code path.0}.
 * This class writes through a stream, since an interrupt closes a channel.
 */
final class RotatingFile implements LineOutput {
    private final LogFile file;
    private OutputStream out;
    private long size;

    /** Opens the file, to append to it. */
    RotatingFile(LogFile file) throws IOException {
        this.file = file;
        Path folder = file.path().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.size = Files.exists(file.path()) ? Files.size(file.path()) : 0;
        this.out = open();
    }

    @Override
    public void write(byte[] line) throws IOException {
        if (size > 0 && size + line.length > file.maxBytes()) {
            rotate();
        }
        out.write(line);
        size += line.length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /**
     * Rotates the files. There is an open file afterwards even if a step fails; at worst it grows
     * on.
     */
    private void rotate() throws IOException {
        try {
            out.close();
            for (int times = file.maxFiles() - 1; times > 0; times--) {
                Path from = times == 1 ? file.path() : file.rotated(times - 1);
                if (Files.exists(from)) {
                    Files.move(from, file.rotated(times), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (file.maxFiles() == 1) {
                Files.delete(file.path());
            }
        } finally {
            size = 0;
            out = open();
        }
    }

    private OutputStream open() throws IOException {
        return new BufferedOutputStream(new FileOutputStream(file.path().toFile(), true));
    }
}
