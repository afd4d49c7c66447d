package dev.chasqui.adapters.logs;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is put aside under a number when it is full, a bounded number of times.
 *
 * <p>The JDK's {@code FileHandler} does the same but calls the present file {@code path.0}. Written
 * through a stream, not a channel, which an interrupt would close.
 */
final class RotatingFile implements LineOutput {
    private final LogFile file;
    private OutputStream out;
    private long size;

    /** Opens the file and goes on at its end. */
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

    /** Whatever fails, there is an open file afterwards; at worst it goes on growing. */
    private void rotate() throws IOException {
        try {
            out.close();
            for (int times = file.maxFiles() - 1; times > 0; times--) {
                Path from = times == 1 ? file.path() : file.aside(times - 1);
                if (Files.exists(from)) {
                    Files.move(from, file.aside(times), StandardCopyOption.REPLACE_EXISTING);
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
