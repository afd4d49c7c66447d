package dev.chasqui.adapters.library;

import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The registered servers in one file, which only its owner may read, since it holds keys. Safe for
 * use by several threads; no other process may use the file.
 */
public final class RegisteredServerFile implements ServerStore {
    /** The largest file, 16 MiB; the most servers with the longest keys need less. */
    private static final long LARGEST = 16L << 20;

    private final Path file;
    private volatile RegisteredServers present;

    private RegisteredServerFile(Path file, RegisteredServers present) {
        this.file = file;
        this.present = present;
    }

    /**
     * Reads the file, which need not exist yet.
     *
     * @throws IllegalArgumentException if it cannot be read; it is left as it is, since it may be
     *     the only place where the servers and their keys are
     */
    public static RegisteredServerFile open(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("it is larger than " + LARGEST + " bytes");
            }
            return new RegisteredServerFile(
                    file, RegisteredServerJson.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return new RegisteredServerFile(file, RegisteredServers.NONE);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the registered servers cannot be read: "
                            + e.getMessage()
                            + "; repair the file, or move it away and register them again",
                    e);
        }
    }

    @Override
    public RegisteredServers present() {
        return present;
    }

    @Override
    public synchronized void save(RegisteredServers next) {
        DurableFile.writePrivate(file, RegisteredServerJson.write(next).toBytes());
        present = next;
    }
}
