package dev.chasqui.bootstrap.governance;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The file beside the database which says that there are users. A later start asks for keys by it
 * before it has read the database. Safe for use by several threads.
 */
public final class UsersMark {
    private static final System.Logger LOG = System.getLogger(UsersMark.class.getName());

    private final Path file;
    private final AtomicBoolean set;

    /**
     * @param folder the folder of the embedded database
     */
    public UsersMark(Path folder) {
        file = folder.resolve("has-users");
        set = new AtomicBoolean(Files.exists(file));
    }

    /** Returns true if there were users once. */
    boolean isSet() {
        return set.get();
    }

    /** Notes that there are users. */
    public void set() {
        if (!set.compareAndSet(false, true)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Another server of this folder was first.
        } catch (IOException e) {
            set.set(false);
            LOG.log(
                    Level.WARNING,
                    file
                            + " cannot be made, so the next start asks for keys only after it has"
                            + " read the database",
                    e);
        }
    }
}
