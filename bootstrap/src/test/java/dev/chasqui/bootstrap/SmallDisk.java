package dev.chasqui.bootstrap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A disk of 8 MiB in memory, which only root can make. For use by one thread.
 *
 * @param path the folder where it is
 * @param isThere false if it could not be made
 */
public record SmallDisk(Path path, boolean isThere) implements AutoCloseable {

    /** Makes a disk in a folder that is not there yet. */
    public static SmallDisk mount(Path path) throws IOException, InterruptedException {
        Files.createDirectory(path);
        return new SmallDisk(
                path, ran("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", path.toString()));
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        boolean _ = process.inputReader().lines().count() == 0;
        return process.waitFor() == 0;
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    /** Fills what is free. */
    public void fill() {
        byte[] zeros = new byte[4096];
        try (OutputStream out =
                Files.newOutputStream(
                        ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            // It is full.
        }
    }

    /** Makes room again. */
    public void free() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() throws IOException {
        try {
            if (isThere && !ran("umount", "-l", path.toString())) {
                throw new IOException("umount " + path + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("umount " + path + " was interrupted", e);
        }
    }
}
